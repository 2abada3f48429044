/** Forecasts at points, against the law computed by hand from the draws. */
import { beforeAll, describe, expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import type { Table } from "../../lib/data/table.ts";
import { predict as predictRows } from "../../lib/forecast/predict.ts";
import { simulateTable } from "../../lib/model/simulate-table.ts";
import { models } from "../../models/index.ts";
import { quantile } from "../../lib/posterior/quantile.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import { covariatesOf } from "../../study/covariates.ts";
import { type Fit, fit } from "../../study/fit.ts";
import { planPoint } from "../../study/point.ts";
import { predict } from "../../study/predict.ts";
import { exampleFit } from "./fixture.ts";

let chinchilla: Fit;
beforeAll(async () => {
  chinchilla = await exampleFit();
});

/** a value of each draw from the named columns of the fit */
function byDraw(result: Fit, f: (value: (name: string) => number) => number): Float64Array {
  const { names, columns, chains, draws } = result.draws;
  return Float64Array.from({ length: chains * draws }, (_, i) => f((name) => columns[names.indexOf(name)]![i]!));
}

test("the mean law at a point is the law at each draw", () => {
  const [N, D] = [7e10, 1.4e12];
  const [loss] = predict(chinchilla, [{ N, D }]);
  const law = byDraw(chinchilla, (v) => v("E") + v("A") * N ** -v("alpha") + v("B") * D ** -v("beta"));
  expect(loss).toMatchObject({ name: "loss", unit: "nats/token", chosen: {}, undefinedShare: 0 });
  [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975].forEach((p, k) => expect(loss!.mean![k]).toBeCloseTo(quantile(law, p), 10));
});

test("the next observation is wider than the mean law by its noise", () => {
  const [loss] = predict(chinchilla, [{ N: 1e9, D: 2e10 }]);
  const [q, mean] = [loss!.q, loss!.mean!];
  const sigma = quantile(
    byDraw(chinchilla, (v) => v("sigma")),
    0.5,
  );
  // 80 % of a Student-t with 4 degrees of freedom lie within 1.533 scales (R: qt(0.9, 4))
  const noise = 2 * 1.533 * sigma * mean[3];
  const expected = Math.hypot(noise, mean[5] - mean[1]);
  expect((q[5] - q[1]) / expected).toBeGreaterThan(0.85);
  expect((q[5] - q[1]) / expected).toBeLessThan(1.15);
});

test("a budget gives the optimal allocation, and the loss at its medians", () => {
  const C = 1e24;
  const forecasts = predict(chinchilla, [{ C }]);
  const of = (name: string) => forecasts.find((forecast) => forecast.name === name)!;
  const optimum = byDraw(chinchilla, (v) => v("G") * (C / 6) ** v("a"));
  expect(of("N_opt(C)").q[3] / quantile(optimum, 0.5)).toBeCloseTo(1, 12);
  expect(of("N_opt(C)").unit).toBe("parameters");
  const { chosen } = of("loss");
  expect(chosen).toEqual({ N: of("N_opt(C)").q[3], D: of("D_opt(C)").q[3] });
  const law = byDraw(
    chinchilla,
    (v) => v("E") + v("A") * chosen["N"]! ** -v("alpha") + v("B") * chosen["D"]! ** -v("beta"),
  );
  expect(of("loss").mean![3]).toBeCloseTo(quantile(law, 0.5), 10);
});

test("a given covariate is kept and only the other is chosen", () => {
  const [loss] = predict(chinchilla, [{ C: 1e22, N: 1e9 }]);
  expect(Object.keys(loss!.chosen)).toEqual(["D"]);
});

test("a quantity that does not exist in some draws says in how many", () => {
  const table = tableFromColumns({ x: [1e7, 1e8, 1e9, 1e10, 1e11, 1e12], loss: [3.1, 2.6, 2.3, 2.12, 2.03, 1.96] });
  const result = fit(floored, table, { seed: "1", chains: 2, warmup: 200, draws: 200 });
  const floor = byDraw(result, (v) => v("E"));
  const L = quantile(floor, 0.5);
  const [forecast] = predict(result, [{ L }]);
  expect(forecast!.name).toBe("x_for(L)");
  expect(forecast!.undefinedShare).toBeCloseTo(floor.filter((E) => E > L).length / floor.length, 12);
  expect(forecast!.q.every(Number.isFinite)).toBe(true);
});

const floored = {
  name: "floor",
  data: { x: { kind: "positive" as const }, loss: { kind: "positive" as const } },
  parameters: {
    E: "lognormal(log(1.5), 0.5)",
    A: "lognormal(0, 1)",
    alpha: "lognormal(log(0.3), 0.5)",
    sigma: "lognormal(log(0.01), 1)",
  },
  likelihood: { "log(loss)": "normal(log(E + A * (x / 1e7)^-alpha), sigma)" },
  quantities: { "x_for(L)": "1e7 * (A / (L - E))^(1 / alpha)" },
};

describe("what a point must say", () => {
  const document = () => chinchilla.document;

  test("a document tells its responses and the covariates that its likelihood reads", () => {
    expect([...responsesOf(document())]).toEqual(["loss"]);
    expect(covariatesOf(document())).toEqual(["N", "D"]);
    const more = { ...floored, data: { ...floored.data, year: { kind: "real" as const } } };
    expect(covariatesOf(more)).toEqual(["x"]);
  });

  test.each([
    [{ N: 1e9 }, "forecast/incomplete"],
    [{}, "forecast/incomplete"],
    [{ M: 1e9, D: 1e9 }, "forecast/unknown-name"],
    [{ loss: 2 }, "forecast/unknown-name"],
    [{ C: "much" }, "forecast/value"],
    [{ N: 0, D: 1e9 }, "data/out-of-range"],
    [{ N: "big", D: 1e9 }, "data/not-a-number"],
  ])("%j is refused with %s", (point, code) => {
    expect(() => planPoint(document(), point)).toThrow(expect.objectContaining({ code }));
  });
});

test("levels are given by their names, and one that the fit has not seen is refused", () => {
  const table = tableFromColumns({ task: ["a", "a", "b", "b", "c", "c"], score: [1, 1.2, 3, 3.1, 5, 5.2] });
  const document = {
    name: "levels",
    data: { task: { kind: "factor" as const }, score: { kind: "real" as const } },
    parameters: { "theta[task]": "normal(0, 5)", sigma: "half_normal(1)" },
    likelihood: { score: "normal(theta[task], sigma)" },
  };
  const result = fit(document, table, { seed: "1", chains: 2, warmup: 200, draws: 200 });
  const [forecast] = predict(result, [{ task: "b" }]);
  expect(forecast!.mean![3]).toBeCloseTo(
    quantile(
      byDraw(result, (v) => v("theta[b]")),
      0.5,
    ),
    10,
  );
  expect(() => predict(result, [{ task: "z" }])).toThrow(expect.objectContaining({ code: "data/unknown-level" }));
});

test("a run that the fit has not seen has an effect of its own, drawn from the spread of runs; a label has one effect", () => {
  const document = models.get("power-law")!;
  const set = { runs: "effect" };
  const { table } = simulateTable(document, { seed: "new run", set });
  const result = fit(document, table, { seed: "1", set, chains: 2, warmup: 300, draws: 1000 });
  const points = tableFromColumns({ x: [1e8, 1e8, 1e8, 1e8], run: ["a", "new", "other", "new"] });
  const { mean } = predictRows(result.density, result.sampled, points, "1")[0]!;
  const total = result.draws.chains * result.draws.draws;
  const pivot = x0(table);
  const law = byDraw(result, (v) => v("L0") * (1e8 / pivot) ** -v("alpha"));
  const offsets = (row: number): Float64Array => law.map((value, i) => Math.log(mean[row * total + i]! / value));
  const effect = byDraw(result, (v) => v("run_effect[a]"));
  offsets(0).forEach((value, i) => expect(value).toBeCloseTo(effect[i]!, 10));
  expect(offsets(3)).toEqual(offsets(1));
  // over its spread, draw by draw, the effect is standard normal: its mean square over 2000 draws is 1 ± sqrt(2 / 2000) = 0.03
  const tau = byDraw(result, (v) => v("tau_run"));
  for (const row of [1, 2]) expect(Math.abs(offsets(row).reduce((sum, value, i) => sum + (value / tau[i]!) ** 2, 0) / total - 1)).toBeLessThan(0.12);
  expect(offsets(1)).not.toEqual(offsets(2));
});

/** the pivot of power-law: the geometric mean of x */
function x0(table: Table): number {
  const x = table.columns.get("x")!.cells as Float64Array;
  return Math.exp(x.reduce((sum, value) => sum + Math.log(value), 0) / x.length);
}

test("a quantity of several numbers is forecast as each of them: of a vector by number, of a factor's levels by name", () => {
  const document = { ...models.get("crossover")!, quantities: { "loss_of(x)": "L0 * (x / x0)^-alpha", "powers(x)": "[x, x^2] * alpha[gpt]" } };
  const result = fit(document, simulateTable(document, { seed: "1" }).table, { chains: 2, warmup: 100, draws: 20, seed: "1" });
  const forecasts = predict(result, [{ x: 1e20 }]);
  expect(forecasts.map(({ name }) => name)).toEqual(["loss_of[gpt](x)", "loss_of[lstm](x)", "powers[1](x)", "powers[2](x)"]);
  const x0 = result.density.model.constants.get("x0")!;
  const lstm = byDraw(result, (v) => v("L0[lstm]") * (1e20 / x0) ** -v("alpha[lstm]"));
  forecasts[1]!.draws.forEach((value, k) => expect(value / lstm[k]!).toBeCloseTo(1, 12));
  const alpha = byDraw(result, (v) => v("alpha[gpt]"));
  forecasts[3]!.draws.forEach((value, k) => expect(value / (1e40 * alpha[k]!)).toBeCloseTo(1, 12));
});
