/** What the special forms of the language mean, on data small enough to work out by hand. */
import { describe, expect, test } from "vitest";
import { tableFromColumns } from "../../../lib/data/table-from-columns.ts";
import { BoundModel } from "../../../lib/model/bind.ts";
import { checkDocument } from "../../../lib/model/document.ts";
import { evaluateFormula } from "../../../lib/model/evaluate.ts";
import { simulateTable } from "../../../lib/model/simulate-table.ts";
import type { SampleResult } from "../../../lib/fit.ts";
import { predict } from "../../../lib/forecast/predict.ts";
import { DataSimulator } from "../../../lib/model/simulate.ts";
import { stream } from "../../../lib/random/stream.ts";
import { ModelDensity } from "../../../lib/model/model-density.ts";

function density(document: object, columns: Record<string, (number | string)[]>): ModelDensity {
  return new ModelDensity(new BoundModel(checkDocument({ name: "test", ...document }), tableFromColumns(columns)));
}

/** value and gradient at a position, and the gradient by central differences */
function at(model: ModelDensity, position: number[]): { value: number; slope: number[]; differences: number[] } {
  const gradient = new Float64Array(model.dim);
  const scratch = new Float64Array(model.dim);
  const value = model.evaluate(Float64Array.from(position), gradient);
  const differences = position.map((x, k) => {
    const [up, down] = [x + 1e-5, x - 1e-5].map((moved) => model.evaluate(Float64Array.from(position, (q, i) => (i === k ? moved : q)), scratch));
    return (up! - down!) / 2e-5;
  });
  return { value, slope: [...gradient], differences };
}

const normal = (y: number, mu: number, sigma: number): number => -(((y - mu) / sigma) ** 2) / 2 - Math.log(sigma) - Math.log(2 * Math.PI) / 2;

test("root solves an implicit law, with the derivative of the implicit function theorem", () => {
  // u + a u^3 = x has u = 1 at a = 1, x = 2
  const model = density(
    { data: { x: { kind: "real" }, y: { kind: "real" } }, parameters: { a: "normal(0, 1)" }, likelihood: { y: "normal(root(u, u + a * u^3 - x, 0, 10), 1)" } },
    { x: [2], y: [0] },
  );
  const { value, slope, differences } = at(model, [1]);
  expect(value).toBeCloseTo(normal(1, 0, 1) + normal(0, 1, 1), 12);
  // du/da = -u^3 / (1 + 3 a u^2) = -1/4; d log p / da = -a + (0 - u) * (-1/4)... = -1 + 1/4
  expect(slope[0]).toBeCloseTo(-0.75, 12);
  expect(differences[0]).toBeCloseTo(-0.75, 7);
});

test("recur runs down the rows and starts anew with each run", () => {
  const model = density(
    { data: { run: { kind: "factor" }, x: { kind: "real" }, y: { kind: "real" } }, parameters: { a: "normal(0, 1)" }, likelihood: { y: "normal(recur(a * same(run), x), 1)" } },
    { run: ["p", "p", "p", "q", "q"], x: [1, 2, 3, 4, 5], y: [0, 0, 0, 0, 0] },
  );
  const a = 0.5;
  const means = [1, 2 + a, 3 + a * (2 + a), 4, 5 + a * 4];
  const { value, slope, differences } = at(model, [a]);
  expect(value).toBeCloseTo(normal(a, 0, 1) + means.reduce((sum, mu) => sum + normal(0, mu, 1), 0), 12);
  expect(slope[0]).toBeCloseTo(differences[0]!, 6);
});

test("rows without an optional response do not enter its likelihood", () => {
  const document = { data: { y: { kind: "real" }, z: { kind: "real", optional: true } }, parameters: { a: "normal(0, 1)" }, likelihood: { y: "normal(a, 1)", z: "normal(a, 2)" } };
  const { value } = at(density(document, { y: [1, 2], z: ["", "3"] }), [0.5]);
  expect(value).toBeCloseTo(normal(0.5, 0, 1) + normal(1, 0.5, 1) + normal(2, 0.5, 1) + normal(3, 0.5, 2), 12);
  const { value: without } = at(density(document, { y: [1, 2] }), [0.5]);
  expect(without).toBeCloseTo(normal(0.5, 0, 1) + normal(1, 0.5, 1) + normal(2, 0.5, 1), 12);
});

test("a transformed response brings its Jacobian", () => {
  const model = density({ data: { y: { kind: "positive" } }, parameters: { a: "normal(0, 1)" }, likelihood: { "log(y)": "normal(a, 1)" } }, { y: [2, 5] });
  const expected = [2, 5].reduce((sum, y) => sum + normal(Math.log(y), 0.3, 1) - Math.log(y), normal(0.3, 0, 1));
  expect(at(model, [0.3]).value).toBeCloseTo(expected, 12);
});

