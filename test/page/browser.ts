/** A real Chromium for page tests, and what is measured in it. */

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import chromium from "@sparticuz/chromium";
import { type Browser, type BrowserContextOptions, chromium as playwright, type Page } from "playwright-core";

/** The package's own arguments include --single-process, which dies on a second context. */
const ARGUMENTS = ["--no-sandbox", "--disable-gpu"];

export async function openBrowser(): Promise<Browser> {
  return playwright.launch({ executablePath: await chromium.executablePath(), args: ARGUMENTS });
}

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export interface Opened {
  readonly page: Page;
  /** addresses asked for, the page itself not counted */
  readonly requests: string[];
  readonly messages: string[];
  close(): Promise<void>;
}

/** Opens HTML text as a page of its own origin, so that its policy is the only one. */
export async function openPage(browser: Browser, html: string, options: BrowserContextOptions): Promise<Opened> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const requests: string[] = [];
  const messages: string[] = [];
  page.on("console", (message) => messages.push(message.text()));
  page.on("pageerror", (error) => messages.push(String(error)));
  await context.route("**/*", (route) => {
    const url = route.request().url();
    if (url === ADDRESS) return route.fulfill({ body: html, contentType: "text/html; charset=utf-8" });
    requests.push(url);
    return route.abort();
  });
  await page.goto(ADDRESS);
  return { page, requests, messages, close: () => context.close() };
}

const ADDRESS = "http://report.test/report.html";

/** Opens every fold, so that nothing is left unmeasured. */
export async function unfold(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const details of document.querySelectorAll("details")) details.open = true;
  });
}

/** @returns one line a violation: rule and the first place */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    // @ts-expect-error axe is a global of the page
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations.map(
      (each: { id: string; nodes: { html: string; failureSummary: string }[] }) =>
        `${each.id} ×${each.nodes.length}: ${each.nodes[0]?.html.slice(0, 160)} ${each.nodes[0]?.failureSummary.slice(0, 200)}`,
    );
  });
}

/** What the eye would find wrong: text too small, over other text, out of its drawing; a page wider than the window. */
export async function visualFaults(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width)
      faults.push(`the page is ${document.documentElement.scrollWidth} px wide in a window of ${width}`);
    for (const svg of document.querySelectorAll("figure svg")) {
      const frame = svg.getBoundingClientRect();
      if (frame.width === 0) continue;
      const name = `${svg.closest("figure")?.id} (${Math.round(frame.width)} px)`;
      if (frame.right > width + 0.5) faults.push(`${name} leaves the window`);
      const scale = frame.width / (svg as SVGSVGElement).viewBox.baseVal.width;
      const texts = [...svg.querySelectorAll("text")].map((text) => ({
        text: text.textContent ?? "",
        box: text.getBoundingClientRect(),
        size: Number.parseFloat(getComputedStyle(text).fontSize),
      }));
      texts.forEach(({ text, box, size }, i) => {
        if (size * scale < 11) faults.push(`${name}: "${text}" is ${(size * scale).toFixed(1)} px`);
        if (
          box.left < frame.left - 1 ||
          box.right > frame.right + 1 ||
          box.top < frame.top - 1 ||
          box.bottom > frame.bottom + 1
        )
          faults.push(`${name}: "${text}" leaves the drawing`);
        for (const other of texts.slice(i + 1)) {
          const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
          const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
          if (across > 1 && down > 3) faults.push(`${name}: "${text}" overlaps "${other.text}"`);
        }
      });
    }
    for (const element of document.querySelectorAll("body *")) {
      if (element.closest("svg") || element.closest(".vh") || element.closest("script")) continue;
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim());
      if (!own || element.getClientRects().length === 0) continue;
      const style = getComputedStyle(element);
      if (Number.parseFloat(style.fontSize) < 11)
        faults.push(`<${element.tagName}> "${element.textContent?.slice(0, 40)}" is ${style.fontSize}`);
      const box = element.getBoundingClientRect();
      if (!element.closest(".scroll, pre") && (box.right > width + 1 || box.left < -1))
        faults.push(`<${element.tagName}> "${element.textContent?.slice(0, 40)}" leaves the window`);
    }
    // lines of text outside the drawings: cut off by their box, or one over another
    const lines: { text: string; box: { left: number; right: number; top: number; bottom: number } }[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const text = node.textContent?.trim().slice(0, 40);
      if (!text || !element || element.closest("svg, math, script, style, .vh") || element.getClientRects().length === 0) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      // what is scrolled out of sight is not over anything; what a box without a scroll bar hides is lost
      const seen = { left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity };
      let isLost = false;
      const boxes = [...range.getClientRects()].filter(({ width, height }) => width > 1 && height > 1);
      for (let box: Element | null = element; box && box !== document.body; box = box.parentElement) {
        const { overflowX } = getComputedStyle(box);
        if (overflowX === "visible") continue;
        const edge = box.getBoundingClientRect();
        if (overflowX === "hidden" || overflowX === "clip") isLost ||= boxes.some(({ left, right }) => left < edge.left - 1 || right > edge.right + 1);
        seen.left = Math.max(seen.left, edge.left);
        seen.right = Math.min(seen.right, edge.right);
        seen.top = Math.max(seen.top, edge.top);
        seen.bottom = Math.min(seen.bottom, edge.bottom);
      }
      if (isLost) faults.push(`"${text}" is cut off`);
      for (const { left, right, top, bottom } of boxes) {
        const box = { left: Math.max(left, seen.left), right: Math.min(right, seen.right), top: Math.max(top, seen.top), bottom: Math.min(bottom, seen.bottom) };
        if (box.right > box.left && box.bottom > box.top) lines.push({ text, box });
      }
    }
    lines.forEach(({ text, box }, i) => {
      for (const other of lines.slice(i + 1)) {
        const across = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
        const down = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
        if (across > 1 && down > 0.5 * Math.min(box.bottom - box.top, other.box.bottom - other.box.top)) faults.push(`"${text}" overlaps "${other.text}"`);
      }
    });
    return faults;
  });
}
