/** Draws replaced by the normal scores of their ranks, which makes every diagnostic indifferent to heavy tails. */
import { normalQuantile } from "./normal-quantile.ts";

/** Ranks 1 .. n among all draws, ties sharing their average rank; NaN has none. */
export function averageRanks(draws: Float64Array): Float64Array {
  const order = Float64Array.from(draws).sort();
  const firstRank = new Map<number, number>();
  for (let i = 0; i < order.length; ) {
    let end = i + 1;
    while (end < order.length && order[end] === order[i]) end++;
    firstRank.set(order[i], (i + 1 + end) / 2);
    i = end;
  }
  return draws.map((value) => (Number.isNaN(value) ? value : (firstRank.get(value) as number)));
}

/**
 * The normal score of each draw: the standard normal quantile of (rank - 3/8) / (n + 1/4) among all chains together.
 * @param draws any order; infinities have ranks like any number
 * @returns as long as `draws`, NaN where the draw is NaN
 * @source Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021, eq. 14 (Blom's offset 3/8)
 * @truth test/truth/posterior.json
 * @cost O(n log n)
 */
export function rankNormalize(draws: Float64Array): Float64Array {
  return averageRanks(draws).map((rank) => normalQuantile((rank - 0.375) / (draws.length + 0.25)));
}
