/** Metrics from draws and gradients: the linear map under which the density is nearest to a standard normal in Fisher divergence. */
import { addOuter, geometricMean } from "../lib/linear/geometric-mean.ts";
import { symmetricEigen } from "../lib/linear/symmetric-eigen.ts";
import { DenseMetric } from "./metric-dense.ts";
import { DiagonalMetric } from "./metric-diagonal.ts";
import { LowRankMetric } from "./metric-low-rank.ts";
import type { Metric, MetricKind } from "./metric.ts";
import type { DrawWindow } from "./window.ts";

const SMALLEST_VARIANCE = 1e-20;
const LARGEST_VARIANCE = 1e20;
/** weight of the identity against one draw: only directions that no draw shows stay as they are (nuts-rs) */
const REGULARIZATION = 1e-5;
/** eigenvalues between 1/2 and 2 cost more to carry through every step than they save (nuts-rs) */
const KEPT_STRETCH = 2;
/**
 * The most eigenvalues kept unless they are beyond LARGE_STRETCH: few draws of many dimensions scatter many about 1, and each
 * costs 4 dim multiplications a step. Min ESS per 1000 gradients on irt_2pl (862 dimensions, 180 draws) was 13.5 with none,
 * 25 with 10, 20.5 with 30 and 21 with all 112 beyond 2. On seed_variance (298) a draw took 236 steps with 6, 19 with the
 * 73 beyond 9, and 21 with the 210 beyond 2.
 */
const FEW = 12;
const LARGE_STRETCH = 9;
/** a vector whose part outside the span of the earlier ones is this small relative to itself adds only rounding */
const SPAN_TOLERANCE = 1e-8;

/** A first metric from one gradient g: variances 1/|g|, which puts the first trajectory on the density's own scale. */
export function gradientMetric(gradient: Float64Array): Metric {
  return new DiagonalMetric(gradient.map((g) => clampVariance(1 / Math.abs(g))));
}

/**
 * The metric of the asked kind from a window of at least 2 draws; undefined when the numbers do not allow one.
 * @source Seyboldt, Carlson & Carpenter 2026, arXiv 2603.18845; nuts-rs 0.18.3 diagonal.rs, low_rank.rs. Deviation: no
 * singular value decompositions; the two scatter matrices are formed in the span of the window's rows, or in full when
 * that span is nearly everything.
 * @cost diagonal O(n dim); dense and low-rank O(m²(n + dim) + 10 m³), m = min(2n, dim)
 */
export function fisherMetric(kind: MetricKind, window: DrawWindow): Metric | undefined {
  const { dim } = window;
  const draws = centred(window.draws, dim);
  const gradients = centred(window.gradients, dim);
  const variances = varianceRatios(draws, gradients, dim);
  if (kind === "diagonal") return new DiagonalMetric(variances);
  const scale = variances.map(Math.sqrt);
  scaleRows(draws, scale, -1);
  scaleRows(gradients, scale, 1);
  const basis = 2 * window.count < dim ? spanOf([draws, gradients], dim) : undefined;
  const size = basis ? basis.length / dim : dim;
  const shape = geometricMean(scatter(draws, dim, basis), scatter(gradients, dim, basis), size, 1);
  if (!shape) return undefined;
  return kind === "dense" ? denseMetric(scale, shape, basis) : lowRankMetric(scale, shape, basis);
}

function clampVariance(variance: number): number {
  return Number.isNaN(variance) ? 1 : Math.min(Math.max(variance, SMALLEST_VARIANCE), LARGEST_VARIANCE);
}

/** sqrt(Var x / Var g) per coordinate; 1 where the draws or the gradients do not vary. */
function varianceRatios(draws: Float64Array, gradients: Float64Array, dim: number): Float64Array {
  const ratio = new Float64Array(dim);
  for (let i = 0; i < dim; i++) {
    let drawSquares = 0;
    let gradientSquares = 0;
    for (let at = i; at < draws.length; at += dim) {
      drawSquares += draws[at] * draws[at];
      gradientSquares += gradients[at] * gradients[at];
    }
    const variance = Math.sqrt(drawSquares / gradientSquares);
    ratio[i] = Number.isFinite(variance) && variance > 0 ? clampVariance(variance) : 1;
  }
  return ratio;
}

/** A copy of the rows less their mean. */
function centred(rows: Float64Array, dim: number): Float64Array {
  const mean = new Float64Array(dim);
  const weight = dim / rows.length;
  for (let at = 0; at < rows.length; at += dim) for (let i = 0; i < dim; i++) mean[i] += weight * rows[at + i];
  return rows.map((value, at) => value - mean[at % dim]);
}

function scaleRows(rows: Float64Array, scale: Float64Array, power: 1 | -1): void {
  const dim = scale.length;
  for (let at = 0; at < rows.length; at++) rows[at] *= power === 1 ? scale[at % dim] : 1 / scale[at % dim];
}

