/**
 * The extrapolation benchmark of learning curves (Alabdulmohsin et al. 2022): every curve's rows marked for fitting are
 * fitted by each law, its other rows scored; the published scores stand beside ours. Rules, the same for all curves:
 * at most 40 fitted rows, residuals that carry over from row to row, and an evaluation error for what is forecast, by
 * the size of the test set where it is known: the published fitted rows are smooth, the scored ones single evaluations,
 * so that the residuals of a fit alone make intervals too narrow.
 *
 * Run: npm run bench:extrapolation [-- PATTERN]   (curves whose name matches; the tables lie in ../shared/data)
 */
import { join } from "node:path";
import { models } from "../models/index.ts";
import { type Curve, readCurves } from "./extrapolation/curves.ts";
import { average, type CurveForecast, forecast, modelWeights } from "./extrapolation/forecast.ts";
import { LEVELS, type Score, score } from "./extrapolation/score.ts";

const LAWS = ["power-law-const", "m4", "bnsl"];
const METHODS = ["M1", "M2", "M3", "M4"];

interface Line {
  readonly curve: Curve;
  readonly forecasts: readonly CurveForecast[];
  readonly scores: ReadonlyMap<string, Score>;
}

const folder = join(process.cwd(), "..", "shared", "data");
const curves = readCurves(folder);
if (!curves) {
  console.log(`skipped: no tables of the benchmark at ${folder}`);
} else {
  const pattern = new RegExp(process.argv[2] ?? "");
  const laws = LAWS.flatMap((name) => models.get(name) ?? []);
  const wanted = curves.filter(({ series, scored }) => scored.length > 0 && pattern.test(series));
  console.log(`${wanted.length} of ${curves.length} curves have rows to score; a star marks a target that the paper prints, the others are least squares of ours\n`);
  console.log(heading(laws.map(({ name }) => name)));
  const lines = wanted.map((curve): Line => {
    const forecasts = laws.map((law) => forecast(law, curve, "1"));
    const all = laws.length > 1 ? [...forecasts, average(forecasts, curve.scored.length)] : forecasts;
    const line = { curve, forecasts, scores: new Map(all.map((one) => [one.model, score(curve, one)])) };
    console.log(row(line));
    return line;
  });
  for (const domain of ["IC", "NMT", "LM", "BB"]) {
    const own = lines.filter(({ curve }) => curve.domain === domain);
    if (own.length > 0) console.log(summary(domain, own));
  }
  if (lines.length > 0) console.log(summary("all", lines));
}

function heading(names: readonly string[]): string {
  return [
    "RMSE of log loss on the scored rows (coverage of the 80 % interval); weights: posterior model probabilities in this order",
    ["curve".padEnd(28), "rows".padEnd(9), ...METHODS.map((method) => method.padEnd(9)), ...[...names, ...(names.length > 1 ? ["average"] : [])].map((name) => name.padEnd(17)), "weights"].join(""),
  ].join("\n");
}

function row({ curve, forecasts, scores }: Line): string {
  const cells = [...scores.values()].map(({ rmse, coverage }) => `${rmse.toFixed(4)} (${coverage[1]!.toFixed(2)})`.padEnd(17));
  const targets = METHODS.map((method) => {
    const target = curve.targets.get(method);
    return (target ? `${target.rmse.toFixed(4)}${target.isPublished ? "*" : ""}` : "").padEnd(9);
  });
  const doubts = forecasts.filter(({ maxRhat }) => maxRhat > 1.05).map(({ model }) => model);
  const weights = modelWeights(forecasts).map((weight) => weight.toFixed(2)).join(" ");
  return [curve.series.padEnd(28), `${curve.fitted.length}/${curve.scored.length}`.padEnd(9), ...targets, ...cells, weights, doubts.length > 0 ? `  R-hat > 1.05: ${doubts.join(", ")}` : ""].join("");
}

function summary(name: string, lines: readonly Line[]): string {
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const error = (values: readonly number[]): number => Math.sqrt(mean(values.map((v) => (v - mean(values)) ** 2)) / Math.max(1, values.length - 1));
  const middle = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
  const targets = METHODS.map((method) => `${method} ${mean(lines.map(({ curve }) => curve.targets.get(method)!.rmse)).toFixed(4)}`);
  const best = mean(lines.map(({ curve }) => Math.min(...[...curve.targets.values()].map(({ rmse }) => rmse))));
  const ours = [...lines[0]!.scores.keys()].map((model) => {
    const scores = lines.map(({ scores: own }) => own.get(model)!);
    const coverage = LEVELS.map((level, k) => {
      const shares = scores.map((one) => one.coverage[k]!);
      return `${(100 * level).toFixed(0)} %: ${(100 * mean(shares)).toFixed(1)} ± ${(100 * error(shares)).toFixed(1)}`;
    });
    const cpu = lines.reduce((sum, { forecasts }) => sum + (forecasts.find((one) => one.model === model)?.cpuSeconds ?? 0), 0);
    return [
      `  ${model.padEnd(18)}RMSE ${mean(scores.map(({ rmse }) => rmse)).toFixed(4)} (median ${middle(scores.map(({ rmse }) => rmse)).toFixed(4)})`,
      `CRPS ${mean(scores.map((one) => one.crps)).toFixed(4)}`,
      `inside ${coverage.join(", ")}`,
      cpu > 0 ? `CPU ${cpu.toFixed(0)} s` : "",
    ].join("   ");
  });
  return [`\n${name}: ${lines.length} curves; targets: ${targets.join(", ")}; the best of them curve by curve ${best.toFixed(4)}`, ...ours].join("\n");
}
