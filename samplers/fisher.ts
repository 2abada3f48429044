/** Metrics from draws and gradients: the linear map whose whitened density has the smallest Fisher divergence from a standard normal. */
import { DiagonalMetric } from "./metric-diagonal.ts";
import type { DrawWindow } from "./window.ts";

const SMALLEST_VARIANCE = 1e-20;
const LARGEST_VARIANCE = 1e20;

/** A first metric from one gradient g: variances 1/|g|, which puts the first trajectory on the density's own scale. */
export function gradientMetric(gradient: Float64Array): DiagonalMetric {
  return new DiagonalMetric(gradient.map((g) => usable(1 / Math.abs(g)) ?? clampVariance(1 / Math.abs(g))));
}

/**
 * The diagonal metric sqrt(Var x / Var g) of a window. Where that is not finite or zero, `previous` is kept.
 * @source Seyboldt, Carlson & Carpenter 2026, arXiv 2603.18845, §3; nuts-rs 0.18.3 diagonal.rs
 * @cost O(n dim)
 */
export function diagonalVariances(window: DrawWindow, previous: Float64Array): Float64Array {
  const draws = columnVariances(window.draws, window.dim);
  const gradients = columnVariances(window.gradients, window.dim);
  return draws.map((variance, i) => usable(Math.sqrt(variance / gradients[i])) ?? previous[i]);
}

function usable(variance: number): number | undefined {
  return Number.isFinite(variance) && variance > 0 ? clampVariance(variance) : undefined;
}

function clampVariance(variance: number): number {
  return Number.isNaN(variance) ? 1 : Math.min(Math.max(variance, SMALLEST_VARIANCE), LARGEST_VARIANCE);
}

/** Sums of squared deviations by column (a ratio of two of them needs no division by n). */
function columnVariances(rows: Float64Array, dim: number): Float64Array {
  const mean = columnMeans(rows, dim);
  const sum = new Float64Array(dim);
  for (let at = 0; at < rows.length; at += dim) {
    for (let i = 0; i < dim; i++) sum[i] += (rows[at + i] - mean[i]) ** 2;
  }
  return sum;
}

export function columnMeans(rows: Float64Array, dim: number): Float64Array {
  const mean = new Float64Array(dim);
  for (let at = 0; at < rows.length; at += dim) {
    for (let i = 0; i < dim; i++) mean[i] += rows[at + i];
  }
  const n = rows.length / dim;
  return mean.map((sum) => sum / n);
}
