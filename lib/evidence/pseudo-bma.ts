/** Pseudo Bayesian model averaging: weights in proportion to exp(elpd), plain or with the rows resampled. */
import { mean, standardDeviation } from "../posterior/moments.ts";
import type { Stream } from "../random/stream.ts";
import { logSumExp } from "./log-sum-exp.ts";

/** Weights exp(elpd) normalised; says nothing of how uncertain the elpds are, prefer `pseudoBmaPlus`. */
export function pseudoBma(pointwise: readonly Float64Array[]): Float64Array {
  const sums = Float64Array.from(pointwise, (column) => column.reduce((sum, value) => sum + value, 0));
  const total = logSumExp(sums);
  return sums.map((value) => Math.exp(value - total));
}

export interface ModelWeight {
  readonly weight: number;
  /** Monte Carlo standard error over the resamples */
  readonly mcse: number;
  /** how far the weight moves when the rows are resampled */
  readonly sd: number;
}

/**
 * Weights averaged over the Bayesian bootstrap of the rows, which keeps a difference in elpd that a few rows made from
 * deciding everything.
 * @param pointwise for each model its elpd per row
 * @source Yao, Vehtari, Simpson, Gelman 2018, section 3.3
 * @truth test/truth/loo.json, loo 2.5.1 `pseudobma_weights`, within both errors
 */
export function pseudoBmaPlus(
  pointwise: readonly Float64Array[],
  random: Stream,
  resamples: number = 1000,
): readonly ModelWeight[] {
  const n = pointwise[0].length;
  const weights = pointwise.map(() => new Float64Array(resamples));
  for (let b = 0; b < resamples; b++) {
    const shares = Float64Array.from({ length: n }, () => -Math.log1p(-random.uniform()));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const scaled = pointwise.map((column) => column.map((value, i) => (value * n * shares[i]) / total));
    pseudoBma(scaled).forEach((weight, k) => {
      weights[k][b] = weight;
    });
  }
  return weights.map((draws) => {
    const sd = standardDeviation(draws);
    return { weight: mean(draws), mcse: sd / Math.sqrt(resamples), sd };
  });
}
