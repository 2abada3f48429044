/** Whole reports in a real Chromium: axe, geometry, no network, no console, no script, size. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { indexEntry, renderIndex, renderReport } from "../../reports/index.ts";
import { calibration, emergence, variance } from "../reports/fixtures/families.ts";
import { full } from "../reports/fixtures/full.ts";
import { stress } from "../reports/fixtures/stress.ts";
import { openBrowser } from "./browser.ts";
import { COLOURS, expectSound, type Look, phone, wide } from "./looks.ts";

const PAGES: Readonly<Record<string, string>> = {
  scaling: renderReport(full),
  calibration: renderReport(calibration),
  variance: renderReport(variance),
  emergence: renderReport(emergence),
  stress: renderReport(stress),
  several: renderReport([calibration, variance]),
  index: renderIndex("Studies", [indexEntry(full, "scaling.html"), indexEntry(calibration, "calibration.html")]),
};

const LOOKS: Readonly<Record<string, Look>> = {
  light: { ...wide, ...COLOURS["light"] },
  "dark phone": { ...phone, ...COLOURS["dark"] },
  "forced colours": { ...wide, ...COLOURS["forced colours"] },
  print: { ...wide, ...COLOURS["print"] },
};

/** The quick set sees the fullest page in every look and every other page in one; CREDENCE_SLOW=1 sees all. */
const isSlow = process.env["CREDENCE_SLOW"] === "1";
const QUICK: Readonly<Record<string, string>> = {
  calibration: "dark phone",
  variance: "light",
  emergence: "forced colours",
  stress: "dark phone",
  several: "light",
  index: "dark phone",
};

/** Typical pages stay far below; at this size a page is broken. */
const LARGEST = 1_500_000;
const TYPICAL = 400_000;

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser?.close());

describe.each(Object.entries(PAGES))("the %s page", (name, html) => {
  const looks = Object.entries(LOOKS).filter(([look]) => isSlow || QUICK[name] === undefined || QUICK[name] === look);
  it.each(looks)("is accessible, legible and silent in %s", { timeout: 120_000 }, async (_, look) => {
    await expectSound(browser, html, look);
  });

  it("is not too large", () => {
    expect(Buffer.byteLength(html)).toBeLessThan(name === "stress" ? LARGEST : TYPICAL);
  });
});
