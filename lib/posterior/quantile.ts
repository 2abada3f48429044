/** Quantiles of draws, in R's default definition. */

/**
 * The values below which the given shares of the draws fall, interpolated linearly between order statistics.
 * @param draws any order; not changed
 * @param probs each in [0, 1]
 * @returns one value for each probability; all NaN when a draw is NaN or there are none
 * @source Hyndman and Fan 1996, type 7 (R's `quantile`)
 * @truth test/truth/posterior.json
 * @cost O(n log n)
 */
export function quantiles(draws: Float64Array, probs: readonly number[]): number[] {
  const sorted = draws.toSorted();
  return probs.map((prob) => sortedQuantile(sorted, prob));
}

/** One quantile; see `quantiles`. */
export function quantile(draws: Float64Array, prob: number): number {
  return sortedQuantile(draws.toSorted(), prob);
}

/** One quantile of draws already in ascending order, NaN last as typed arrays sort them. */
export function sortedQuantile(sorted: Float64Array, prob: number): number {
  const last = sorted.length - 1;
  if (last < 0 || Number.isNaN(sorted[last]) || !(prob >= 0 && prob <= 1)) return Number.NaN;
  const index = last * prob;
  const low = sorted[Math.floor(index)];
  const high = sorted[Math.ceil(index)];
  const weight = index - Math.floor(index);
  return weight > 0 && high !== low ? (1 - weight) * low + weight * high : low;
}

/** The mean of the two middle draws, or the middle one. */
export function median(draws: Float64Array): number {
  return quantile(draws, 0.5);
}
