/** The formulas through the compiler: values against 350-digit arithmetic, gradients against differences of the evaluator. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Instance } from "../../../lib/compile/instance.ts";
import { compileProgram } from "../../../lib/compile/program.ts";
import { type Distribution, distributions } from "../../../lib/distribution/index.ts";
import { gradient } from "../../../lib/expression/gradient.ts";
import { Graph } from "../../../lib/expression/graph.ts";
import { formulaNode } from "../../../lib/model/density.ts";
import { atParameters, ordinary, scalarCases } from "../../support/distribution-cases.ts";

interface Row {
  readonly name: string;
  readonly parameters: readonly number[];
  readonly y: number;
  readonly logDensity: number | string;
  readonly logCdf?: number | string;
  readonly logCcdf?: number | string;
}

const rows = JSON.parse(readFileSync(new URL("../../truth/distributions.json", import.meta.url), "utf8"))
  .scalar as Row[];

/** [value, d/dy, d/dparameter...] of one formula as machine code */
function compiled(distribution: Distribution, text: string): (parameters: readonly number[], y: number) => number[] {
  const graph = new Graph();
  const inputs = [0, ...distribution.parameters.map((_, k) => k + 1)].map((offset) => graph.parameter(offset, null));
  const value = formulaNode(graph, { kind: "plain", distribution, args: inputs.slice(1) }, text, { y: inputs[0]! });
  const nodes = [value, ...gradient(graph, value, inputs)];
  const outputs = nodes.map((node, offset) => ({ node, axis: null, offset }));
  const instance = new Instance(compileProgram([{ name: "run", outputs }]), 32);
  const [position, output] = [instance.array(8), instance.array(8)];
  return (parameters, y) => {
    position.set([y, ...parameters]);
    instance.entry("run")(position.byteOffset, output.byteOffset);
    return [...output.subarray(0, nodes.length)];
  };
}

const formulas = Object.keys(ordinary)
  .map((name) => distributions.get(name)!)
  .flatMap((entry) =>
    (["logDensity", "logCdf", "logCcdf"] as const)
      .filter((key) => entry[key] !== undefined)
      .map((key) => [`${key} of ${entry.name}`, entry, key] as const),
  );

/** The compiler forms lbeta and lchoose from lgamma, which cancel as their arguments grow. */
function tolerance({ parameters, y }: Row, expected: number): number {
  const largest = Math.max(1, ...[...parameters, y].map(Math.abs));
  return 1e-12 * Math.abs(expected) + 64 * Number.EPSILON * largest * Math.log(largest) + 4 * Number.EPSILON;
}

describe("compiled values equal 350-digit arithmetic, and their gradients are finite in the far tails", () => {
  test.each(formulas)("%s", (_, entry, key) => {
    const run = compiled(entry, entry[key]!);
    for (const row of rows.filter(({ name }) => name === entry.name)) {
      const expected = Number(row[key] ?? Number.NaN);
      if (!Number.isFinite(expected)) continue;
      const [value, slopeOfY, ...slopes] = run(row.parameters, row.y);
      expect(Math.abs(value! - expected)).toBeLessThanOrEqual(tolerance(row, expected));
      for (const slope of entry.discrete ? slopes : [slopeOfY!, ...slopes]) expect(slope).toSatisfy(Number.isFinite);
    }
  });
});

describe("a distribution of large concentration is its limit, where log gamma functions would cancel", () => {
  const [betaBinomial, binomial, negBinomial, poisson] = ["beta_binomial", "binomial", "neg_binomial_2", "poisson"].map((name) => distributions.get(name)!) as [Distribution, Distribution, Distribution, Distribution];
  test.each([1e9, 1e14, 1e20, 1e100])("%s", (kappa) => {
    const [value, , , byAlpha, byBeta] = compiled(betaBinomial, betaBinomial.logDensity!)([2000, 0.3 * kappa, 0.7 * kappa], 650);
    const [limit] = compiled(binomial, binomial.logDensity!)([2000, 0.3], 650);
    // by one over kappa, and by rounding
    const most = 2000 ** 2 / kappa + 1e-9;
    expect(Math.abs(value! - limit!)).toBeLessThan(most);
    expect(Math.abs(kappa * (0.3 * byAlpha! + 0.7 * byBeta!))).toBeLessThan(most);
    const [counted, , , byPhi] = compiled(negBinomial, negBinomial.logDensity!)([40, kappa], 33);
    expect(Math.abs(counted! - compiled(poisson, poisson.logDensity!)([40], 33)[0]!)).toBeLessThan(40 ** 2 / kappa + 1e-9);
    expect(Math.abs(kappa * byPhi!)).toBeLessThan(40 ** 2 / kappa + 1e-9);
  });
  test.each([0.3, 20, 31.9, 32.1, 700, 1e6])("at %s it is the sum of its logarithms", (x) => {
    const formula = betaBinomial.logDensity!;
    const [n, a, b, y] = [300, x, 2.5 * x, 120];
    const sum = (from: number, length: number): number => Array.from({ length }, (_, k) => Math.log(from + k)).reduce((total, term) => total + term, 0);
    const choose = sum(1, n) - sum(1, y) - sum(1, n - y);
    expect(compiled(betaBinomial, formula)([n, a, b], y)[0]!).toBeCloseTo(choose + sum(a, y) + sum(b, n - y) - sum(a + b, n), 9);
  });
});

describe("compiled gradients equal central differences of the independent evaluator", () => {
  const keys = ["logDensity", "logCdf", "logCcdf"] as const;
  const cases = scalarCases.map(([entry, at]) => [`${entry.name}(${at.join(", ")})`, entry, at] as const);
  test.each(cases)("%s", (_, entry, at) => {
    for (const text of keys.map((key) => entry[key]).filter((formula) => formula !== undefined)) {
      const run = compiled(entry, text);
      for (const probability of [0.02, 0.3, 0.7, 0.95]) {
        const y = entry.quantile!(probability, at);
        const slopes = run(at, y).slice(1);
        [y, ...at].forEach((centre, k) => {
          const isCount = k === 0 ? entry.discrete : entry.parameters[k - 1]!.kind === "count";
          if (isCount) return;
          const expected = difference((x) => {
            const [moved, ...parameters] = [y, ...at].map((value, j) => (j === k ? x : value)) as [number, ...number[]];
            return atParameters(entry, text, parameters)(moved);
          }, centre);
          expect(Math.abs(slopes[k]! - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
        });
      }
    }
  });
});

/** df/dx with an error of order h^4 */
function difference(f: (x: number) => number, x: number): number {
  const h = 1e-4 * (x === 0 ? 1 : Math.abs(x));
  return (8 * (f(x + h) - f(x - h)) - (f(x + 2 * h) - f(x - 2 * h))) / (12 * h);
}
