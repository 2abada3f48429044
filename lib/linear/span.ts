/** The span of a set of vectors, by their Gram matrix: coordinates in an orthonormal basis that is never formed. */
import { solveLowerTransposed } from "./cholesky.ts";

/**
 * A vector keeps a dimension of its own when the squared share of it outside the span of the earlier ones exceeds this.
 * The new direction has relative errors of about 1e-16 over that share.
 */
const LEAST_SHARE = 1e-11;

export interface Subspace {
  /** its dimension */
  readonly size: number;
  /** a row of `size` for each vector */
  readonly coordinates: Float64Array;
  /** the vector in the whole space that has these coordinates; may be the argument itself */
  lift(coordinates: Float64Array): Float64Array;
}

/**
 * The span of the rows, each of length `dim`; rows of zeros add nothing. Row i has no coordinate beyond the i-th.
 * @source with K = C C' the Gram matrix of the normed rows U, Q = C⁻¹ U is orthonormal and C the coordinates (Cholesky QR:
 *   Golub and Van Loan 2013, §5.2.7); a row that depends on earlier ones adds no column to C
 * @truth test/lib/linear/span.test.ts: inner products, orthonormal lifts, and rows that depend on each other
 * @cost n² dim / 2 + n³ / 3 multiplications for n rows
 */
export function spanOf(rows: Float64Array, dim: number): Subspace {
  const n = rows.length / dim;
  const norms = Float64Array.from({ length: n }, (_, i) => norm(rows, i * dim, dim));
  const gram = gramMatrix(rows, n, dim);
  const kept: number[] = [];
  const c = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    if (!(norms[i] > 0)) continue;
    let share = 1;
    for (const [p, j] of kept.entries()) {
      let rest = gram[i * n + j] / (norms[i] * norms[j]);
      for (let q = 0; q < p; q++) rest -= c[i * n + q] * c[j * n + q];
      c[i * n + p] = rest / c[j * n + p];
      share -= c[i * n + p] ** 2;
    }
    if (share > LEAST_SHARE) c[i * n + kept.push(i) - 1] = Math.sqrt(share);
  }
  const size = kept.length;
  const coordinates = new Float64Array(n * size);
  for (let i = 0; i < n; i++) for (let p = 0; p < size; p++) coordinates[i * size + p] = norms[i] * c[i * n + p];
  const factor = new Float64Array(size * size);
  for (const [k, i] of kept.entries()) factor.set(c.subarray(i * n, i * n + size), k * size);
  const lift = (vector: Float64Array): Float64Array => {
    const weights = vector.slice();
    solveLowerTransposed(factor, size, weights);
    const lifted = new Float64Array(dim);
    for (const [k, i] of kept.entries()) {
      const weight = weights[k] / norms[i];
      for (let j = 0; j < dim; j++) lifted[j] += weight * rows[i * dim + j];
    }
    return lifted;
  };
  return { size, coordinates, lift };
}

function norm(rows: Float64Array, from: number, dim: number): number {
  let sum = 0;
  for (let i = from; i < from + dim; i++) sum += rows[i] * rows[i];
  return Math.sqrt(sum);
}

/** rows · rows', the lower triangle; two rows by two columns at a time, four sums that do not wait for each other */
function gramMatrix(rows: Float64Array, n: number, dim: number): Float64Array {
  const gram = new Float64Array(n * n);
  for (let i = 0; i < n; i += 2) {
    const a = i * dim;
    const b = i + 1 < n ? a + dim : a;
    for (let j = 0; j <= i + 1 && j < n; j += 2) {
      const c = j * dim;
      const d = j + 1 < n ? c + dim : c;
      let [ac, ad, bc, bd] = [0, 0, 0, 0];
      for (let k = 0; k < dim; k++) {
        ac += rows[a + k] * rows[c + k];
        ad += rows[a + k] * rows[d + k];
        bc += rows[b + k] * rows[c + k];
        bd += rows[b + k] * rows[d + k];
      }
      gram[i * n + j] = ac;
      if (d > c) gram[i * n + j + 1] = ad;
      if (b > a) gram[(i + 1) * n + j] = bc;
      if (b > a && d > c) gram[(i + 1) * n + j + 1] = bd;
    }
  }
  return gram;
}
