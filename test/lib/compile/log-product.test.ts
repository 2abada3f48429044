/** Sums of logarithms as one product: equal to the sum of the terms, whatever their sizes, and the same at the ends. */
import { describe, expect, test } from "vitest";
import { Instance } from "../../../lib/compile/instance.ts";
import { compileProgram } from "../../../lib/compile/program.ts";
import { gradient } from "../../../lib/expression/gradient.ts";
import { Graph } from "../../../lib/expression/graph.ts";
import { stream } from "../../../lib/random/stream.ts";

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const terms = { log1p: Math.log1p, log1p_exp: softplus };
const slopes = { log1p: (x: number): number => 1 / (1 + x), log1p_exp: logistic };

/** Σ op(x) and its gradient */
function sumOf(op: keyof typeof terms, x: readonly number[]): { value: number; slope: Float64Array } {
  const graph = new Graph();
  const leaf = graph.parameter(0, { name: "rows", size: x.length });
  const sum = graph.sum(graph.apply(op, leaf));
  const [derivative] = gradient(graph, sum, [leaf]);
  const program = compileProgram([{ name: "f", outputs: [{ node: derivative!, axis: leaf.axis, offset: 0 }], result: sum }]);
  const instance = new Instance(program, 2 * x.length + 8);
  const [position, slope] = [instance.array(x.length), instance.array(x.length)];
  position.set(x);
  return { value: instance.entry("f")(position.byteOffset, slope.byteOffset), slope };
}

/** Neumaier 1974: the error of the sum is carried along */
function compensatedSum(values: readonly number[]): number {
  let [sum, low] = [0, 0];
  for (const value of values) {
    const next = sum + value;
    low += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return sum + low;
}

describe.each(["log1p", "log1p_exp"] as const)("the sum of %s", (op) => {
  test.each([1, 2, 3, 1000, 1001])("over %i terms of sizes from 1e-12 to 1e12 is as near as rounding allows", (size) => {
    const rng = stream(`product/${op}/${size}`);
    const x = Array.from({ length: size }, () => {
      const magnitude = op === "log1p" ? 10 ** (24 * rng.uniform() - 12) : 80 * (rng.uniform() - 0.5);
      return magnitude;
    });
    const expected = compensatedSum(x.map(terms[op]));
    const { value, slope } = sumOf(op, x);
    // each factor rounds by half an ulp of 1; what is added up rounds as any sum does
    expect(Math.abs(value - expected)).toBeLessThanOrEqual(2 ** -52 * (size + Math.sqrt(size) * Math.abs(expected)));
    x.forEach((at, k) => expect(Math.abs(slope[k]! - slopes[op](at))).toBeLessThanOrEqual(1e-14 * slopes[op](at)));
  });

  test("keeps a product beyond the range of float64", () => {
    const x = Array.from({ length: 501 }, () => (op === "log1p" ? 1e300 : 700));
    const expected = 501 * terms[op](x[0]!);
    expect(Math.abs(sumOf(op, x).value - expected)).toBeLessThanOrEqual(1e-14 * expected);
  });

  test.each([3, 4])("of %i terms, one of them not finite, is not finite", (size) => {
    const beside = (special: number): number[] => [0.5, special, 2, 0.25].slice(0, size);
    expect(sumOf(op, beside(NaN)).value).toBeNaN();
    expect(sumOf(op, beside(Infinity)).value).toBe(Infinity);
    if (op === "log1p_exp") return expect(sumOf(op, beside(-Infinity)).value).toBeCloseTo(sumOf(op, beside(-1e6)).value, 15);
    expect(sumOf(op, beside(-1)).value).toBe(-Infinity);
    expect(sumOf(op, beside(-1.5)).value).toBeNaN();
    expect(sumOf(op, beside(-Infinity)).value).toBeNaN();
    expect(sumOf(op, [Infinity, -1, 0, 0].slice(0, size)).value).toBeNaN();
  });
});
