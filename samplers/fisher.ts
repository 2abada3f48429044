/** Metrics from draws and gradients: the linear map under which the density is nearest to a standard normal in Fisher divergence. */
import { addOuter, geometricMean } from "../lib/linear/geometric-mean.ts";
import { type Subspace, spanOf } from "../lib/linear/span.ts";
import { symmetricEigen } from "../lib/linear/symmetric-eigen.ts";
import { denseMetric } from "./metric-dense.ts";
import { diagonalMetric } from "./metric-diagonal.ts";
import { lowRankMetric } from "./metric-low-rank.ts";
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

/** A first metric from one gradient g: variances 1/|g|, which puts the first trajectory on the density's own scale (nuts-rs). */
export function gradientMetric(gradient: Float64Array): Metric {
  return diagonalMetric(gradient.map((g) => clampVariance(1 / Math.abs(g))));
}

/**
 * A first metric from one point: inverse precisions, where a coordinate's precision is estimated by both expressions of
 * its Fisher information, the curvature and the square of the slope. At equilibrium they are equal in the mean; near the
 * mode the curvature says how wide the density is, far from it the slope how far a nat is.
 */
export function pointMetric(gradient: Float64Array, curvature: Float64Array): Metric {
  return diagonalMetric(gradient.map((g, i) => clampVariance(1 / (g * g + Math.abs(curvature[i])))));
}

/**
 * The metric of the asked kind from a window of at least 2 draws; undefined when the numbers do not allow one.
 * @source Seyboldt, Carlson & Carpenter 2026, arXiv 2603.18845; nuts-rs 0.18.3 diagonal.rs, low_rank.rs. Deviation: no
 * singular value decompositions; the two scatter matrices are formed in the span of the window's rows, or in full when
 * that span is nearly everything.
 * @cost diagonal O(n dim); dense and low-rank m² (dim / 2 + n) + 20 m³ multiplications, m = min(2n, dim)
 */
export function fisherMetric(kind: MetricKind, window: DrawWindow): Metric | undefined {
  const { dim } = window;
  const draws = centred(window.draws, dim);
  const gradients = centred(window.gradients, dim);
  const variances = varianceRatios(draws, gradients, dim);
  if (kind === "diagonal") return diagonalMetric(variances);
  const scale = variances.map(Math.sqrt);
  scaleRows(draws, scale.map((sd) => 1 / sd));
  scaleRows(gradients, scale);
  const rows = new Float64Array(draws.length + gradients.length);
  rows.set(draws);
  rows.set(gradients, draws.length);
  const subspace: Subspace = 2 * window.count < dim ? spanOf(rows, dim) : { size: dim, coordinates: rows, lift: (vector) => vector };
  const { size, coordinates } = subspace;
  const half = window.count * size;
  const shape = geometricMean(scatter(coordinates.subarray(0, half), size), scatter(coordinates.subarray(half), size), size, 1);
  if (!shape) return undefined;
  return kind === "dense" ? denseFromShape(scale, shape, subspace) : lowRankFromShape(scale, shape, subspace);
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
  const copy = new Float64Array(rows.length);
  for (let at = 0; at < rows.length; at += dim) for (let i = 0; i < dim; i++) mean[i] += weight * rows[at + i];
  for (let at = 0; at < rows.length; at += dim) for (let i = 0; i < dim; i++) copy[at + i] = rows[at + i] - mean[i];
  return copy;
}

function scaleRows(rows: Float64Array, factors: Float64Array): void {
  const dim = factors.length;
  for (let at = 0; at < rows.length; at += dim) for (let i = 0; i < dim; i++) rows[at + i] *= factors[i];
}

/** rowsᵀ rows / regularization + I */
function scatter(rows: Float64Array, size: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let at = 0; at < rows.length; at += size) {
    for (let i = 0; i < size; i++) {
      const scaled = rows[at + i] / REGULARIZATION;
      if (scaled === 0) continue;
      for (let j = 0; j <= i; j++) matrix[i * size + j] += scaled * rows[at + j];
    }
  }
  for (let i = 0; i < size; i++) {
    matrix[i * size + i] += 1;
    for (let j = 0; j < i; j++) matrix[j * size + i] = matrix[i * size + j];
  }
  return matrix;
}

/** diag(s) (I + Q'(M - I)Q) diag(s), Q the basis of the subspace that the shape M is given in, through the eigenvectors of M */
function denseFromShape(scale: Float64Array, shape: Float64Array, { size, lift }: Subspace): Metric | undefined {
  const dim = scale.length;
  const covariance = new Float64Array(dim * dim);
  if (size === dim) covariance.set(shape);
  else {
    const { values, vectors } = symmetricEigen(shape, size);
    for (let i = 0; i < dim; i++) covariance[i * dim + i] = 1;
    for (let k = 0; k < size; k++) addOuter(covariance, lift(vectors.subarray(k * size, (k + 1) * size)), values[k] - 1);
  }
  for (let i = 0; i < dim; i++) for (let j = 0; j < dim; j++) covariance[i * dim + j] *= scale[i] * scale[j];
  return denseMetric(covariance, dim);
}

function lowRankFromShape(scale: Float64Array, shape: Float64Array, { size, lift }: Subspace): Metric {
  const dim = scale.length;
  const { values, vectors } = symmetricEigen(shape, size);
  const kept = worthKeeping(values);
  const data = new Float64Array(dim + kept.length * (dim + 1));
  data.set(scale);
  for (const [i, k] of kept.entries()) {
    data[dim + i] = values[k];
    data.set(lift(vectors.subarray(k * size, (k + 1) * size)), dim + kept.length + i * dim);
  }
  return lowRankMetric(data, dim);
}

/** the eigenvalues that repay their cost, those furthest from 1 first */
function worthKeeping(values: Float64Array): number[] {
  const stretch = (k: number): number => Math.max(values[k], 1 / values[k]);
  return Array.from(values.keys())
    .sort((a, b) => stretch(b) - stretch(a))
    .filter((k, rank) => stretch(k) > (rank < FEW ? KEPT_STRETCH : LARGE_STRETCH));
}
