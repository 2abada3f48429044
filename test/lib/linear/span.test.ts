import { describe, expect, test } from "vitest";
import { spanOf } from "../../../lib/linear/span.ts";
import { stream } from "../../../lib/random/stream.ts";

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

/** n rows of very different lengths: independent ones, then combinations of these, then one of zeros */
function rowsOf(independent: number, dependent: number, dim: number): Float64Array[] {
  const rng = stream("test/span");
  const rows = Array.from({ length: independent }, (_, i) => Float64Array.from({ length: dim }, () => 10 ** (i - 2) * rng.normal()));
  for (let k = 0; k < dependent; k++) {
    const weights = rows.slice(0, independent).map(() => rng.normal());
    rows.push(Float64Array.from({ length: dim }, (_, j) => rows.slice(0, independent).reduce((sum, row, i) => sum + weights[i]! * row[j]!, 0)));
  }
  return [...rows, new Float64Array(dim)];
}

describe("spanOf", () => {
  const dim = 31;
  const rows = rowsOf(6, 3, dim);
  const { size, coordinates, lift } = spanOf(Float64Array.from(rows.flatMap((row) => [...row])), dim);
  const at = (i: number): Float64Array => coordinates.subarray(i * size, (i + 1) * size);

  test("its dimension is that of the independent rows", () => expect(size).toBe(6));

  test("coordinates have the inner products of the rows, and lift to the rows", () => {
    for (const [i, a] of rows.entries()) {
      for (const [j, b] of rows.entries()) expect(Math.abs(dot(at(i), at(j)) - dot(a, b))).toBeLessThanOrEqual(1e-12 * Math.sqrt(dot(a, a) * dot(b, b)));
      lift(at(i)).forEach((value, j) => expect(Math.abs(value - a[j]!)).toBeLessThanOrEqual(1e-9 * Math.sqrt(dot(a, a))));
    }
  });

  test("unit coordinates lift to orthonormal vectors", () => {
    const basis = Array.from({ length: size }, (_, k) => lift(Float64Array.from({ length: size }, (_, j) => (j === k ? 1 : 0))));
    for (const [i, a] of basis.entries()) for (const [j, b] of basis.entries()) expect(dot(a, b)).toBeCloseTo(i === j ? 1 : 0, 9);
  });
});