test("truncation, censoring and mixtures keep their normalising constants", () => {
  const phi = (x: number): number => 0.5 * (1 + Math.sign(x) * erf(Math.abs(x) / Math.SQRT2));
  const erf = (x: number): number => {
    // Abramowitz & Stegun 7.1.5, summed to convergence
    let [term, sum] = [x, x];
    for (let n = 1; n < 80; n++) sum += (term *= (-x * x) / n) / (2 * n + 1);
    return (2 / Math.sqrt(Math.PI)) * sum;
  };
  const truncated = density({ data: { y: { kind: "real" } }, parameters: { a: "normal(0, 1) T[-1, 2]" }, likelihood: { y: "normal(a, 1)" } }, { y: [0.2] });
  const a = -1 + 3 / (1 + Math.exp(-0.4));
  const jacobian = Math.log(3) - Math.log1p(Math.exp(0.4)) - Math.log1p(Math.exp(-0.4));
  expect(at(truncated, [0.4]).value).toBeCloseTo(normal(a, 0, 1) - Math.log(phi(2) - phi(-1)) + jacobian + normal(0.2, a, 1), 11);

  const censored = density({ data: { y: { kind: "real" }, c: { kind: "binary" } }, parameters: { a: "normal(0, 1)" }, likelihood: { y: "right_censored(normal(a, 1), c)" } }, { y: [0.5, 1], c: [0, 1] });
  expect(at(censored, [0.3]).value).toBeCloseTo(normal(0.3, 0, 1) + normal(0.5, 0.3, 1) + Math.log(1 - phi(0.7)), 11);

  const mixed = density({ data: { y: { kind: "real" } }, parameters: { w: "beta(2, 2)" }, likelihood: { y: "mixture(w, normal(0, 1), normal(3, 1))" } }, { y: [1] });
  const w = 1 / (1 + Math.exp(-0.2));
  const density1 = Math.log(w * Math.exp(normal(1, 0, 1)) + (1 - w) * Math.exp(normal(1, 3, 1)));
  expect(at(mixed, [0.2]).value).toBeCloseTo(Math.log(6 * w * (1 - w)) + Math.log(w * (1 - w)) + density1, 11);
});

test("ordered and simplex parameters have priors that integrate to one on their sets", () => {
  const ordered = density({ data: { y: { kind: "real" } }, parameters: { m: { prior: "normal(0, 1)", size: 2, constraint: "ordered" } }, likelihood: { y: "normal(m[1], 1)" } }, { y: [0] });
  // ∫ exp(log density) dq over the coordinates = p(y) = ∫ p(min of two normals) N(0 | m, 1) dm, by both grids
  const step = 0.05;
  let evidence = 0;
  const scratch = new Float64Array(2);
  for (let q1 = -8; q1 < 8; q1 += step) for (let q2 = -12; q2 < 4; q2 += step) evidence += Math.exp(ordered.evaluate(Float64Array.of(q1, q2), scratch)) * step * step;
  const simplex = density({ data: { y: { kind: "binary" } }, parameters: { p: { prior: "dirichlet([2, 3, 4])" } }, likelihood: { y: "bernoulli(p[1])" } }, { y: [1] });
  let mean = 0;
  for (let q1 = -9; q1 < 9; q1 += step) for (let q2 = -9; q2 < 9; q2 += step) mean += Math.exp(simplex.evaluate(Float64Array.of(q1, q2), scratch)) * step * step;
  expect(mean).toBeCloseTo(2 / 9, 6);
  // m[1] is the smaller of two: density 2 φ(m) (1 - Φ(m)), against N(0 | m, 1): 1/(2√π) by symmetry of the pair
  expect(evidence).toBeCloseTo(1 / (2 * Math.sqrt(Math.PI)), 5);
});

test("a column that does not vary within a level can be named in the prior of that level", () => {
  const document = {
    data: { g: { kind: "factor" }, x: { kind: "real" }, y: { kind: "real" } },
    parameters: { b: "normal(0, 1)", "theta[g]": { prior: "normal(b * x, 1)", centered: true } },
    likelihood: { y: "normal(theta[g], 1)" },
    quantities: { difference: "theta[1] - theta[2]", named: "theta[p]" },
  };
  const model = density(document, { g: ["p", "p", "q"], x: [2, 2, 5], y: [0, 0, 0] });
  const prior = normal(0.5, 0, 1) + normal(1, 1, 1) + normal(3, 2.5, 1);
  expect(at(model, [0.5, 1, 3]).value).toBeCloseTo(prior + 2 * normal(0, 1, 1) + normal(0, 3, 1), 12);
  expect([...model.constrain(Float64Array.of(0.5, 1, 3))].slice(3)).toEqual([-2, 1]);
});

