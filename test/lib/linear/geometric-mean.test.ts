import { describe, expect, it } from "vitest";
import { geometricMean } from "../../../lib/linear/geometric-mean.ts";
import { stream } from "../../../lib/random/stream.ts";

function randomPositive(dim: number, seed: string): Float64Array {
  const rng = stream(seed);
  const root = Float64Array.from({ length: dim * dim }, () => rng.normal());
  return multiply(
    root,
    root.map((_, at) => root[(at % dim) * dim + Math.floor(at / dim)]),
    dim,
  );
}

function multiply(a: Float64Array, b: Float64Array, dim: number): Float64Array {
  return a.map((_, at) => {
    let sum = 0;
    for (let k = 0; k < dim; k++) sum += a[Math.floor(at / dim) * dim + k] * b[k * dim + (at % dim)];
    return sum;
  });
}

describe("geometricMean", () => {
  it("is sqrt(a / b) on diagonal matrices", () => {
    const mean = geometricMean(Float64Array.of(4, 0, 0, 1), Float64Array.of(9, 0, 0, 16), 2);
    expect(Array.from(mean!).map((value) => Number(value.toPrecision(14)))).toEqual([
      Number((2 / 3).toPrecision(14)),
      0,
      0,
      0.25,
    ]);
  });

  it.each([2, 5, 20])("solves M B M = A in dimension %i", (dim) => {
    const a = randomPositive(dim, "a");
    const b = randomPositive(dim, "b");
    const mean = geometricMean(a, b, dim)!;
    const product = multiply(multiply(mean, b, dim), mean, dim);
    const size = Math.max(...a.map(Math.abs));
    for (let at = 0; at < a.length; at++) expect(Math.abs(product[at] - a[at])).toBeLessThan(1e-9 * size);
  });

  it("is undefined when the second matrix is not positive definite", () => {
    expect(geometricMean(Float64Array.of(1, 0, 0, 1), Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
    expect(geometricMean(Float64Array.of(1, 0, 0, Number.NaN), Float64Array.of(1, 0, 0, 1), 2)).toBeUndefined();
  });
});
