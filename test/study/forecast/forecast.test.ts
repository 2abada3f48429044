/** Grids, events and averages of forecasts, against numbers known without them. */
import { describe, expect, test } from "vitest";
import { tableFromColumns } from "../../../lib/data/table-from-columns.ts";
import { checkDocument } from "../../../lib/model/document.ts";
import { stream } from "../../../lib/random/stream.ts";
import { fit } from "../../../study/fit.ts";
import { askForecasts } from "../../../study/forecast/ask.ts";
import { averageForecasts } from "../../../study/forecast/average.ts";
import { eventForecast } from "../../../study/forecast/events.ts";
import { gridPoints } from "../../../study/forecast/grid.ts";
import type { Forecast } from "../../../study/predict.ts";

test("a grid walks scales in equal ratios and short ranges in equal steps, every combination", () => {
  expect(gridPoints("N=1e9:1e11:3,D=2e10")).toEqual([{ N: 1e9, D: 2e10 }, { N: 1e10, D: 2e10 }, { N: 1e11, D: 2e10 }]);
  expect(gridPoints("x=0:1:3,task=math")).toEqual([{ x: 0, task: "math" }, { x: 0.5, task: "math" }, { x: 1, task: "math" }]);
  expect(gridPoints("a=1:2:2,b=3:4:2")).toEqual([{ a: 1, b: 3 }, { a: 1, b: 4 }, { a: 2, b: 3 }, { a: 2, b: 4 }]);
  for (const bad of ["N", "N=1:2", "N=1:2:1", "N=a:b:3", "a=0:1:200,b=0:1:200"]) expect(() => gridPoints(bad), bad).toThrow(/not a grid of points/);
});

const forecast = (name: string, draws: Float64Array): Forecast => ({ at: { x: 2 }, chosen: {}, name, q: [0, 0, 0, 0, 0, 0, 0], mcse: 0, undefinedShare: 0, draws });
const normals = (key: string, mean: number, n = 8000): Float64Array => {
  const random = stream(key);
  return Float64Array.from({ length: n }, () => mean + random.normal());
};

test("an event reads forecasts by name, quantities without their arguments, and the point", () => {
  const forecasts = [forecast("loss", normals("loss", 0)), forecast("N_opt(C)", normals("N", 1))];
  const below = eventForecast(forecasts, "loss < 1", 4);
  expect(Math.abs(below.probability - 0.8413)).toBeLessThan(4 * below.mcse);
  expect(below.mcse).toBeCloseTo(Math.sqrt((0.8413 * 0.1587) / 8000), 3);
  expect(eventForecast(forecasts, "loss < N_opt && x == 2", 4).probability).toBeCloseTo(0.7602, 1);
  expect(() => eventForecast(forecasts, "los < 1", 4)).toThrow(/unknown name "los"/);
  expect(() => eventForecast(forecasts, "loss + 1", 4)).toThrow(/true or false/);
});

test("an average is the mixture of its parts: its quantiles are those of the mixture distribution", () => {
  const models = [
    { weight: 0.25, chains: 4, forecasts: [forecast("y", normals("first", 0))] },
    { weight: 0.75, chains: 4, forecasts: [forecast("y", normals("second", 3, 4000)), forecast("z", normals("z", 0))] },
  ];
  const [mixture, ...others] = averageForecasts(models);
  expect(others).toEqual([]);
  // solved from 0.25 Φ(q) + 0.75 Φ(q - 3) = 0.5 and 0.1
  expect(Math.abs(mixture!.q[3] - 2.5820)).toBeLessThan(4 * mixture!.mcse);
  expect(mixture!.q[1]).toBeCloseTo(-0.2616, 1);
  expect(mixture!.mcse).toBeGreaterThan(0.005);
  expect(mixture!.mcse).toBeLessThan(0.05);
});

describe("rows of a new table", () => {
  const document = checkDocument({ name: "mean", data: { x: { kind: "real" }, y: { kind: "real" } }, parameters: { a: "normal(0, 1)" }, likelihood: { y: "normal(a + 0 * x, 1)" } });
  const one = fit(document, tableFromColumns({ x: [0, 1, 2], y: [0.3, -0.2, 0.5] }), { seed: "1" });
  const random = stream("rows");
  const y = Array.from({ length: 40 }, () => 0.15 + Math.sqrt(1.25) * random.normal());
  const table = tableFromColumns({ x: y.map((_, i) => i), y });
  const ask = { points: [], table, events: ["y < 0"], weights: "equal", seed: "1" } as const;
  const { points, scores } = askForecasts([{ name: "one", fit: one }], ask);

  test("scores are those of the exact predictive, normal with mean 0.15 and variance 1.25", () => {
    // posterior of a: precision 4, mean 0.6 / 4
    const exact = y.map((value) => -0.5 * Math.log(2 * Math.PI * 1.25) - (value - 0.15) ** 2 / 2.5);
    expect(scores!.n).toBe(40);
    expect(scores!.logScore).toBeCloseTo(exact.reduce((a, b) => a + b) / 40, 2);
    expect(scores!.crps).toBeGreaterThan(0.4);
    expect(scores!.crps).toBeLessThan(0.9);
    expect(scores!.coverage.map(({ level, n }) => [level, n])).toEqual([[0.5, 40], [0.8, 40], [0.95, 40]]);
    expect(scores!.pitPValue).toBeGreaterThan(0.001);
    expect(points[7]!.events[0]!.probability).toBeCloseTo(0.4467, 1);
    expect(points[7]!.forecasts[0]!.at).toEqual({ x: 7 });
  });

  test("two runs averaged by equal weights score as their mixture", () => {
    const far = fit({ ...document, parameters: { a: "normal(2, 0.1)" } }, one.table, { seed: "2" });
    const both = askForecasts([{ name: "one", fit: one }, { name: "far", fit: far }], ask);
    const single = askForecasts([{ name: "far", fit: far }], ask);
    expect(both.weights).toEqual([{ name: "one", weight: 0.5 }, { name: "far", weight: 0.5 }]);
    expect(both.scores!.logScore).toBeGreaterThan(single.scores!.logScore);
    const mean = (both.points[0]!.events[0]!.probability - points[0]!.events[0]!.probability / 2) * 2;
    expect(mean).toBeCloseTo(single.points[0]!.events[0]!.probability, 9);
    expect(() => askForecasts([{ name: "one", fit: one }, { name: "far", fit: fit(document, one.table, { draws: 5 }) }], { ...ask, weights: "probability" })).toThrow(/evidence of far is refused/);
  });
});
