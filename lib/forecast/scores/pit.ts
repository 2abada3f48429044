/** Probability integral transforms of observations among their forecast draws, and whether they are uniform. */
import { uniformCounts } from "../../posterior/ecdf-band.ts";
import { type EcdfDifference, ecdfDifference } from "../../posterior/ecdf-difference.ts";
import type { Stream } from "../../random/stream.ts";
import { normalizedWeights } from "./weights.ts";

/**
 * Where an observation falls among its forecast draws, as a number that is uniform on (0, 1) when the forecast is
 * right.
 *
 * Without weights the observation is one more among n draws: (below + U (equal + 1)) / (n + 1), exactly uniform for
 * independent draws, discrete quantities included. With weights: weight below + U (weight equal), uniform in the limit.
 * @param rng the randomness that spreads ties and the gap between draws
 * @returns NaN when the observation is NaN
 * @throws CredenceError scores/weights
 * @source Czado, Gneiting, Held 2009 (randomised PIT)
 * @truth test/truth/scores.json
 */
export function pit(draws: Float64Array, observed: number, rng: Stream, weights?: Float64Array): number {
  const u = rng.uniform();
  const w = weights === undefined ? undefined : normalizedWeights(draws.length, weights);
  let [below, equal] = [0, 0];
  for (let i = 0; i < draws.length; i++) {
    if (draws[i] < observed) below += w?.[i] ?? 1;
    else if (draws[i] === observed) equal += w?.[i] ?? 1;
  }
  if (Number.isNaN(observed)) return Number.NaN;
  return w === undefined ? (below + u * (equal + 1)) / (draws.length + 1) : below + u * equal;
}

/**
 * Whether PIT values are uniform: their ECDF minus the diagonal, a band that holds all of it, and a p-value.
 * @param pits in [0, 1], independent of each other
 * @param prob simultaneous probability of the band
 * @param points evaluation points, evenly spaced
 * @returns pValue exact under independence; 1 without values
 * @source Säilynoja, Bürkner, Vehtari 2022
 * @truth test/truth/ecdf.json (the band)
 */
export function pitEcdf(
  pits: readonly number[],
  prob: number = 0.95,
  points: number = 100,
): { ecdf: EcdfDifference; pValue: number } {
  const shares = Array.from({ length: points }, (_, i) => (i + 1) / (points + 1));
  const counts = shares.map((share) => pits.filter((value) => value <= share).length);
  return ecdfDifference(uniformCounts(pits.length, shares), counts, prob);
}
