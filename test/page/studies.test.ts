/** The pages of the four shipped studies, freshly run: sound in every look at both sizes, and readable without JavaScript. */

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { credence } from "../transcript/session.ts";
import { openBrowser, openPage } from "./browser.ts";
import { COLOURS, expectReadableWithoutScript, expectSound, paper, phone, wide } from "./looks.ts";

const isSlow = process.env["CREDENCE_SLOW"] === "1";
/** a folder for screenshots, when someone wants to look */
const album = process.env["CREDENCE_ALBUM"];

/** A typical page stays below. */
const TYPICAL = 400_000;

describe.runIf(isSlow).each(["scaling", "calibration", "variance", "emergence"])("the page of the study %s", (name) => {
  let browser: Browser;
  let html: string;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "credence-page-"));
    await credence(folder, `init ${name}`);
    const { out } = await credence(folder, `run ${name}/study.yaml --json`);
    html = readFileSync(join(folder, (JSON.parse(out) as { folder: string }).folder, "report.html"), "utf8");
    browser = await openBrowser();
  }, 300_000);
  afterAll(() => browser?.close());

  const sizes = Object.entries({ "1280": wide, "360": phone });
  // no paper is 360 px wide: the smaller print is A4 inside the page's own margins
  const papers = Object.entries({ "1280": wide, "688": paper });
  const looks = Object.entries(COLOURS).flatMap(([colour, look]) => (look.print ? papers : sizes).map(([px, size]) => [colour, px, { ...look, ...size }] as const));
  it.each(looks)("is accessible, legible and silent in %s at %s px", { timeout: 120_000 }, async (colour, px, look) => {
    if (album) await photograph(browser, html, look, join(album, `${name}-${colour}-${px}.png`));
    await expectSound(browser, html, look);
  });

  it.each(sizes)("can be read without JavaScript at %s px", { timeout: 120_000 }, async (_, size) => {
    await expectReadableWithoutScript(browser, html, size);
  });

  it("is not too large", () => {
    expect(Buffer.byteLength(html)).toBeLessThan(TYPICAL);
  });
});

async function photograph(browser: Browser, html: string, { print, ...look }: (typeof COLOURS)[string], file: string): Promise<void> {
  const { page, close } = await openPage(browser, html, look);
  if (print) await page.emulateMedia({ media: "print" });
  writeFileSync(file, await page.screenshot({ fullPage: true }));
  await close();
}
