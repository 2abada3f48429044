/** Learning-rate annealing and the multi-power law on the published loss curves: three schedules fitted, six others forecast. */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import type { Table } from "../../lib/data/table.ts";
import { predict } from "../../lib/forecast/predict.ts";
import { models } from "../../models/index.ts";
import { type Fit, fit } from "../../study/fit.ts";
import { type DataRow, describeData, numbers, readData } from "../support/data.ts";
import { evaluateModel } from "../support/evaluate-model.ts";

/** rows of each run, evenly spaced, and those beside a jump of the rate: residuals of neighbours are correlated, and more rows would say little more */
const ROWS_FITTED = 50;
const ROWS_SCORED = 60;
/** a change of the rate between logged rows, as a share of it, that is no smooth decay */
const JUMP = 0.1;
const WARMUP = 2160;

/** our own least squares (Huber) with lambda fixed at 0.999 (G = C lr_max / (1 - lambda), lr_max = 3e-4), and the published fit of the multi-power law */
const annealing = {
  25: { L0: 3.157, A: 0.515, alpha: 0.512, G: 0.402 * 0.3, lambda: 0.999, rmse: 0.0062 },
  100: { L0: 2.79, A: 0.592, alpha: 0.456, G: 0.481 * 0.3, lambda: 0.999, rmse: 0.0066 },
};
const published = {
  25: { L0: 3.04, A: 0.525, alpha: 0.508, B: 363.8, C: 2.066, beta: 0.583, gamma: 0.641, rmse: 0.00465, R2: 0.9988 },
  100: { L0: 2.651, A: 0.601, alpha: 0.453, B: 437.9, C: 2.132, beta: 0.598, gamma: 0.655, rmse: 0.00592, R2: 0.9983 },
};

function runs(model: number, isFitted: boolean, rows: number): Table {
  const all = readData("mpl_loss_curves.csv").filter((row) => Number(row["model_M"]) === model && (row["fit_set"] === "1") === isFitted);
  const schedules = [...new Set(all.map((row) => row["schedule"]!))];
  const kept = schedules.flatMap((schedule) => thin(all.filter((row) => row["schedule"] === schedule), rows));
  return tableFromColumns({
    run: kept.map((row) => row["schedule"]!), step: numbers(kept, "step"), lr: numbers(kept, "lr"), warmup: kept.map(() => WARMUP), loss: numbers(kept, "loss"),
  });
}

function thin(rows: readonly DataRow[], most: number): DataRow[] {
  const n = Math.min(rows.length, most);
  const kept = new Set(Array.from({ length: n }, (_, k) => Math.round((k * (rows.length - 1)) / (n - 1))));
  rows.forEach((row, k) => {
    if (k > 0 && Math.abs(Number(row["lr"]) / Number(rows[k - 1]!["lr"]) - 1) > JUMP) kept.add(k - 1).add(k);
  });
  return [...kept].sort((a, b) => a - b).map((k) => rows[k]!);
}

interface Scores {
  readonly rmse: number;
  readonly R2: number;
  readonly coverage: number;
}

/** of the posterior median of the next observation */
function score(result: Fit, test: Table): Scores {
  const { predictive, draws } = predict(result.density, result.sampled, test, "data")[0]!;
  return scoreDraws(test, predictive, draws);
}

/** of the law at the published parameters, on the rows that ours are scored on: the published score is of all rows, at every step */
function scorePublished(model: 25 | 100, test: Table): Scores {
  const { L0, A, alpha, B, C, beta, gamma } = published[model];
  const columns = Object.fromEntries([...test.columns].map(([name, { cells }]) => [name, [...cells] as (number | string)[]]));
  const parameters = { L0, A0: `${A} * S0^-${alpha}`, alpha, B0: `${B} * lr_max`, C0: `${C} * lr_max^-${gamma} * S0`, beta, gamma, sigma: 0.002 };
  return scoreDraws(test, Float64Array.from(evaluateModel(models.get("multi-power-law")!, "mu", { columns, parameters })), 1);
}

