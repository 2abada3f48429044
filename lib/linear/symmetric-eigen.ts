/** Eigenvalues and eigenvectors of a real symmetric matrix: Householder reduction to tridiagonal form, then implicit QL. */

/** steps of QL per eigenvalue; two or three are usual, and only NaN needs more than 30 (EISPACK's limit) */
const QL_STEPS = 50;

export interface SymmetricEigen {
  /** in no particular order */
  readonly values: Float64Array;
  /** row i is the unit eigenvector of values[i]; dim × dim row-major */
  readonly vectors: Float64Array;
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** offDiagonal[i] joins i and i + 1; one spare element at the end */
  readonly offDiagonal: Float64Array;
  /** rows are the orthonormal basis in which the matrix is tridiagonal */
  readonly basis: Float64Array;
}

/**
 * @param matrix dim × dim, row-major, symmetric and finite
 * @returns values with errors of a few ulps of the largest; NaN throughout when the matrix is not finite
 * @source Golub and Van Loan 2013, algorithms 8.3.1 and 8.3.3 (as EISPACK tred2 and tql2, on rows instead of columns)
 * @truth test/lib/linear/symmetric-eigen.test.ts: matrices of known eigenvalues, and A = V'ΛV on random ones
 * @cost about 7 dim³ multiplications
 */
export function symmetricEigen(matrix: Float64Array, dim: number): SymmetricEigen {
  const { diagonal, offDiagonal, basis } = tridiagonalize(matrix.slice(), dim);
  for (let low = 0; low < dim; low++) {
    for (let steps = 0; steps < QL_STEPS; steps++) {
      const high = smallOffDiagonal(diagonal, offDiagonal, low);
      if (high === low) break;
      qlStep(diagonal, offDiagonal, basis, low, high);
    }
  }
  return { values: diagonal, vectors: basis };
}

function tridiagonalize(a: Float64Array, dim: number): Tridiagonal {
  const diagonal = new Float64Array(dim);
  const offDiagonal = new Float64Array(dim);
  const reflectors: { v: Float64Array; tau: number }[] = [];
  const w = new Float64Array(dim);
  for (let k = 0; k < dim; k++) {
    diagonal[k] = a[k * dim + k];
    if (k === dim - 1) break;
    const { v, tau, norm } = reflector(a.subarray(k * dim, (k + 1) * dim), k + 1);
    reflectors.push({ v, tau });
    offDiagonal[k] = norm;
    if (tau !== 0) reflectTwice(a, dim, k + 1, v, tau, w);
  }
  const basis = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) basis[i * dim + i] = 1;
  for (let k = dim - 2; k >= 0; k--) reflectRows(basis, dim, k + 1, reflectors[k].v, reflectors[k].tau);
  return { diagonal, offDiagonal, basis };
}

/** The reflection I - tau v v' that maps row[from..] onto norm · e_from; v is zero before `from`. */
function reflector(row: Float64Array, from: number): { v: Float64Array; tau: number; norm: number } {
  const v = new Float64Array(row.length);
  let tail = 0;
  for (let i = from; i < row.length; i++) {
    v[i] = row[i];
    if (i > from) tail += v[i] * v[i];
  }
  if (tail === 0) return { v, tau: 0, norm: v[from] };
  const length = Math.sqrt(tail + v[from] * v[from]);
  const norm = v[from] > 0 ? -length : length;
  v[from] -= norm;
  return { v, tau: 2 / (tail + v[from] * v[from]), norm };
}

/** a ← H a H on the block from `from` on, H = I - tau v v'. */
function reflectTwice(a: Float64Array, dim: number, from: number, v: Float64Array, tau: number, w: Float64Array): void {
  let product = 0;
  for (let i = from; i < dim; i++) {
    let sum = 0;
    for (let j = from; j < dim; j++) sum += a[i * dim + j] * v[j];
    w[i] = tau * sum;
    product += w[i] * v[i];
  }
  for (let i = from; i < dim; i++) w[i] -= 0.5 * tau * product * v[i];
  for (let i = from; i < dim; i++) {
    const vi = v[i];
    const wi = w[i];
    for (let j = from; j < dim; j++) a[i * dim + j] -= vi * w[j] + wi * v[j];
  }
}

/** rows ← rows H on the block from `from` on. */
function reflectRows(rows: Float64Array, dim: number, from: number, v: Float64Array, tau: number): void {
  for (let i = from; i < dim; i++) {
    let sum = 0;
    for (let j = from; j < dim; j++) sum += rows[i * dim + j] * v[j];
    sum *= tau;
    for (let j = from; j < dim; j++) rows[i * dim + j] -= sum * v[j];
  }
}

/** The first index from `low` on whose off-diagonal element is negligible. */
function smallOffDiagonal(diagonal: Float64Array, offDiagonal: Float64Array, low: number): number {
  let at = low;
  while (at < diagonal.length - 1) {
    const scale = Math.abs(diagonal[at]) + Math.abs(diagonal[at + 1]);
    if (Math.abs(offDiagonal[at]) <= Number.EPSILON * scale) break;
    at++;
  }
  return at;
}

/** One implicit QL step with Wilkinson's shift on the block low..high, rotating the rows of `basis` along. */
function qlStep(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  basis: Float64Array,
  low: number,
  high: number,
): void {
  const dim = diagonal.length;
  const half = (diagonal[low + 1] - diagonal[low]) / (2 * offDiagonal[low]);
  const root = Math.sqrt(half * half + 1);
  let g = diagonal[high] - diagonal[low] + offDiagonal[low] / (half + (half < 0 ? -root : root));
  let sine = 1;
  let cosine = 1;
  let shift = 0;
  for (let i = high - 1; i >= low; i--) {
    const f = sine * offDiagonal[i];
    const b = cosine * offDiagonal[i];
    const r = Math.sqrt(f * f + g * g);
    offDiagonal[i + 1] = r;
    if (r === 0) {
      diagonal[i + 1] -= shift;
      offDiagonal[high] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = diagonal[i + 1] - shift;
    const t = (diagonal[i] - g) * sine + 2 * cosine * b;
    shift = sine * t;
    diagonal[i + 1] = g + shift;
    g = cosine * t - b;
    rotateRows(basis, dim, i, sine, cosine);
  }
  diagonal[low] -= shift;
  offDiagonal[low] = g;
  offDiagonal[high] = 0;
}

function rotateRows(rows: Float64Array, dim: number, i: number, sine: number, cosine: number): void {
  const upper = i * dim;
  const lower = upper + dim;
  for (let k = 0; k < dim; k++) {
    const x = rows[upper + k];
    const y = rows[lower + k];
    rows[lower + k] = sine * x + cosine * y;
    rows[upper + k] = cosine * x - sine * y;
  }
}
