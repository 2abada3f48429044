/** Eigenvalues and eigenvectors of a real symmetric matrix: Householder reduction to tridiagonal form, then implicit QL. */
import { type VectorCode, vectorCode } from "./vector-code.ts";

/** steps of QL per eigenvalue; two or three are usual, and only NaN needs more than 30 (EISPACK's limit) */
const QL_STEPS = 50;

export interface SymmetricEigen {
  /** in no particular order */
  readonly values: Float64Array;
  /** row i is the unit eigenvector of values[i]; dim × dim row-major */
  readonly vectors: Float64Array;
}

/** Matrices in the memory of the vector code: rows of an even number of elements, the spare one zero. */
interface Workspace {
  readonly code: VectorCode;
  readonly heap: Float64Array;
  /** elements of a row */
  readonly stride: number;
  readonly dim: number;
}

interface Tridiagonal {
  readonly diagonal: Float64Array;
  /** offDiagonal[i] joins i and i + 1; one spare element at the end */
  readonly offDiagonal: Float64Array;
  /** index of the first element of the orthonormal basis, in rows, in which the matrix is tridiagonal */
  readonly basis: number;
}

/**
 * @param matrix dim × dim, row-major, symmetric and finite
 * @returns values with errors of a few ulps of the largest; NaN throughout when the matrix is not finite
 * @source Golub and Van Loan 2013, algorithms 8.3.1 and 8.3.3 (as EISPACK tred2 and tql2, on rows instead of columns)
 * @truth test/lib/linear/symmetric-eigen.test.ts: matrices of known eigenvalues, and A = V'ΛV on random ones
 * @cost about 7 dim³ multiplications
 */
export function symmetricEigen(matrix: Float64Array, dim: number): SymmetricEigen {
  const stride = dim + (dim & 1);
  const code = vectorCode();
  const space: Workspace = { code, heap: code.room((3 * dim + 1) * stride), stride, dim };
  for (let i = 0; i < dim; i++) space.heap.set(matrix.subarray(i * dim, (i + 1) * dim), i * stride);
  const { diagonal, offDiagonal, basis } = tridiagonalize(space);
  for (let low = 0; low < dim; low++) {
    for (let steps = 0; steps < QL_STEPS; steps++) {
      const high = smallOffDiagonal(diagonal, offDiagonal, low);
      if (high === low) break;
      qlStep(space, diagonal, offDiagonal, basis, low, high);
    }
  }
  const vectors = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) vectors.set(space.heap.subarray(basis + i * stride, basis + i * stride + dim), i * dim);
  return { values: diagonal, vectors };
}

/** The matrix stands at element 0; the reflectors' vectors follow it, then the basis, then one vector of scratch. */
function tridiagonalize(space: Workspace): Tridiagonal {
  const { heap, stride, dim } = space;
  const diagonal = new Float64Array(dim);
  const offDiagonal = new Float64Array(dim);
  const taus = new Float64Array(dim);
  const [reflectors, basis] = [dim * stride, 2 * dim * stride];
  for (let k = 0; k < dim; k++) {
    diagonal[k] = heap[k * stride + k];
    if (k === dim - 1) break;
    const { tau, norm } = reflector(space, k * stride, reflectors + k * stride, k + 1);
    taus[k] = tau;
    offDiagonal[k] = norm;
    if (tau !== 0) reflectTwice(space, k + 1, reflectors + k * stride, tau);
  }
  for (let i = 0; i < dim; i++) heap[basis + i * stride + i] = 1;
  for (let k = dim - 2; k >= 0; k--) reflectRows(space, basis, k + 1, reflectors + k * stride, taus[k]);
  return { diagonal, offDiagonal, basis };
}

/** The reflection I - tau v v' that maps row[from..] onto norm · e_from; v, at element `v`, is zero before `from`. */
function reflector({ heap, dim }: Workspace, row: number, v: number, from: number): { tau: number; norm: number } {
  let tail = 0;
  for (let i = from; i < dim; i++) {
    heap[v + i] = heap[row + i];
    if (i > from) tail += heap[v + i] ** 2;
  }
  const first = heap[v + from];
  if (tail === 0) return { tau: 0, norm: first };
  const length = Math.sqrt(tail + first * first);
  const norm = first > 0 ? -length : length;
  heap[v + from] = first - norm;
  return { tau: 2 / (tail + heap[v + from] ** 2), norm };
}

/** a ← H a H on the block from `from` on, H = I - tau v v'. Pairs begin at an even element; v is zero at the one before `from`. */
function reflectTwice({ code, heap, stride, dim }: Workspace, from: number, v: number, tau: number): void {
  const even = from & ~1;
  const bytes = 8 * (stride - even);
  const w = 3 * dim * stride;
  heap.fill(0, w, w + stride);
  let product = 0;
  for (let i = from; i < dim; i++) {
    heap[w + i] = tau * code.dot(8 * (i * stride + even), 8 * (v + even), bytes);
    product += heap[w + i] * heap[v + i];
  }
  for (let i = from; i < dim; i++) heap[w + i] -= 0.5 * tau * product * heap[v + i];
  for (let i = from; i < dim; i++) {
    code.addTwo(8 * (i * stride + even), bytes, 8 * (w + even), -heap[v + i], 8 * (v + even), -heap[w + i]);
  }
}

/** rows ← rows H on the block from `from` on. */
function reflectRows({ code, stride, dim }: Workspace, rows: number, from: number, v: number, tau: number): void {
  const even = from & ~1;
  const bytes = 8 * (stride - even);
  for (let i = from; i < dim; i++) {
    const row = 8 * (rows + i * stride + even);
    const sum = tau * code.dot(row, 8 * (v + even), bytes);
    code.addTwo(row, bytes, 8 * (v + even), -sum, 8 * (v + even), 0);
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
  { code, stride }: Workspace,
  diagonal: Float64Array,
  offDiagonal: Float64Array,
  basis: number,
  low: number,
  high: number,
): void {
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
    code.rotate(8 * (basis + i * stride), 8 * (basis + (i + 1) * stride), 8 * stride, cosine, sine);
  }
  diagonal[low] -= shift;
  offDiagonal[low] = g;
  offDiagonal[high] = 0;
}
