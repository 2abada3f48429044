/** The looks a report must bear, and what every look of every report is held to. */

import type { Browser, BrowserContextOptions } from "playwright-core";
import { expect } from "vitest";
import { axeViolations, openPage, unfold, visualFaults } from "./browser.ts";

export const wide = { viewport: { width: 1280, height: 800 } };
export const phone = { viewport: { width: 360, height: 740 } };

/** A4 less margins of 14 mm, at 96 px an inch */
export const paper = { viewport: { width: 688, height: 1017 } };

export type Look = BrowserContextOptions & { readonly print?: boolean };

/** how a page is coloured; the size comes on top */
export const COLOURS: Readonly<Record<string, Look>> = {
  light: { colorScheme: "light" },
  dark: { colorScheme: "dark" },
  "forced colours": { forcedColors: "active" },
  print: { colorScheme: "dark", print: true },
};

/** Every fold open: no fault to the eye, no violation, no request, no console message. */
export async function expectSound(browser: Browser, html: string, { print, ...options }: Look): Promise<void> {
  const { page, requests, messages, close } = await openPage(browser, html, options);
  await unfold(page);
  if (print) await page.emulateMedia({ media: "print" });
  expect(await visualFaults(page)).toEqual([]);
  expect(await axeViolations(page)).toEqual([]);
  expect(requests).toEqual([]);
  expect(messages).toEqual([]);
  await close();
}

/** Without JavaScript the verdict is there, folds open, and every drawing with its table can be read; nothing offers what it cannot do. */
export async function expectReadableWithoutScript(browser: Browser, html: string, look: Look): Promise<void> {
  const { page, messages, close } = await openPage(browser, html, { ...look, javaScriptEnabled: false });
  expect(await page.locator(".say").isVisible()).toBe(true);
  for (const details of await page.locator("details.section > summary").all()) await details.click();
  const figures = page.locator("figure");
  expect(await figures.count()).toBeGreaterThan(0);
  for (const figure of await figures.all()) {
    expect(await figure.locator("svg:visible").count()).toBe(1);
    for (const summary of await figure.locator("details.numbers > summary").all()) await summary.click();
    for (const table of await figure.locator("table").all()) expect(await table.isVisible()).toBe(true);
  }
  expect(await page.locator("button").count()).toBe(0);
  expect(messages).toEqual([]);
  await close();
}

