/** The table of a posterior: location, spread, quantiles, Monte Carlo errors and convergence of every quantity. */
import type { Draws } from "../fit.ts";
import { chainEss, essAtMost } from "./ess.ts";
import { mcseMean, mcseSd } from "./mcse.ts";
import { mean, standardDeviation } from "./moments.ts";
import { sortedQuantile } from "./quantile.ts";
import { rankNormalize } from "./rank-normalize.ts";
import { splitChains } from "./shape.ts";
import { chainRhat, foldedRhat } from "./split-rhat.ts";
import { undefinedReason } from "./undefined-reason.ts";

/** One row, by Stan's names. A NaN among mcse, ess and rhat comes with a `reason`. */
export interface Summary {
  readonly name: string;
  readonly mean: number;
  readonly sd: number;
  readonly mcse_mean: number;
  readonly mcse_sd: number;
  readonly ess_bulk: number;
  readonly ess_tail: number;
  readonly rhat: number;
  /** why a statistic of this row is NaN, in words */
  readonly reason?: string;
  /** `q5`, `q50`, `q97.5`: the quantile at that percentage */
  readonly [quantile: `q${number}`]: number;
}

export interface SummaryOptions {
  /** quantiles to give, each in [0, 1]; 0.05, 0.5, 0.95 unless told */
  readonly probs?: readonly number[];
}

/**
 * What the draws say about every quantity, and how far they can be trusted.
 * @returns one row a name, in order; statistics as `splitRhat`, `essBulk`, `essTail`, `mcseMean`, `mcseSd`, with the
 *   NaN
 *   rules of posterior (R): constant or non-finite draws have no R-hat, ESS or MCSE
 * @throws CredenceError draws/shape
 * @truth test/truth/posterior.json
 * @cost O(n log n) a quantity; about 1.5 ms for 4 x 1000 draws
 */
export function summarize(draws: Draws, options: SummaryOptions = {}): Summary[] {
  return draws.names.map((name, i) => summarizeOne(name, draws.columns[i], draws.chains, options.probs));
}

/** One row; see `summarize`. The order and the normal scores are shared, everything else is as the verbs have it. */
export function summarizeOne(
  name: string,
  column: Float64Array,
  nChains: number,
  probs: readonly number[] = [0.05, 0.5, 0.95],
): Summary {
  const sorted = column.toSorted();
  const [q05, q50, q95] = [0.05, 0.5, 0.95].map((prob) => sortedQuantile(sorted, prob));
  const { halves, nHalves } = splitChains(column, nChains);
  const scores = rankNormalize(halves);
  const row: Summary = {
    name,
    mean: mean(column),
    sd: standardDeviation(column),
    ...Object.fromEntries(probs.map((prob) => [quantileName(prob), sortedQuantile(sorted, prob)])),
    mcse_mean: mcseMean(column, nChains),
    mcse_sd: mcseSd(column, nChains),
    ess_bulk: chainEss(scores, nHalves),
    ess_tail: Math.min(essAtMost(column, nChains, q05), essAtMost(column, nChains, q95)),
    rhat: Math.max(chainRhat(scores, nHalves), foldedRhat(column, nChains, q50)),
  };
  const reason = reasonOf(row, column, nChains);
  return reason === undefined ? row : { ...row, reason };
}

/** `q5` for 0.05, `q97.5` for 0.975; twelve digits hide the rounding of prob * 100. */
export function quantileName(prob: number): `q${number}` {
  return `q${Number((prob * 100).toPrecision(12))}`;
}

function reasonOf(row: Summary, column: Float64Array, nChains: number): string | undefined {
  const { mcse_mean, ess_bulk, ess_tail, rhat } = row;
  if (!Number.isNaN(mcse_mean + ess_bulk + ess_tail + rhat)) return undefined;
  const reason = undefinedReason(column);
  if (reason !== undefined) return reason.text;
  if (Number.isNaN(ess_bulk)) return `${column.length / nChains} draws a chain, at least 6 are needed`;
  if (Number.isNaN(rhat)) return "all draws lie equally far from the median, so R-hat of their spread does not exist";
  return "too few distinct values: every draw is at or below a tail quantile, so its ESS does not exist";
}