test("carried gives the value of the row before within a run, with its derivative", () => {
  const document = {
    data: { run: { kind: "factor" }, x: { kind: "real" }, y: { kind: "real" } },
    parameters: { a: "normal(0, 1)", rho: "normal(0, 1)" },
    likelihood: { y: "normal(a * x + rho * carried(y - a * x, run), 1)" },
  };
  const model = density(document, { run: ["p", "p", "p", "q", "q"], x: [1, 2, 3, 4, 5], y: [2, 1, 0, 5, 4] });
  const [a, rho] = [0.5, 0.3];
  const e = [2, 1, 0, 5, 4].map((y, i) => y - a * (i + 1));
  const before = [0, e[0]!, e[1]!, 0, e[3]!];
  const { value, slope, differences } = at(model, [a, rho]);
  const expected = normal(a, 0, 1) + normal(rho, 0, 1) + e.reduce((sum, residual, i) => sum + normal(residual, rho * before[i]!, 1), 0);
  expect(value).toBeCloseTo(expected, 12);
  slope.forEach((s, k) => expect(s).toBeCloseTo(differences[k]!, 7));
});

test("rows of an autoregression are simulated one after the other", () => {
  const document = checkDocument({
    name: "ar", data: { run: { kind: "factor" }, y: { kind: "real" } },
    parameters: { rho: "uniform(-1, 1)" },
    likelihood: { y: "normal(rho * carried(y, run), 1)" },
    simulation: { rows: 4000, columns: { run: { labels: ["p", "q"], each: 2000 } }, parameters: { rho: 0.9 } },
  });
  const y = [...simulateTable(document, { seed: "ar" }).table.columns.get("y")!.cells] as number[];
  const correlation = (lag: number): number => y.slice(lag).reduce((sum, v, i) => sum + v * y[i]!, 0) / y.reduce((sum, v) => sum + v * v, 0);
  // the sd of a lag-1 autocorrelation is sqrt((1 - rho^2) / n) = 0.007
  expect(Math.abs(correlation(1) - 0.9)).toBeLessThan(0.03);
  expect(Math.abs(correlation(2) - 0.81)).toBeLessThan(0.06);
});

test("sum_earlier sums over the earlier rows of the run that count, at both rows' values", () => {
  const model = density(
    {
      data: { run: { kind: "factor" }, x: { kind: "real" }, jump: { kind: "binary" }, y: { kind: "real" } },
      parameters: { a: "normal(0, 1)" },
      likelihood: { y: "normal(sum_earlier(run, jump == 1, earlier(x) * exp(-a * (x - earlier(x)))), 1)" },
    },
    { run: ["p", "q", "p", "p", "q"], x: [1, 2, 3, 5, 4], jump: [1, 0, 0, 1, 1], y: [0, 0, 0, 0, 0] },
  );
  const a = 0.4;
  const term = (before: number, x: number): number => before * Math.exp(-a * (x - before));
  const means = [term(1, 1), 0, term(1, 3), term(1, 5) + term(5, 5), term(4, 4)];
  const { value, slope, differences } = at(model, [a]);
  expect(value).toBeCloseTo(normal(a, 0, 1) + means.reduce((sum, mu) => sum + normal(0, mu, 1), 0), 12);
  expect(slope[0]).toBeCloseTo(differences[0]!, 6);
});

test("observed says where an optional column has a value, level which level a row has", () => {
  const model = density(
    {
      data: { g: { kind: "factor" }, x: { kind: "real", optional: true }, y: { kind: "real" } },
      parameters: { a: "normal(0, 1)" },
      likelihood: { y: "normal(if_else(observed(x), x, 10 * a) + 100 * level(g), 1)" },
    },
    { g: ["p", "q", "p"], x: ["3", "", "5"], y: [0, 0, 0] },
  );
  const means = [103, 205, 105];
  expect(at(model, [0.5]).value).toBeCloseTo(normal(0.5, 0, 1) + means.reduce((sum, mu) => sum + normal(0, mu, 1), 0), 9);
});

test("a line may read the response of an earlier one, in simulation and in prediction", () => {
  const document = checkDocument({
    name: "test",
    data: { x: { kind: "positive" }, y: { kind: "positive" }, z: { kind: "real" } },
    parameters: { a: "normal(0, 1)" },
    likelihood: { "log(y / x)": "normal(a, 1)", z: "normal(1000 * y, 0.001)" },
  });
  const table = tableFromColumns({ x: [1, 2, 3], y: [1, 1, 1], z: [0, 0, 0] });
  const model = new BoundModel(document, table);
  const drawn = new DataSimulator(model).draw(Float64Array.of(0.5), table, stream("lines"));
  const [y, z] = ["y", "z"].map((name) => drawn.columns.get(name)!.cells as Float64Array);
  z!.forEach((value, row) => expect(value / 1000).toBeCloseTo(y![row]!, 4));
  const positions = Float64Array.of(0.1, 0.2);
  const sampled = { chains: 1, draws: 2, dim: 1, positions, adaptation: [] } as unknown as SampleResult;
  const [first, second] = predict(new ModelDensity(model), sampled, tableFromColumns({ x: [1, 4] }), "1");
  first!.predictive.forEach((value, k) => expect(second!.predictive[k]! / 1000).toBeCloseTo(value, 4));
});

