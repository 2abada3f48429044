/** The page as a file: the same bytes every time, a script that its policy knows, sizes, and reports that lack parts. */
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { REPORT_SCHEMA, type Report } from "../../lib/report.ts";
import { renderReport } from "../../reports/index.ts";
import { SCRIPT } from "../../reports/page/script.ts";
import { full } from "./fixtures/full.ts";
import { stress } from "./fixtures/stress.ts";

describe("a page", () => {
  const page = renderReport(full);

  it("is the same for the same report, whatever order its keys were made in", () => {
    const turned = Object.fromEntries(Object.entries(full).toReversed()) as unknown as Report;
    expect(renderReport(structuredClone(full))).toBe(page);
    const withoutJson = (html: string) => html.replace(/<script type="application[\s\S]*?<\/script>/, "");
    expect(withoutJson(renderReport(turned))).toBe(withoutJson(page));
  });

  it("has a policy that lets only its own script run, and fetches nothing", () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)!;
    const hash = createHash("sha256").update(SCRIPT).digest("base64");
    expect(policy!.replaceAll("&#39;", "'")).toBe(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`,
    );
    expect(page).toContain(`<script>${SCRIPT}</script>`);
    expect(page).not.toMatch(/<(link|iframe|object|embed|img|base|form)\b|@import|url\((?!#)/);
  });

  it("has a script below 6 kB that is not needed: without it only the script is gone", () => {
    expect(Buffer.byteLength(SCRIPT)).toBeLessThan(6000);
    const bare = renderReport(full, { script: false });
    const content = (html: string) => /<main>[\s\S]*<\/main>/.exec(html)![0];
    expect(content(bare)).toBe(content(page));
    expect(bare).not.toContain("script-src");
  });

  it("has one h1, a title with the verdict, and ids that are used once", () => {
    expect(page.match(/<h1\b/g)).toHaveLength(1);
    const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
    const references = [...page.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap(([, list]) => list!.split(" "));
    for (const id of references) expect(ids).toContain(id);
  });

  it("has sections in the order of the specification", () => {
    const order = [
      "forecast",
      "gate",
      "since",
      "uncertainty",
      "comparison",
      "checks",
      "parameters",
      "sensitivity",
      "sampler",
      "data",
      "method",
      "glossary",
    ];
    expect([...page.matchAll(/<section[^>]* id="([^"]*)"/g)].map(([, id]) => id)).toEqual(order);
  });

  it("hides nothing that failed", () => {
    for (const report of [full, stress]) {
      const folded = [
        ...renderReport(report).matchAll(/<section id="([^"]*)"[^>]*><details class="section">([\s\S]*?)<\/summary>/g),
      ];
      for (const [, , summary] of folded) expect(summary).not.toMatch(/class="mark (fail|warn|undecided)"/);
    }
  });
});

const parts = Object.keys(full).filter((key) => !["schema", "title", "run"].includes(key)) as (keyof Report)[];

it.each(parts)("a report without %s still makes a page, and so does one with nothing else", (part) => {
  const { [part]: only, ...others } = full;
  const alone = { schema: REPORT_SCHEMA, title: full.title, run: full.run, [part]: only } as Report;
  for (const report of [others as Report, alone]) {
    const page = renderReport(report, { script: false });
    expect(page).toContain("</html>");
    expect(page.replace(/<script[\s\S]*?<\/script>/, "")).not.toMatch(/NaN|undefined|Infinity|\[object/);
  }
});

it("1e5 points are put together, and the page says so", () => {
  const page = renderReport(stress);
  expect(page).toMatch(/100\u202f000 rows are drawn as \d[\d\u202f]* cells/);
  expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
});
