/** Whatever columns, levels, titles and files are called, a page has only our own tags, and says the labels as they are. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Report } from "../../lib/report.ts";
import {
  listFigures,
  renderAnnotations,
  renderFigure,
  renderIndex,
  renderJUnit,
  renderMarkdown,
  renderReport,
  indexEntry,
} from "../../reports/index.ts";
import { full } from "./fixtures/full.ts";
import { calibration, emergence, variance } from "./fixtures/families.ts";
import { HOSTILE } from "./fixtures/stress.ts";
import { dataOf, tagsOf } from "./read-page.ts";

const pieces = [
  "<",
  ">",
  "&",
  '"',
  "'",
  "`",
  "=",
  "/",
  "\\",
  "\n",
  "\t",
  "\0",
  "\u202E",
  "\u2028",
  "\uD800",
  "{{",
  "${",
  "]]>",
  "-->",
  "<!--",
  "<script>",
  "</script>",
  "</style>",
  "</title>",
  "</svg>",
  "<img src=x onerror=alert(1)>",
  '" onload="alert(1)',
  "javascript:alert(1)",
  "&lt;",
  "&#60;",
  "%0A::error::",
  "|",
  "*",
  "_",
  "a",
  "é",
  "模型",
  "🧪",
  " ",
];
const label = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));

/** words that the report itself gives a meaning, and that no data can set */
const FIXED = new Set([
  "kind",
  "scale",
  "verdict",
  "level",
  "tone",
  "role",
  "side",
  "how",
  "bandOf",
  "schema",
  "id",
  "expectation",
  "lead",
]);

/** the report with every text from outside replaced */
function called<T>(value: T, text: string, key = ""): T {
  if (typeof value === "string") return (FIXED.has(key) ? value : text) as T;
  if (Array.isArray(value)) return value.map((each) => called(each, text, key)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, called(each, text, name)])) as T;
}

const studies: Readonly<Record<string, Report>> = { full, calibration, variance, emergence };
const strangers = (html: string, { names, attributes: known }: ReturnType<typeof allowed>): string[] =>
  tagsOf(html).flatMap(({ name, attributes }) => [
    ...(names.has(name) ? [] : [`<${name}>`]),
    ...attributes.filter((attribute) => !known.has(attribute)).map((attribute) => `${name} ${attribute}`),
  ]);
const allowed = (html: string) => {
  const tags = tagsOf(html);
  return {
    names: new Set(tags.map(({ name }) => name)),
    attributes: new Set(tags.flatMap(({ attributes }) => attributes)),
  };
};

describe.each(Object.entries(studies))("%s with hostile labels", (_, report) => {
  const tame = allowed(renderReport(report) + renderReport(called(report, "tame")));

  it("has no tag and no attribute that it has not with tame ones", () => {
    fc.assert(
      fc.property(label, (text) => {
        expect(strangers(renderReport(called(report, text)), tame)).toEqual([]);
      }),
      { numRuns: 6, seed: 1 },
    );
  });

  it("carries them in its JSON unchanged, in one block that they cannot end", () => {
    const page = renderReport(called(report, HOSTILE));
    expect(page.match(/<script/g)).toHaveLength(2);
    expect((dataOf(page) as Report).title).toBe(HOSTILE);
  });
});

it("single figures are well-formed and have only our tags", () => {
  const figures = (report: Report) => listFigures(report).map(({ id }) => renderFigure(report, id, { format: "svg" }));
  const tame = allowed(figures(full).join("") + figures(called(full, "tame")).join(""));
  for (const svg of figures(called(full, HOSTILE))) {
    expect(strangers(svg, tame)).toEqual([]);
    expect(svg).not.toMatch(/(?![\t\n\r])\p{Cc}|&(?!(amp|lt|gt|quot|#39);)/u);
  }
});

it("links run nothing", () => {
  const hrefs = (html: string) => [...html.matchAll(/href="([^"]*)"/g)].map(([, href]) => href!);
  for (const href of [
    "javascript:alert(1)",
    " java\nscript:alert(1)",
    "data:text/html,<script>",
    "vbscript:x",
    "blob:x",
  ]) {
    const page = renderReport({ ...full, downloads: [{ label: "x", href }] });
    const index = renderIndex("all", [indexEntry(full, href)]);
    for (const found of [...hrefs(page), ...hrefs(index)]) expect(found).not.toContain(":");
  }
});

it("spreadsheets get no formula, CI no command, Markdown no tag, XML no entity of theirs", () => {
  fc.assert(
    fc.property(label, (text) => {
      const report = called(full, text);
      for (const line of renderAnnotations(report).trimEnd().split("\n"))
        if (line) expect(line).toMatch(/^::(error|warning) /);
      expect(renderMarkdown(report)).not.toMatch(/<(?!br>|\/?code>|\/?sub>|\/?sup>|\/?details>|\/?summary>)[a-z!/]/i);
      expect(renderJUnit(report)).not.toMatch(/<(script|img|svg|style)|&(?!(amp|lt|gt|quot|#39);)/i);
      const csv = renderFigure(report, "bayes-factors", { format: "csv" });
      for (const row of csv.split("\r\n").slice(1)) expect(row).not.toMatch(/^[=+@-](?!\d)/);
    }),
    { numRuns: 30, seed: 2 },
  );
});
