/** Draws replaced by the normal scores of their ranks, which makes every diagnostic indifferent to heavy tails. */
import { argsort } from "./argsort.ts";
import { standardNormalQuantile } from "../distribution/standard-normal.ts";

/** Ranks 1 .. n among all draws, ties sharing their average rank; NaN has none. `order` is their `argsort`. */
export function averageRanks(draws: Float64Array, order: Uint32Array = argsort(draws)): Float64Array {
  const n = draws.length;
  const ranks = new Float64Array(n).fill(Number.NaN);
  for (let first = 0, end = 1; first < n && !Number.isNaN(draws[order[first]]); first = end++) {
    while (end < n && draws[order[end]] === draws[order[first]]) end++;
    for (let i = first; i < end; i++) ranks[order[i]] = (first + 1 + end) / 2;
  }
  return ranks;
}

/**
 * The normal score of each draw: the standard normal quantile of (rank - 3/8) / (n + 1/4) among all chains together.
 * @param draws any order; infinities have ranks like any number
 * @returns as long as `draws`, NaN where the draw is NaN
 * @source Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021, eq. 14 (Blom's offset 3/8)
 * @truth test/truth/posterior.json
 * @cost O(n)
 */
export function rankNormalize(draws: Float64Array): Float64Array {
  const scores = averageRanks(draws);
  for (let i = 0; i < scores.length; i++)
    scores[i] = standardNormalQuantile((scores[i] - 0.375) / (scores.length + 0.25));
  return scores;
}
