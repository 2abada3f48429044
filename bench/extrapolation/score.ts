/** Scores of a forecast on the rows that it has not seen. */
import { crps } from "../../lib/forecast/scores/crps.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import type { Curve } from "./curves.ts";
import type { CurveForecast } from "./forecast.ts";

export const LEVELS = [0.5, 0.8, 0.95] as const;
/** rows on which CRPS is taken, evenly spaced: each costs a sort */
const CRPS_ROWS = 60;

export interface Score {
  /** of log loss, by the posterior median: the published metric */
  readonly rmse: number;
  /** mean over rows, of log loss */
  readonly crps: number;
  /** share of rows inside the central intervals of LEVELS */
  readonly coverage: readonly number[];
}

export function score({ scored }: Curve, { draws, nDraws }: CurveForecast): Score {
  let square = 0;
  const hits = LEVELS.map(() => 0);
  scored.forEach(({ y }, row) => {
    const own = draws.subarray(row * nDraws, (row + 1) * nDraws);
    square += Math.log(sortedQuantile(own, 0.5) / y) ** 2;
    LEVELS.forEach((level, k) => {
      if (sortedQuantile(own, (1 - level) / 2) <= y && y <= sortedQuantile(own, (1 + level) / 2)) hits[k]!++;
    });
  });
  const step = Math.max(1, Math.ceil(scored.length / CRPS_ROWS));
  const sampled = scored.map((_, row) => row).filter((row) => row % step === 0);
  const total = sampled.reduce((sum, row) => sum + crps(draws.subarray(row * nDraws, (row + 1) * nDraws).map(Math.log), Math.log(scored[row]!.y)).crps, 0);
  const n = scored.length;
  return { rmse: Math.sqrt(square / n), crps: total / sampled.length, coverage: hits.map((hit) => hit / n) };
}