/** rowsᵀ rows / regularization + I, in `basis` where there is one. */
function scatter(rows: Float64Array, dim: number, basis: Float64Array | undefined): Float64Array {
  const size = basis ? basis.length / dim : dim;
  const matrix = new Float64Array(size * size);
  const projected = new Float64Array(size);
  for (let at = 0; at < rows.length; at += dim) {
    const row = rows.subarray(at, at + dim);
    for (let k = 0; basis && k < size; k++) projected[k] = dot(row, basis.subarray(k * dim, (k + 1) * dim));
    addOuter(matrix, basis ? projected : row, 1 / REGULARIZATION);
  }
  for (let i = 0; i < size; i++) matrix[i * size + i] += 1;
  return matrix;
}

/** An orthonormal basis, as rows, of the span of all rows (modified Gram-Schmidt, twice for orthogonality to rounding). */
function spanOf(sets: readonly Float64Array[], dim: number): Float64Array {
  const basis: Float64Array[] = [];
  for (const rows of sets) {
    for (let at = 0; at < rows.length; at += dim) {
      const vector = rows.slice(at, at + dim);
      const length = Math.sqrt(dot(vector, vector));
      for (const unit of [...basis, ...basis]) addScaled(vector, unit, -dot(vector, unit));
      const rest = Math.sqrt(dot(vector, vector));
      if (rest > SPAN_TOLERANCE * length) basis.push(vector.map((value) => value / rest));
    }
  }
  const flat = new Float64Array(basis.length * dim);
  for (const [k, unit] of basis.entries()) flat.set(unit, k * dim);
  return flat;
}

/** diag(s) (I + Qᵀ(M - I)Q) diag(s) */
function denseMetric(scale: Float64Array, shape: Float64Array, basis: Float64Array | undefined): Metric | undefined {
  const dim = scale.length;
  const covariance = basis ? lift(shape, basis, dim) : shape;
  for (let i = 0; i < dim; i++) for (let j = 0; j < dim; j++) covariance[i * dim + j] *= scale[i] * scale[j];
  return DenseMetric.of(covariance, dim);
}

/** I + Qᵀ(M - I)Q, through the eigenvectors of M. */
function lift(shape: Float64Array, basis: Float64Array, dim: number): Float64Array {
  const { values, vectors } = symmetricEigen(shape, basis.length / dim);
  const matrix = new Float64Array(dim * dim);
  for (let i = 0; i < dim; i++) matrix[i * dim + i] = 1;
  for (let k = 0; k < values.length; k++) addOuter(matrix, combine(basis, vectors, k, dim), values[k] - 1);
  return matrix;
}

function lowRankMetric(scale: Float64Array, shape: Float64Array, basis: Float64Array | undefined): Metric {
  const dim = scale.length;
  const size = basis ? basis.length / dim : dim;
  const { values, vectors } = symmetricEigen(shape, size);
  const kept = worthKeeping(values);
  const data = new Float64Array(dim + kept.length * (dim + 1));
  data.set(scale);
  for (const [i, k] of kept.entries()) {
    data[dim + i] = values[k];
    const direction = basis ? combine(basis, vectors, k, dim) : vectors.subarray(k * dim, (k + 1) * dim);
    data.set(direction, dim + kept.length + i * dim);
  }
  return new LowRankMetric(data, dim);
}

/** the eigenvalues that repay their cost, those furthest from 1 first */
function worthKeeping(values: Float64Array): number[] {
  const stretch = (k: number): number => Math.max(values[k], 1 / values[k]);
  return Array.from(values.keys())
    .sort((a, b) => stretch(b) - stretch(a))
    .filter((k, rank) => stretch(k) > (rank < FEW ? KEPT_STRETCH : LARGE_STRETCH));
}

/** The eigenvector in row k, given in `basis`, as a vector of length dim. */
function combine(basis: Float64Array, vectors: Float64Array, k: number, dim: number): Float64Array {
  const size = basis.length / dim;
  const vector = new Float64Array(dim);
  for (let i = 0; i < size; i++) addScaled(vector, basis.subarray(i * dim, (i + 1) * dim), vectors[k * size + i]);
  return vector;
}

function addScaled(vector: Float64Array, other: Float64Array, weight: number): void {
  for (let i = 0; i < vector.length; i++) vector[i] += weight * other[i];
}

/** four sums at a time: one alone waits for each addition */
function dot(a: Float64Array, b: Float64Array): number {
  const whole = a.length & ~3;
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let i = 0; i < whole; i += 4) {
    s0 += a[i] * b[i];
    s1 += a[i + 1] * b[i + 1];
    s2 += a[i + 2] * b[i + 2];
    s3 += a[i + 3] * b[i + 3];
  }
  for (let i = whole; i < a.length; i++) s0 += a[i] * b[i];
  return s0 + s1 + (s2 + s3);
}
