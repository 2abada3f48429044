/** R-hat: whether the chains agree with each other, and each with its own later half. */
import { mean, variance } from "./moments.ts";
import { median } from "./quantile.ts";
import { rankNormalize } from "./rank-normalize.ts";
import { drawsPerChain, splitChains } from "./shape.ts";
import { undefinedReason } from "./undefined-reason.ts";

/**
 * Rank-normalised split R-hat: the larger of the one for location (bulk) and the one for scale (draws folded at the
 * median). 1 when chains cannot be told apart; above 1.01 do not use the draws.
 * @param draws one quantity, index `chain * nDraws + draw`
 * @returns NaN if a draw is NaN, all are equal, all lie equally far from the median, or a chain has fewer than 4 draws;
 *   infinite draws count by their rank; chains stuck at different values give Infinity or, by rounding, above 1e6
 * @throws CredenceError draws/shape
 * @source Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021, section 4. Deviation: none
 * @truth test/truth/posterior.json, posterior 1.4.0 (R), relative 1e-10
 * @cost O(n log n)
 */
export function splitRhat(draws: Float64Array, nChains: number): number {
  return Math.max(bulkRhat(draws, nChains), foldedRhat(draws, nChains));
}

/** R-hat of the normal scores of the split chains: agreement of the centres. NaN as `splitRhat`. */
export function bulkRhat(draws: Float64Array, nChains: number): number {
  const { halves, nHalves } = splitChains(draws, nChains);
  return chainRhat(rankNormalize(halves), nHalves);
}

/** R-hat of the normal scores of the distances from the median: agreement of the spreads. NaN as `splitRhat`. */
export function foldedRhat(draws: Float64Array, nChains: number, middle: number = median(draws)): number {
  return bulkRhat(
    draws.map((value) => Math.abs(value - middle)),
    nChains,
  );
}

/**
 * Gelman and Rubin's ratio on the split chains as they are; kept for comparison, prefer `splitRhat`. NaN as
 * `chainRhat`.
 */
export function basicRhat(draws: Float64Array, nChains: number): number {
  const { halves, nHalves } = splitChains(draws, nChains);
  return chainRhat(halves, nHalves);
}

/**
 * sqrt((B / W + n - 1) / n) of whole chains: variance between over variance within.
 * @returns NaN for one chain, fewer than 2 draws a chain, or draws constant or not finite; Infinity for chains stuck at
 *   different values
 * @source Gelman et al., Bayesian Data Analysis 3, eq. 11.4
 */
export function chainRhat(draws: Float64Array, nChains: number): number {
  const n = drawsPerChain(draws, nChains);
  if (undefinedReason(draws) !== undefined) return Number.NaN;
  const means = new Float64Array(nChains);
  const variances = new Float64Array(nChains);
  for (let chain = 0; chain < nChains; chain++) {
    const one = draws.subarray(chain * n, (chain + 1) * n);
    means[chain] = mean(one);
    variances[chain] = variance(one, means[chain]);
  }
  return Math.sqrt(((n * variance(means)) / mean(variances) + n - 1) / n);
}
