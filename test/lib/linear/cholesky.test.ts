import { describe, expect, test } from "vitest";
import {
  cholesky,
  logDeterminantLower,
  multiplyLower,
  solveLower,
  solveLowerTransposed,
} from "../../../lib/linear/cholesky.ts";

// Wikipedia's example with an integer factor, exact in doubles
const MATRIX = Float64Array.of(4, 12, -16, 12, 37, -43, -16, -43, 98);
const FACTOR = [2, 0, 0, 6, 1, 0, -8, 5, 3];

describe("cholesky", () => {
  test("finds the integer factor exactly", () => {
    expect(Array.from(cholesky(MATRIX, 3)!)).toEqual(FACTOR);
  });

  test("says when a matrix is not positive definite or not finite", () => {
    expect(cholesky(Float64Array.of(1, 2, 2, 1), 2)).toBeUndefined();
    expect(cholesky(Float64Array.of(1, 0, 0, Number.NaN), 2)).toBeUndefined();
    expect(cholesky(Float64Array.of(Number.POSITIVE_INFINITY), 1)).toBeUndefined();
  });

  test("reads only the lower triangle", () => {
    const lower = Float64Array.of(4, 9, 9, 12, 37, 9, -16, -43, 98);
    expect(Array.from(cholesky(lower, 3)!)).toEqual(FACTOR);
  });

  test("solves and multiplies: A x with x = (1, 2, 3) gives back x", () => {
    const factor = cholesky(MATRIX, 3)!;
    const vector = Float64Array.of(4 + 24 - 48, 12 + 74 - 129, -16 - 86 + 294);
    solveLower(factor, 3, vector);
    solveLowerTransposed(factor, 3, vector);
    expect(Array.from(vector)).toEqual([1, 2, 3]);
    multiplyLower(factor, 3, vector);
    expect(Array.from(vector)).toEqual([2, 8, 11]);
  });

  test("logDeterminantLower is the log of the product of the diagonal", () => {
    expect(logDeterminantLower(cholesky(MATRIX, 3)!, 3)).toBeCloseTo(Math.log(6), 14);
  });
});
