/** What the page's script adds, and that nothing is missing without it; labels from data run nothing. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { renderReport } from "../../reports/index.ts";
import { full } from "../reports/fixtures/full.ts";
import { stress } from "../reports/fixtures/stress.ts";
import { openBrowser, openPage } from "./browser.ts";
import { expectReadableWithoutScript, wide } from "./looks.ts";

const html = renderReport(full);

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser?.close());

it("without JavaScript the verdict, every finding, drawing and table can be read, and folds open", {
  timeout: 120_000,
}, async () => {
  await expectReadableWithoutScript(browser, html, wide);
});

it("the verdict and both leading pictures fit the first screen", async () => {
  const { page, close } = await openPage(browser, html, wide);
  const bottoms = await page
    .locator("#forecast .hero svg:visible")
    .evaluateAll((all) => all.map((svg) => svg.getBoundingClientRect().bottom));
  expect(bottoms).toHaveLength(2);
  for (const bottom of bottoms) expect(bottom).toBeLessThanOrEqual(800);
  await close();
});

it("with it: theme, sorted tables, a read-out under the pointer and by keys, futures one at a time", {
  timeout: 120_000,
}, async () => {
  const { page, messages, close } = await openPage(browser, html, { ...wide, reducedMotion: "no-preference" });
  await page.getByRole("button", { name: /Theme/ }).click();
  await page.getByRole("button", { name: /Theme: light/ }).click();
  expect(await page.locator("html").getAttribute("data-theme")).toBe("dark");

  const names = page.locator("table.sortable").first().locator("tbody tr > :first-child");
  const before = await names.allTextContents();
  const head = page.locator("table.sortable").first().getByRole("button").nth(1);
  await head.click();
  await head.click();
  expect((await names.allTextContents()).sort()).toEqual(before.toSorted());
  expect(await page.locator("th[aria-sort=descending]").count()).toBe(1);

  const fan = page.locator("#fan-loss");
  await fan.locator("svg:visible").hover({ position: { x: 300, y: 100 } });
  const hovered = await fan.locator("output").textContent();
  expect(hovered).toContain("training compute, FLOP: ");
  await fan.locator("svg:visible").press("ArrowRight");
  expect(await fan.locator("output").textContent()).not.toBe(hovered);

  await page.getByRole("button", { name: /Play 20 futures/ }).click();
  expect(await page.locator("#fan-loss-hops svg.wide .hops path:visible").count()).toBe(1);
  await page.getByRole("button", { name: "Stop" }).click();
  expect(await page.locator("#fan-loss-hops svg.wide .hops path:visible").count()).toBe(20);
  expect(messages).toEqual([]);
  await close();
});

it("who asks for less motion is offered none", async () => {
  const { page, close } = await openPage(browser, html, { ...wide, reducedMotion: "reduce" });
  expect(await page.getByRole("button", { name: /futures/ }).count()).toBe(0);
  await close();
});

it("hostile labels run nothing and ask for nothing", async () => {
  const { page, requests, messages, close } = await openPage(browser, renderReport(stress), wide);
  const dialogs: string[] = [];
  page.on("dialog", (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.waitForTimeout(200);
  expect({ dialogs, requests, messages }).toEqual({ dialogs: [], requests: [], messages: [] });
  expect(await page.locator("img, iframe, b:has-text('bold'):not(.chips b)").count()).toBe(0);
  await close();
});
