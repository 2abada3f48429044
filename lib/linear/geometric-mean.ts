/** The geometric mean of a positive definite matrix and the inverse of another: the symmetric map that turns one into the other. */
import { cholesky, solveLowerTransposed } from "./cholesky.ts";
import { symmetricEigen } from "./symmetric-eigen.ts";
import { vectorCode } from "./vector-code.ts";

/**
 * The positive definite M with M B M = A, written A # B⁻¹.
 *
 * @param a, b positive definite, dim × dim row-major
 * @param least a lower bound on the eigenvalues of B A where one is known (1 when both are at least the identity): what
 *   falls below it is rounding, of the size of the largest eigenvalue times 1e-16
 * @returns M row-major; undefined when `b` is not numerically positive definite or something is not finite
 * @source M = L⁻ᵀ (Lᵀ A L)^½ L⁻¹ with B = L Lᵀ; Bhatia 2007, Positive Definite Matrices, §4.1
 * @truth test/lib/linear/geometric-mean.test.ts: M B M = A, and diagonal matrices
 * @cost about 10 dim³ multiplications
 */
export function geometricMean(a: Float64Array, b: Float64Array, dim: number, least = 0): Float64Array | undefined {
  const factor = cholesky(b, dim);
  if (!factor) return undefined;
  const { values, vectors } = symmetricEigen(congruence(a, factor, dim), dim);
  for (let k = 0; k < dim; k++) {
    const vector = vectors.subarray(k * dim, (k + 1) * dim);
    solveLowerTransposed(factor, dim, vector);
    const root = Math.max(values[k], least) ** 0.25;
    for (let i = 0; i < dim; i++) vector[i] *= root;
  }
  const mean = product(vectors, vectors, dim);
  return mean.every(Number.isFinite) ? mean : undefined;
}

/** Lᵀ A L for symmetric A and lower triangular L. */
function congruence(a: Float64Array, lower: Float64Array, dim: number): Float64Array {
  return product(product(a, lower, dim), lower, dim);
}

/** Xᵀ Y, all dim × dim row-major; zeros of X cost nothing. */
function product(x: Float64Array, y: Float64Array, dim: number): Float64Array {
  const stride = dim + (dim & 1);
  const code = vectorCode();
  const heap = code.room(2 * dim * stride);
  const sums = dim * stride;
  for (let k = 0; k < dim; k++) heap.set(y.subarray(k * dim, (k + 1) * dim), k * stride);
  for (let k = 0; k < dim; k += 2) {
    const next = Math.min(k + 1, dim - 1);
    for (let i = 0; i < dim; i++) {
      const [p, q] = [x[k * dim + i], next > k ? x[next * dim + i] : 0];
      if (p !== 0 || q !== 0) code.addTwo(8 * (sums + i * stride), 8 * stride, 8 * k * stride, p, 8 * next * stride, q);
    }
  }
  const result = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) result.set(heap.subarray(sums + i * stride, sums + i * stride + dim), i * dim);
  return result;
}

/** matrix += weight · vector vectorᵀ */
export function addOuter(matrix: Float64Array, vector: Float64Array, weight: number): void {
  const dim = vector.length;
  for (let i = 0; i < dim; i++) {
    const scaled = weight * vector[i];
    if (scaled === 0) continue;
    for (let j = 0; j < dim; j++) matrix[i * dim + j] += scaled * vector[j];
  }
}
