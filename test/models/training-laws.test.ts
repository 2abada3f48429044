/** Laws of training dynamics, downstream scores and mixtures against sums and matrices worked out step by step. */
import { describe, expect, test } from "vitest";
import { parseDeclaration } from "../../lib/formula/parse.ts";
import { cellText } from "../../lib/data/table.ts";
import { designTable } from "../../lib/model/simulate-table.ts";
import { models } from "../../models/index.ts";
import { evaluateModel } from "../support/evaluate-model.ts";

/** a cosine for 300 steps, a drop, a straight line: a rate for each step from 101 on */
const rates = Array.from({ length: 600 }, (_, k) => 3e-4 * (k < 300 ? 0.6 + 0.4 * Math.cos((Math.PI * k) / 299) : k < 450 ? 0.15 : 0.15 - (k - 450) * 5e-4));
const steps = rates.map((_, k) => 101 + k);
const rows = (every: number): number[] => steps.map((_, k) => k).filter((k) => k % every === 0);
const table = (every: number): Record<string, (number | string)[]> => ({
  run: rows(every).map(() => "a"), step: rows(every).map((k) => steps[k]!), lr: rows(every).map((k) => rates[k]!), warmup: rows(every).map(() => 100),
});

describe("sums over a schedule", () => {
  const first = 3e-4 * 51;
  const lambda = 0.99;
  const S1 = rates.map((_, k) => first + rates.slice(1, k + 1).reduce((sum, rate, j) => sum + (rate + rates[j]!) / 2, 0));

  test("the annealed fall is (1 - lambda) times the published double sum, from every step and from every seventh", () => {
    let [momentum, S2] = [0, 0];
    const annealed = rates.map((rate, k) => {
      momentum = lambda * momentum + (k > 0 ? rates[k - 1]! - rate : 0);
      S2 += momentum;
      return (1 - lambda) * S2;
    });
    const evaluate = (every: number, formula: string): number[] => evaluateModel(models.get("lr-annealing")!, formula, { columns: table(every), parameters: { one_minus_lambda: 1 - lambda } });
    evaluate(1, "annealed").forEach((value, k) => expect(value).toBeCloseTo(annealed[k]!, 12));
    evaluate(1, "S1").forEach((value, k) => expect(value).toBeCloseTo(S1[k]!, 12));
    // between rows the rate counts as a straight line: the error is that of the drop's place within seven steps
    const [coarse, total] = [evaluate(7, "annealed"), 3e-4];
    rows(7).forEach((k, i) => expect(Math.abs(coarse[i]! - annealed[k]!) / total).toBeLessThan(0.03));
  });

  test("the gain of the multi-power law is the published sum over falls", () => {
    const [C, beta, gamma] = [2.066, 0.583, 0.641];
    const parameters = { C0: `${C} * lr_max^-${gamma} * S0`, beta, gamma };
    const G = (x: number): number => 1 - (1 + C * x) ** -beta;
    const gain = rates.map((_, t) => {
      let sum = 0;
      // S_k(t) from the middle of the step in which the rate fell
      for (let k = 1; k <= t; k++) sum += ((rates[k - 1]! - rates[k]!) / 3e-4) * G(rates[k]! ** -gamma * (S1[t]! - S1[k]! + rates[k]! / 2));
      return sum;
    });
    const values = evaluateModel(models.get("multi-power-law")!, "gain", { columns: table(1), parameters });
    values.forEach((value, k) => expect(value).toBeCloseTo(gain[k]!, 10));
  });
});

test("partial correlations are those of the pseudo-inverse of the centred log-ratio covariance, whatever the number of parts", () => {
  const cases = [
    { set: {}, b: [[], [0.4]], s: [0.8, 0.6] },
    { set: { parts: "4" }, b: [[], [0.4], [-0.3, 0.7]], s: [0.8, 0.6, 1.1] },
  ];
  for (const { set, b, s } of cases) {
    const m = s.length;
    const clr = centred(covariance(b, s));
    const P = pseudoInverse(clr);
    const parameters = Object.fromEntries([...s.map((x, k) => [`s${k + 1}`, x]), ...b.flatMap((list, i) => list.map((x, j) => [`b${i + 1}${j + 1}`, x]))]);
    const columns = Object.fromEntries(Array.from({ length: m + 1 }, (_, k) => [`p${k + 1}`, [1, 2]]));
    for (let i = 0; i <= m; i++) {
      for (let j = i + 1; j <= m; j++) {
        const [value] = evaluateModel(models.get("composition")!, `pcor_${i + 1}${j + 1}`, { columns, parameters, set });
        expect(value).toBeCloseTo(-P[i]![j]! / Math.sqrt(P[i]![i]! * P[j]![j]!), 10);
      }
    }
  }
});

/** of y_k = m_k + sum_j b_kj (y_j - m_j) + s_k z_k */
function covariance(b: number[][], s: number[]): number[][] {
  const factor = s.map((scale, k) => s.map((_, i) => (i === k ? scale : 0)));
  b.forEach((list, k) => list.forEach((x, j) => factor[j]!.forEach((value, i) => (factor[k]![i] = factor[k]![i]! + x * value))));
  return factor.map((row) => factor.map((other) => row.reduce((sum, x, i) => sum + x * other[i]!, 0)));
}

/** log ratios to the last part -> all parts, each less the mean */
function centred(alr: number[][]): number[][] {
  const m = alr.length;
  const weights = Array.from({ length: m + 1 }, (_, i) => alr.map((_, k) => (i === k ? 1 : 0) - 1 / (m + 1)));
  return weights.map((u) => weights.map((v) => u.reduce((sum, x, i) => sum + x * v.reduce((inner, y, j) => inner + y * alr[i]![j]!, 0), 0)));
}

