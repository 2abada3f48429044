/** What a figure draws, what its table says and what the page's JSON holds are the same numbers. */
import { describe, expect, it } from "vitest";
import type { FigureData, FigureOf } from "../../lib/report-figures.ts";
import { type Report } from "../../lib/report.ts";
import { renderFigure, renderReport } from "../../reports/index.ts";
import { calibration, emergence, variance } from "./fixtures/families.ts";
import { full } from "./fixtures/full.ts";
import { circlesOf, dataOf, figureTables, printed } from "./read-page.ts";

/** the numbers that a figure's table prints, by kind, row by row */
const ROWS: { readonly [K in FigureData["kind"]]?: (data: FigureOf<K>) => readonly (readonly number[])[] } = {
  fan: ({ curve }) => curve.map(({ x, q }) => [x, ...q]),
  pit: ({ steps }) => steps.map(({ z, difference, lower, upper }) => [z, difference, lower, upper]),
  residuals: ({ points }) => points.map(({ x, y }) => [x, y]),
  reliability: ({ curve }) => curve.map(({ stated, rate, lower, upper }) => [stated, rate, lower, upper]),
  rootogram: ({ bins }) =>
    bins.map(({ value, observed, expected, lower, upper }) => [value, observed, expected, lower, upper]),
  holdout: ({ points }) => points.map(({ y, q }) => [y, ...q]),
  allocation: ({ panels }) =>
    panels[0]!.curve.map(({ x }, i) => [
      x,
      ...panels.flatMap(({ curve }) => [curve[i]!.q[1], curve[i]!.q[3], curve[i]!.q[5]]),
    ]),
  "seed-variance": ({ rows }) => rows.map(({ q, mde }) => [...q, mde!]),
  emergence: ({ laws }) =>
    laws[0]!.curve.map(({ x }, i) => [
      x,
      ...laws.toSorted((a, b) => (b.weight ?? 0) - (a.weight ?? 0)).map(({ curve }) => curve[i]!.q[3]),
    ]),
};

function figuresIn(value: unknown): FigureData[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "kind" in value && "id" in value && typeof value.kind === "string" ? [value as FigureData] : [];
  return [...own, ...Object.values(value).flatMap(figuresIn)];
}

describe.each(Object.entries({ full, calibration, variance, emergence }))("the page of %s", (_, report: Report) => {
  const page = renderReport(report);
  const tables = new Map(figureTables(page).map((table) => [table.id, table]));
  const checked = figuresIn(dataOf(page)).filter(({ kind }) => kind in ROWS);

  it.each(checked.map((data) => [data.id, data] as const))(
    "prints under %s what its JSON says, to five digits",
    (id, data) => {
      const wanted = (ROWS[data.kind] as (data: FigureData) => number[][])(data);
      const { rows } = tables.get(id)!;
      expect(rows.length).toBe(wanted.length);
      wanted.forEach((numbers, i) => {
        // labels stand before the numbers
        const cells = rows[i]!.slice(-numbers.length).map(printed);
        cells.forEach((cell, k) =>
          expect(Math.abs(cell - numbers[k]!)).toBeLessThanOrEqual(1e-4 * Math.abs(numbers[k]!) + 1e-12),
        );
      });
    },
  );

  it("carries the report's numbers to six digits", () => {
    const compare = (given: unknown, read: unknown): void => {
      if (typeof given === "number")
        expect(Math.abs((read as number) - given)).toBeLessThanOrEqual(1e-5 * Math.abs(given));
      else if (typeof given === "object" && given !== null)
        for (const [key, value] of Object.entries(given))
          if (value !== undefined) compare(value, (read as Record<string, unknown>)[key]);
          else expect(key in (read as object)).toBe(false);
      else expect(read).toBe(given);
    };
    compare(report, dataOf(page));
  });
});

/** the axis read back from its tick labels: value -> px as a line in the value, or in its logarithm */
function axisOf(svg: string, at: "x" | "y", isLog: boolean): (value: number) => number {
  const group = at === "x" ? 'text-anchor="middle"' : 'text-anchor="end"';
  const [, labels] = new RegExp(`<g ${group} class="tick"[^>]*>([\\s\\S]*?)</g>`).exec(svg)!;
  const ticks = [...labels!.matchAll(/<text x="([^"]*)" y="([^"]*)"[^>]*>([^<]*)<\/text>/g)]
    .map(([, x, y, label]) => ({ px: Number(at === "x" ? x : y), value: printed(label!) }))
    .filter(({ value }) => Number.isFinite(value));
  const place = (value: number): number => (isLog ? Math.log(value) : value);
  const [first, last] = [ticks[0]!, ticks.at(-1)!];
  const slope = (last.px - first.px) / (place(last.value) - place(first.value));
  return (value) => first.px + slope * (place(value) - place(first.value));
}

it("the fan's rings stand where the data say", () => {
  const svg = renderFigure(full, "fan-loss", { format: "svg" });
  const { points } = full.forecasts![0]!.fan!;
  const [x, y] = [axisOf(svg, "x", true), axisOf(svg, "y", false)];
  const rings = circlesOf(svg);
  for (const point of points)
    expect(rings.some((ring) => Math.abs(ring.x - x(point.x)) < 0.5 && Math.abs(ring.y - y(point.y)) < 0.5)).toBe(true);
});

it("a figure's CSV holds its numbers in full", () => {
  const [head, ...rows] = renderFigure(full, "pit", { format: "csv" }).trimEnd().split("\r\n");
  const pit = figuresIn(full).find((data): data is FigureOf<"pit"> => data.id === "pit")!;
  expect(head).toBe("PIT,ECDF minus uniform,band from,band to");
  expect(rows.map((row) => row.split(",").map(Number))).toEqual(ROWS.pit!(pit));
});
