/** A multivariate normal with the mean and covariance of draws. */
import { cholesky, logDeterminantLower, solveLower } from "../linear/cholesky.ts";
import type { PosteriorDraws } from "./posterior-draws.ts";

export interface NormalProposal {
  readonly dim: number;
  readonly mean: Float64Array;
  /** lower triangular factor of the covariance, row-major */
  readonly factor: Float64Array;
  /** log |det factor| */
  readonly logDeterminant: number;
}

const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/**
 * The normal with the draws' mean and unbiased covariance.
 * @returns undefined when the covariance is singular: a constant coordinate, or no more draws than coordinates
 * @cost O(draws · dim² + dim³)
 */
export function fitNormalProposal(posterior: PosteriorDraws): NormalProposal | undefined {
  const { dim, positions } = posterior;
  const { mean, covariance } = weightedMoments(positions, dim);
  return normalProposal(mean, covariance);
}

/** The normal with a given mean and covariance; undefined when that is singular to the precision of the numbers. */
export function normalProposal(mean: Float64Array, covariance: Float64Array): NormalProposal | undefined {
  const dim = mean.length;
  const factor = cholesky(covariance, dim);
  if (factor === undefined) return undefined;
  for (let j = 0; j < dim; j++) {
    const size = Math.abs(mean[j]) + Math.sqrt(covariance[j * dim + j]);
    if (factor[j * dim + j] <= 1e-12 * size) return undefined;
  }
  return { dim, mean, factor, logDeterminant: logDeterminantLower(factor, dim) };
}

/**
 * Mean and covariance of points (n × dim, row-major), with optional weights that sum to one; the covariance is unbiased
 * for equal weights and for reliability weights (R's `cov.wt`).
 */
export function weightedMoments(
  points: Float64Array,
  dim: number,
  weights?: Float64Array,
): { mean: Float64Array; covariance: Float64Array } {
  const n = points.length / dim;
  const weight = (i: number): number => (weights === undefined ? 1 / n : weights[i]);
  const mean = new Float64Array(dim);
  for (let i = 0; i < n; i++) for (let j = 0; j < dim; j++) mean[j] += weight(i) * points[i * dim + j];
  const covariance = new Float64Array(dim * dim);
  const deviation = new Float64Array(dim);
  let squares = 0;
  for (let i = 0; i < n; i++) {
    squares += weight(i) ** 2;
    for (let j = 0; j < dim; j++) {
      deviation[j] = points[i * dim + j] - mean[j];
      for (let k = 0; k <= j; k++) covariance[j * dim + k] += weight(i) * deviation[j] * deviation[k];
    }
  }
  for (let j = 0; j < dim; j++) {
    for (let k = 0; k <= j; k++) covariance[k * dim + j] = covariance[j * dim + k] /= 1 - squares;
  }
  return { mean, covariance };
}

/** Overwrites a point by its standardised coordinates, factor⁻¹ (point - mean). */
export function standardize({ dim, mean, factor }: NormalProposal, point: Float64Array): void {
  for (let j = 0; j < dim; j++) point[j] -= mean[j];
  solveLower(factor, dim, point);
}

/** Log density of a standard normal vector. */
export function standardNormalLogDensity(z: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < z.length; j++) sum += 0.5 * z[j] * z[j];
  return -sum - z.length * HALF_LOG_TWO_PI;
}
