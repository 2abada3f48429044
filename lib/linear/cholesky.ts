/** The Cholesky factor of a symmetric positive definite matrix, and the triangular products and solves that use it. */

/**
 * The lower triangular L with L L' = matrix.
 * @param matrix dim × dim, row-major; only the lower triangle is read
 * @returns L row-major with zeros above the diagonal; undefined when the matrix is not positive definite (or not finite)
 * @source Golub and Van Loan 2013, algorithm 4.2.2, by rows
 * @cost dim³ / 3 multiplications
 */
export function cholesky(matrix: Float64Array, dim: number): Float64Array | undefined {
  const factor = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * dim + j];
      for (let k = 0; k < j; k++) rest -= factor[i * dim + k] * factor[j * dim + k];
      if (i !== j) factor[i * dim + j] = rest / factor[j * dim + j];
      else if (rest > 0 && rest < Number.POSITIVE_INFINITY) factor[i * dim + i] = Math.sqrt(rest);
      else return undefined;
    }
  }
  return factor;
}

/** Overwrites `vector` with L vector. */
export function multiplyLower(factor: Float64Array, dim: number, vector: Float64Array): void {
  for (let i = dim - 1; i >= 0; i--) {
    let sum = 0;
    for (let j = 0; j <= i; j++) sum += factor[i * dim + j] * vector[j];
    vector[i] = sum;
  }
}

/** Overwrites `vector` with L⁻¹ vector. */
export function solveLower(factor: Float64Array, dim: number, vector: Float64Array): void {
  for (let i = 0; i < dim; i++) {
    let rest = vector[i];
    for (let j = 0; j < i; j++) rest -= factor[i * dim + j] * vector[j];
    vector[i] = rest / factor[i * dim + i];
  }
}

/** Overwrites `vector` with L'⁻¹ vector. After `solveLower` this is the solution of (L L') x = vector. */
export function solveLowerTransposed(factor: Float64Array, dim: number, vector: Float64Array): void {
  for (let i = dim - 1; i >= 0; i--) {
    const solved = vector[i] / factor[i * dim + i];
    vector[i] = solved;
    for (let j = 0; j < i; j++) vector[j] -= factor[i * dim + j] * solved;
  }
}

/** log |det L|, half of the log determinant of the matrix that was factored. */
export function logDeterminantLower(factor: Float64Array, dim: number): number {
  let sum = 0;
  for (let i = 0; i < dim; i++) sum += Math.log(factor[i * dim + i]);
  return sum;
}