/** of a covariance whose null space is the constant vector: (M + J)^-1 - J with J = 11'/n */
function pseudoInverse(M: number[][]): number[][] {
  const n = M.length;
  const A = M.map((row, i) => [...row.map((x) => x + 1 / n), ...row.map((_, j) => (i === j ? 1 : 0))]);
  for (let k = 0; k < n; k++) {
    const pivot = A[k]![k]!;
    A[k] = A[k]!.map((x) => x / pivot);
    for (let i = 0; i < n; i++) {
      const factor = A[i]![k]!;
      if (i !== k) A[i] = A[i]!.map((x, j) => x - factor * A[k]![j]!);
    }
  }
  return A.map((row) => row.slice(n).map((x) => x - 1 / n));
}

test("the best shares of projektor are those of a fine grid of mixtures, inside, on an edge and in a corner", () => {
  const document = models.get("projektor")!;
  const columns = { N: [1000, 10000], p1: [0.3, 0.3], p2: [0.3, 0.3], OT: [5, 5], perf: [0.5, 0.5] };
  // coefficients of p and p^2, at both sizes; with distances of the sources the mixture's distance bends the surface
  const surfaces = [
    { c1: [0.4, 0.3], c2: [-0.5, -0.4], b1: [0, 0], b2: [0, 0], distances: [5, 5, 5], better: 1 },
    { c1: [0.4, 0.1], c2: [-0.5, -0.4], b1: [-0.2, 0.1], b2: [0.1, -0.1], distances: [4, 6, 5.5], better: 1 },
    { c1: [-0.1, -0.2], c2: [0.3, 0.25], b1: [0, 0], b2: [0, 0], distances: [5, 5, 5], better: 1 },
    { c1: [0.4, 0.5], c2: [-0.3, -0.3], b1: [0, 0], b2: [0, 0], distances: [5, 5, 5], better: 1 },
    { c1: [-0.6, -0.4], c2: [0.9, 0.5], b1: [0.1, 0], b2: [0, 0.2], distances: [6, 4, 5], better: -1 },
  ];
  const kinds = surfaces.map(({ c1, c2, b1, b2, distances, better }) => {
    const parameters = { b0_0: -0.2, b0_1: -0.2, c0_0: 0.6, c0_1: 0.6, ...Object.fromEntries([0, 1].flatMap((size) => Object.entries({ c1, c2, b1, b2 }).map(([name, values]) => [`${name}_${size}`, values]))) };
    const at = { columns, parameters, set: { better: String(better) } };
    const sum = (u: readonly number[], v: readonly number[]): number => u.reduce((total, x, k) => total + x * v[k]!, 0);
    const performance = (p: readonly number[]): number => {
      const squares = p.map((x) => x * x);
      return (sum(p, distances) / 5) * (-0.2 + sum(b1, p) + sum(b2, squares)) + 0.6 + sum(c1, p) + sum(c2, squares);
    };
    const steps = 400;
    const grid = Array.from({ length: steps + 1 }, (_, i) => Array.from({ length: steps + 1 - i }, (_, j) => [i / steps, j / steps, (steps - i - j) / steps])).flat();
    const best = grid.reduce((a, b) => (better * performance(b) > better * performance(a) ? b : a));
    const call = `(1e5, ${distances.join(", ")}`;
    const found = evaluateModel(document, `dot_product(best_shares${call}), [1, 10, 100])`, at)[0]!;
    expect(Math.abs(found - sum(best, [1, 10, 100]))).toBeLessThan(0.27);
    const [reached] = evaluateModel(document, `best_performance${call})`, at);
    expect(better * (reached! - performance(best))).toBeGreaterThan(-1e-12);
    expect(reached).toBeCloseTo(performance(best), 5);
    return best.filter((share) => share === 0).length;
  });
  expect(new Set(kinds)).toEqual(new Set([0, 1, 2]));
});

describe("quantities with arguments are finite at the published or simulated truth", () => {
  const values: Record<string, number> = {
    N: 3e8, D: 2e10, C: 1e22, lr: 1e-2, low: 1e-3, high: 1e-1, threshold: 1e3, S: 5, fall: 2e-4, rate: 3e-4, T: 2e4, f: 0.5, lr_factor: 2, batch_factor: 0.5, batch: 5e5,
    share: 0.5, d: 300, m: 5000, total: 20000, L: 2.6, target: 0.5, x: 0.8, q1: 2, q2: 1, q3: 3, q4: 1, M: 20, bits: 8, done: 0.5,
  };
  const names = ["lr-annealing", "multi-power-law", "step-law", "lr-sensitivity", "precursor", "intrinsic-dimension", "three-regime", "data-pruning", "composition", "loss-to-error", "two-stage-sigmoid", "mcq-chain"];
  for (const name of names) {
    test(name, () => {
      const document = models.get(name)!;
      const simulation = document.simulation!;
      const design = designTable(document, simulation, simulation.rows);
      const columns = Object.fromEntries([...design.columns].map(([key, column]) => [key, Array.from({ length: design.rows }, (_, row) => column.cells instanceof Float64Array ? column.cells[row]! : cellText(column, row))]));
      const calls = Object.keys(document.quantities ?? {}).flatMap((key) => {
        const { name: quantity, parameters } = parseDeclaration(key);
        return parameters.length > 0 ? [`${quantity}(${parameters.map((parameter) => values[parameter]).join(", ")})`] : [];
      });
      expect(calls.length).toBeGreaterThan(0);
      for (const call of calls) expect(evaluateModel(document, call, { columns, parameters: simulation.parameters })[0], call).toSatisfy(Number.isFinite);
    });
  }
});
