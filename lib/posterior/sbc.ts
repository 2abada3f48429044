/** Simulation-based calibration: whether ranks of true values among posterior draws are uniform, as they must be. */
import { CredenceError } from "../errors.ts";
import { uniformCounts } from "./ecdf-band.ts";
import { type EcdfDifference, ecdfDifference } from "./ecdf-difference.ts";

export interface RankUniformity {
  /** P(ranks at least this far from uniform somewhere) when the sampler and the model are right; exact */
  readonly pValue: number;
  readonly ecdf: EcdfDifference;
  readonly histogram: RankHistogram;
}

/** Bins of neighbouring ranks; bins may differ in width by one rank, and `expected` with them. */
export interface RankHistogram {
  /** first rank of each bin */
  readonly starts: readonly number[];
  readonly counts: readonly number[];
  readonly expected: readonly number[];
}

export interface RankUniformityOptions {
  /** simultaneous probability of the band, 0.95 unless told */
  readonly prob?: number;
  /** evaluation points at most, 100 unless told */
  readonly points?: number;
  /** bins of the histogram at most, 20 unless told */
  readonly bins?: number;
}

/**
 * How far ranks are from uniform, as a picture and as one number.
 *
 * A rank is how many of `maxRank` posterior draws lie below the value that the data were simulated from. The draws must
 * be independent: thin chains to their effective size first. A hump in the middle of the histogram means posteriors too
 * wide, a valley too narrow, a slope biased.
 * @param ranks one a simulation, whole numbers 0 .. maxRank
 * @param maxRank the number of posterior draws a value was ranked among
 * @returns pValue 1 without ranks
 * @throws CredenceError sbc/rank when a rank is not a whole number in range
 * @source Talts et al. 2018; Säilynoja, Bürkner, Vehtari 2022, algorithm 1
 * @truth test/truth/ecdf.json
 */
export function rankUniformity(
  ranks: readonly number[],
  maxRank: number,
  options: RankUniformityOptions = {},
): RankUniformity {
  const { prob = 0.95, points = 100, bins = 20 } = options;
  const counts = rankCounts(ranks, maxRank);
  const ends = spreadOver(maxRank + 1, Math.min(points, maxRank) + 1).slice(1);
  const law = uniformCounts(
    ranks.length,
    ends.map((end) => end / (maxRank + 1)),
  );
  const path = ends.map((end) => sumBetween(counts, 0, end));
  return {
    ...ecdfDifference(law, path, prob),
    histogram: histogram(counts, spreadOver(maxRank + 1, Math.min(bins, maxRank + 1)), ranks.length),
  };
}

function rankCounts(ranks: readonly number[], maxRank: number): Float64Array {
  const counts = new Float64Array(maxRank + 1);
  for (const rank of ranks) {
    if (!Number.isInteger(rank) || rank < 0 || rank > maxRank) {
      throw new CredenceError({
        code: "sbc/rank",
        message: `rank ${rank} is not a whole number from 0 to ${maxRank}`,
        fix: `rank among ${maxRank} draws: count those below the true value`,
      });
    }
    counts[rank]++;
  }
  return counts;
}

/** The starts of `parts` stretches of nearly equal length that cover 0 .. length - 1. */
function spreadOver(length: number, parts: number): number[] {
  return Array.from({ length: parts }, (_, i) => Math.round((i * length) / parts));
}

function histogram(counts: Float64Array, starts: number[], n: number): RankHistogram {
  const ends = [...starts.slice(1), counts.length];
  return {
    starts,
    counts: starts.map((start, i) => sumBetween(counts, start, ends[i])),
    expected: starts.map((start, i) => (n * (ends[i] - start)) / counts.length),
  };
}

function sumBetween(counts: Float64Array, start: number, end: number): number {
  return counts.subarray(start, end).reduce((sum, count) => sum + count, 0);
}
