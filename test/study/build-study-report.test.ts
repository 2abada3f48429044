/** A study's report from the reports of its fits: names, ids, one lead, what is left out, and the choice of law. */
import { describe, expect, test } from "vitest";
import type { FigureOf } from "../../lib/report-figures.ts";
import type { Report } from "../../lib/report.ts";
import { listFigures, renderReport } from "../../reports/index.ts";
import { buildStudyReport } from "../../study/build-study-report.ts";
import type { FitComparison } from "../../study/compare.ts";
import { withChoiceOfLaw } from "../../study/report/choice-of-law.ts";
import { full } from "../reports/fixtures/full.ts";
import { emergence } from "../reports/fixtures/families.ts";

const { comparisons: _c, gate: _g, since: _s, ...fit } = full;
const study = (n: number, more: object = {}): Report =>
  buildStudyReport({
    title: "ladder",
    run: full.run,
    fits: Array.from({ length: n }, (_, k) => ({ name: `fit${k + 1}`, report: fit })),
    ...more,
  });

describe("the report of a study", () => {
  test("of one fit is the fit's, under the study's title", () => {
    expect(study(1)).toMatchObject({ title: "ladder", forecasts: fit.forecasts, parameters: fit.parameters });
    expect(study(1).notes).toBeUndefined();
  });

  test("of several has every id once, on the page and among the figures", () => {
    const report = study(3, { lead: "fit2-loss" });
    const ids = listFigures(report).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const anchors = [...renderReport(report).matchAll(/ id="([^"]*)"/g)].map(([, id]) => id);
    expect(anchors.filter((id, i) => anchors.indexOf(id) !== i)).toEqual([]);
  });

  test("draws the leading fit whole and of the others what failed, and says so", () => {
    const report = study(10, { lead: "fit2-loss" });
    const ids = listFigures(report).map(({ id }) => id);
    expect(ids).toContain("fit2-fan-loss");
    expect(ids).not.toContain("fit1-fan-loss");
    expect(report.notes![0]).toContain("all figures of fit2");
    expect(report.parameters).toHaveLength(10 * fit.parameters!.length);
    expect(Buffer.byteLength(renderReport(report))).toBeLessThan(1_500_000);
  });

  test("shows every comparison under its name, with ids of its own", () => {
    const models = (names: readonly string[]) => names.map((name, k) => ({ name, probability: 1 / names.length, logBayesFactor: -k, logBayesFactorMcse: 0.1, elpdDifference: -k, elpdDifferenceSe: 0.5, stackingWeight: 0.5, scales: {}, reasons: [] }));
    const comparison = (names: readonly string[]) => ({ reference: names[0], models: models(names), pairs: [] }) as unknown as FitComparison;
    const report = study(2, { comparisons: [{ id: "floors", comparison: comparison(["fit1", "fit2"]) }, { id: "breaks", comparison: comparison(["fit2", "fit1"]) }] });
    expect(listFigures(report).map(({ id }) => id)).toEqual(expect.arrayContaining(["floors-bayes-factors", "breaks-bayes-factors", "floors-elpd", "breaks-elpd"]));
    const page = renderReport(report);
    expect(page).toMatch(/Floors: fit1, fit2/);
    expect(page).toMatch(/Breaks: fit2, fit1/);
  });

  test("puts the laws of fits to the same points into one emergence figure, with their probabilities", () => {
    const [curve] = emergence.answers as [FigureOf<"emergence">];
    const report = (k: number): Report => ({
      ...emergence,
      answers: [{ ...curve, subject: "x", laws: [curve.laws[k]!] }],
    });
    const comparison = {
      reference: "a",
      models: [
        { name: "a", probability: 0.9, reasons: [] },
        { name: "b", probability: 0.1, reasons: [] },
      ],
      pairs: [],
    };
    const joined = buildStudyReport({
      title: "t",
      run: full.run,
      fits: [
        { name: "a", report: report(0) },
        { name: "b", report: report(1) },
      ],
      comparisons: [{ id: "laws", comparison: comparison as unknown as FitComparison }],
    });
    const figures = joined.answers!.filter(({ kind }) => kind === "emergence") as FigureOf<"emergence">[];
    expect(figures).toHaveLength(1);
    expect(figures[0]!.laws.map(({ name, weight }) => [name, weight])).toEqual([
      ["a", 0.9],
      ["b", 0.1],
    ]);
  });
});

test("the choice of law is a part of the spread, by the law of total variance", () => {
  const q = [0, -1.2815515655446004, 0, 0, 0, 1.2815515655446004, 0] as const;
  const forecast = { id: "f", fit: "a", quantity: "y", targets: [{ at: [], x: 10, q, mcse: 0 }] };
  const at = (median: number) => [1, 100].map((x) => ({ x, q: [0, 0, 0, median, 0, 0, 0] as const }));
  const ribbon: FigureOf<"ribbon"> = {
    kind: "ribbon",
    id: "r",
    x: { label: "x" },
    y: { label: "y" },
    laws: [
      { name: "a", weight: 0.5, curve: at(0) },
      { name: "b", weight: 0.5, curve: at(2) },
    ],
  };
  const split = {
    quantity: "y",
    parts: [
      { label: "noise", share: 0.75, mcse: 0.02 },
      { label: "parameters", share: 0.25 },
    ],
  };
  // within the laws a variance of 1; between them 0.5 · 1² + 0.5 · 1² = 1
  expect(withChoiceOfLaw(split, forecast, ribbon).parts).toEqual([
    { label: "noise", share: expect.closeTo(0.375, 9), mcse: expect.closeTo(0.01, 9) },
    { label: "parameters", share: expect.closeTo(0.125, 9) },
    { label: "choice of law", share: expect.closeTo(0.5, 9) },
  ]);
  const unknown = { ...ribbon, laws: ribbon.laws.map(({ weight: _weight, ...law }) => law) };
  expect(withChoiceOfLaw(split, forecast, unknown)).toBe(split);
});