describe("searches", () => {
  const one = (formula: string, x: number[]): number[] => [...evaluateFormula(formula, new Map([["x", Float64Array.from(x)]]), x.length)];

  test("first_root is the first change of sign, infinite when there is none", () => {
    // u^3 - 3u + x has three roots for |x| < 2, one beyond; on [0, 3] two, one or none
    const roots = one("first_root(u, u^3 - 3 * u + x, 0, 3)", [1, -1, 3]);
    expect(roots[0]).toBeCloseTo(2 * Math.sin(Math.PI / 18), 12);
    expect(roots[1]).toBeCloseTo(2 * Math.cos(Math.PI / 9), 12);
    expect(roots[2]).toBe(Infinity);
  });

  test("argmin finds an interior minimum to 1e-7 and an end where there is none", () => {
    const places = one("argmin(u, square(u - x) + exp(-u), -1, 4)", [2, -5, 9]);
    // 2 (u - x) = e^-u at x = 2
    expect(2 * (places[0]! - 2) - Math.exp(-places[0]!)).toBeCloseTo(0, 6);
    expect(places[1]).toBeCloseTo(-1, 8);
    expect(places[2]).toBeCloseTo(4, 8);
  });

  test("argmin_simplex finds shares inside, on an edge, in a corner, and the lower of two minima", () => {
    // the first two of them; the rest make up 1
    const shares = (f: string, x: number[], size: number): number[][] => {
      const [first, second] = [1, 2].map((at) => one(`dot_product(argmin_simplex(p, ${f}, ${size}), [${Array.from({ length: size }, (_, k) => (k + 1 === at ? 1 : 0)).join(", ")}])`, x)) as [number[], number[]];
      return x.map((_, row) => [first[row]!, second[row]!]);
    };
    const near = (expected: readonly number[]): unknown => expected.map((value) => expect.closeTo(value, 4));
    // sum of (p_i - c_i)^2 / w_i: p_i = max(c_i - lambda w_i, 0), by hand
    const bowl = "square(p[1] - 0.5) + square(p[2] - 0.3) / 2 + square(p[3] - x) / 4";
    expect(shares(bowl, [0.2, 0.9, -1.5, 3], 3)).toEqual([near([0.5, 0.3]), near([0.4, 0.1]), near([0.5 + 0.2 / 3, 0.3 + 0.4 / 3]), near([0, 0])]);
    expect(shares("square(p[1] - x)", [0.123456, 2, -1], 2)).toEqual([near([0.123456, 0.876544]), near([1, 0]), near([0, 1])]);
    // corners are minima of a hill, the lowest is that of the largest weight
    expect(shares("-dot_product([1, x, 1.1, 0.9], p * p)", [1.2, 1], 4)).toEqual([near([0, 1]), near([0, 0])]);
    // in a tilted valley, a hundred times as steep across as along
    expect(shares("100 * square(p[1] - p[2] - 0.1) + square(p[1] + p[2] - x)", [0.7], 3)).toEqual([near([0.4, 0.3])]);
    expect(shares("log(-1 - p[1])", [1], 2)).toEqual([[Number.NaN, Number.NaN]]);
    expect(() => one("sum(argmin_simplex(p, p[1], 9))", [1])).toThrow(/whole number from 2 to 6/);
  });

  test("smooth_max and smooth_min approach max and min away from the corner and differ by width log 2 at it", () => {
    expect(one("smooth_max(x, 1, 0.02)", [0, 1, 2])).toEqual([expect.closeTo(1, 12), expect.closeTo(1 + 0.02 * Math.LN2, 14), expect.closeTo(2, 12)]);
    expect(one("smooth_min(x, 1, 0.02)", [0, 1, 2])).toEqual([expect.closeTo(0, 12), expect.closeTo(1 - 0.02 * Math.LN2, 14), expect.closeTo(1, 12)]);
  });

  test("range is a vector of whole numbers; anything else in it is refused with a caret", () => {
    expect(one("sum(x^range(0, 3))", [2])).toEqual([15]);
    expect(() => one("sum(range(0, x))", [2])).toThrow(/range needs two whole numbers/);
  });
});
