import { describe, expect, it } from "vitest";
import { symmetricEigen } from "../../../lib/linear/symmetric-eigen.ts";
import { stream } from "../../../lib/random/stream.ts";

const sorted = (values: Float64Array): number[] => Array.from(values).sort((a, b) => a - b);

function randomSymmetric(dim: number, seed: string): Float64Array {
  const rng = stream(seed);
  const matrix = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) matrix[i * dim + j] = matrix[j * dim + i] = rng.normal();
  }
  return matrix;
}

describe("symmetricEigen", () => {
  it("finds the eigenvalues 2 - 2 cos(k pi / (n + 1)) of the second-difference matrix", () => {
    const dim = 12;
    const matrix = Float64Array.from({ length: dim * dim }, (_, at) => {
      const distance = Math.abs(Math.floor(at / dim) - (at % dim));
      return distance === 0 ? 2 : distance === 1 ? -1 : 0;
    });
    const truth = Array.from({ length: dim }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (dim + 1)));
    const values = sorted(symmetricEigen(matrix, dim).values);
    for (let k = 0; k < dim; k++) expect(values[k]).toBeCloseTo(truth[k], 13);
  });

  it.each([1, 2, 3, 7, 40])("rebuilds a random matrix of dimension %i from orthonormal rows", (dim) => {
    const matrix = randomSymmetric(dim, `eigen/${dim}`);
    const { values, vectors } = symmetricEigen(matrix, dim);
    for (let i = 0; i < dim; i++) {
      for (let j = 0; j < dim; j++) {
        let rebuilt = 0;
        let product = 0;
        for (let k = 0; k < dim; k++) {
          rebuilt += values[k] * vectors[k * dim + i] * vectors[k * dim + j];
          product += vectors[i * dim + k] * vectors[j * dim + k];
        }
        expect(Math.abs(rebuilt - matrix[i * dim + j])).toBeLessThan(1e-12 * dim);
        expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-13 * dim);
      }
    }
  });

  it("handles diagonal, zero and repeated-eigenvalue matrices", () => {
    expect(sorted(symmetricEigen(Float64Array.of(3, 0, 0, 0, -1, 0, 0, 0, 2), 3).values)).toEqual([-1, 2, 3]);
    expect(sorted(symmetricEigen(new Float64Array(9), 3).values)).toEqual([0, 0, 0]);
    const ones = sorted(symmetricEigen(new Float64Array(16).fill(1), 4).values);
    [0, 0, 0, 4].forEach((value, i) => expect(ones[i]).toBeCloseTo(value, 14));
  });

  it("leaves its argument alone and turns NaN into NaN", () => {
    const matrix = randomSymmetric(5, "kept");
    const copy = matrix.slice();
    symmetricEigen(matrix, 5);
    expect(matrix).toEqual(copy);
    expect(symmetricEigen(new Float64Array(9).fill(Number.NaN), 3).values.every(Number.isNaN)).toBe(true);
  });
});