/** R2 and RMSE are means over the held-out curves, as published; predictive draws row by row */
function scoreDraws(test: Table, predictive: Float64Array, draws: number): Scores {
  const curves = new Map<string, { error: number[]; y: number[]; inside: number[] }>();
  const y = test.columns.get("loss")!.cells as Float64Array;
  const run = test.columns.get("run")!.cells;
  for (let row = 0; row < test.rows; row++) {
    const sorted = predictive.slice(row * draws, (row + 1) * draws).sort();
    const key = String(run[row]);
    const curve = curves.get(key) ?? { error: [], y: [], inside: [] };
    curve.error.push(sorted[draws >> 1]! - y[row]!);
    curve.y.push(y[row]!);
    curve.inside.push(sorted[Math.floor(0.1 * draws)]! <= y[row]! && y[row]! <= sorted[Math.floor(0.9 * draws)]! ? 1 : 0);
    curves.set(key, curve);
  }
  const mean = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0) / list.length;
  const scores = [...curves.values()].map(({ error, y: loss, inside }) => {
    const square = mean(error.map((e) => e * e));
    const centre = mean(loss);
    return { rmse: Math.sqrt(square), R2: 1 - square / mean(loss.map((x) => (x - centre) ** 2)), coverage: mean(inside) };
  });
  return { rmse: mean(scores.map((s) => s.rmse)), R2: mean(scores.map((s) => s.R2)), coverage: mean(scores.map((s) => s.coverage)) };
}

describeData("learning-rate schedules on the public loss curves (Tissue et al. 2024; Luo et al. 2025)", (report) => {
  for (const model of [25, 100] as const) {
    for (const name of ["lr-annealing", "multi-power-law"] as const) {
      test(`${name}, ${model}M: forecasts of six held-out schedules`, { timeout: 900_000 }, () => {
        const result = fit(models.get(name)!, runs(model, true, ROWS_FITTED), { seed: "data", chains: 2, draws: 500 });
        const draws = (quantity: string): Float64Array => result.draws.columns[result.draws.names.indexOf(quantity)]!;
        expect(result.diagnostics.max_rhat).toBeLessThan(1.05);
        const known: Readonly<Record<string, number>> = name === "lr-annealing" ? annealing[model] : published[model];
        for (const quantity of Object.keys(known)) {
          if (quantity !== "rmse" && quantity !== "R2") report.add(`${model}M ${name} ${quantity}`, known[quantity]!, draws(quantity), 3);
        }
        const others = runs(model, false, ROWS_SCORED);
        const found = score(result, others);
        report.score(`${model}M ${name} held-out RMSE`, known["rmse"]!, found.rmse);
        report.score(`${model}M ${name} held-out R2`, known["R2"] ?? "", found.R2, 5);
        if (name === "multi-power-law") report.score(`${model}M ${name} held-out RMSE of the published parameters on these rows`, known["rmse"]!, scorePublished(model, others).rmse);
        report.score(`${model}M ${name} held-out coverage of 80 % intervals, independent rows`, "", found.coverage, 2);
        // independent rows: with runs=ar1 the first thousand steps, which neither law follows, sway the whole curve (25M: 0.0104);
        // the published fits minimise the error of all rows; ours of 40 a run, with what it does not know
        expect(found.rmse).toBeLessThan(1.5 * known["rmse"]!);
        // what three runs do not tell of another is in its offset; six curves of each size say how often 80 % is 80 %
        const ofNewRuns = score(fit(models.get(name)!, runs(model, true, ROWS_FITTED), { seed: "data", chains: 2, draws: 1000, set: { runs: "both" } }), others);
        report.score(`${model}M ${name} held-out RMSE, runs=both`, "", ofNewRuns.rmse);
        report.score(`${model}M ${name} held-out coverage of 80 % intervals, runs=both`, "", ofNewRuns.coverage, 2);
        expect(Math.abs(ofNewRuns.coverage - 0.8)).toBeLessThan(0.15);
      });
    }
  }
});
