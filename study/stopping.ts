/** When a run ends before all its draws: only at fixed counts, so that its seed and its count say everything. */
import type { Draws, SamplerStatistics } from "../lib/fit.ts";
import { diagnose } from "../lib/posterior/index.ts";

/** Ends a run when it is good enough. */
export interface Until {
  /** effective draws of every parameter, bulk and tail */
  readonly ess: number;
}

/** fewer draws a chain than this say little about their own quality */
const FIRST_LOOK = 100;
/** each look costs an ESS of every parameter: a growing distance keeps all looks together near the cost of five */
const LOOK_GROWTH = 1.2;
/** counts are round, for people */
const LOOK_STEP = 50;

/** The counts of draws a chain at which a run may end, ascending; the last is `draws`. */
export function lookCounts(draws: number): number[] {
  const counts: number[] = [];
  for (let count = FIRST_LOOK; count < draws; count = Math.ceil((count * LOOK_GROWTH) / LOOK_STEP) * LOOK_STEP)
    counts.push(count);
  return [...counts, draws];
}

/** @param parameters constrained draws of the parameters alone */
export function isEnough(until: Until, parameters: Draws, statistics: SamplerStatistics): boolean {
  const { min_ess_bulk, min_ess_tail } = diagnose(parameters, statistics);
  return Math.min(min_ess_bulk, min_ess_tail) >= until.ess;
}
