/** The data drawn again from the posterior, and for each row the weights that make its predictions forget that row. */
import { goodParetoK, poolChains, psis, RowLogLikelihood } from "../../lib/evidence/index.ts";
import { predict as predictRows } from "../../lib/forecast/predict.ts";
import { selectRows } from "../../lib/data/table.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import type { Fit } from "../fit.ts";
import { thinDraws } from "../thin-draws.ts";

/** replicates of each row: a 5 % quantile is then known to a seventh of the predictive standard deviation */
const REPLICATES = 250;
/** rows times replicates; more rows get fewer replicates, and beyond the fewest an even choice of the rows is drawn again */
const MOST_VALUES = 600_000;
const FEWEST = 100;

export interface Replicates {
  /** the rows of the table (from 0) that are drawn again, ascending */
  readonly rows: readonly number[];
  readonly draws: number;
  /** by response column; [place in `rows` * draws + draw], noise independent from row to row */
  readonly values: ReadonlyMap<string, Float64Array>;
  /** the mean of the response's distribution; index as `values` */
  readonly means: ReadonlyMap<string, Float64Array>;
  /** by place in `rows`: the row's weights of the draws, adding to 1 */
  readonly weights: readonly Float64Array[];
  /** `leave-one-out`, or `posterior predictive` where too many rows cannot be left out by weights */
  readonly how: "leave-one-out" | "posterior predictive";
}

/** share of rows with a bad Pareto k above which weights are given up for all rows */
const MOST_BAD = 0.05;

/**
 * Where a line reads the response of another line or row, it reads what was observed there: one step ahead.
 * @returns undefined for a model with nothing but bare log likelihoods and censored lines
 * @source Vehtari, Gelman, Gabry 2017 (the weights); Gelman, Meng, Stern 1996 (replicates)
 * @cost O(rows · draws), capped
 */
export function replicates(fit: Fit): Replicates | undefined {
  const { density, table, seed, document } = fit;
  if ("target" in document.likelihood || responsesOf(document).size === 0) return undefined;
  const step = Math.ceil((table.rows * FEWEST) / MOST_VALUES);
  const rows = Array.from({ length: Math.ceil(table.rows / step) }, (_, k) => k * step);
  const wanted = Math.max(FEWEST, Math.min(REPLICATES, Math.floor(MOST_VALUES / rows.length)));
  const sampled = thinDraws(fit.sampled, wanted);
  const draws = sampled.chains * sampled.draws;
  const seen = step === 1 ? table : selectRows(table, rows);
  const found = predictRows(density, sampled, seen, `${seed}/replicates`, "independent").filter(({ response }) =>
    canBeDrawnAgain(document.likelihood[response]!),
  );
  if (found.length === 0) return undefined;
  const values = new Map(found.map(({ column, predictive }) => [column, predictive]));
  const means = new Map(found.map(({ column, mean }) => [column, mean]));
  return { rows, draws, values, means, ...leftOut(fit, sampled, draws, rows) };
}

/** A censored line draws the value behind the limit, which is not what was written down. */
const canBeDrawnAgain = (line: string): boolean => !/_censored\s*\(/.test(line);

function leftOut(
  fit: Fit,
  sampled: Fit["sampled"],
  draws: number,
  rows: readonly number[],
): Pick<Replicates, "weights" | "how"> {
  const likelihood = new RowLogLikelihood(fit.density);
  const pooled = poolChains(fit.density, sampled);
  let bad = 0;
  const weights = Array.from(likelihood.ofDraws(pooled, rows), (row) => {
    const { logWeights, k } = psis(row.map((value) => -value));
    if (k > goodParetoK(draws)) bad++;
    return logWeights.map(Math.exp);
  });
  if (bad <= MOST_BAD * weights.length) return { weights, how: "leave-one-out" };
  const equal = new Float64Array(draws).fill(1 / draws);
  return { weights: weights.map(() => equal), how: "posterior predictive" };
}

/** one response, its observations and what the model draws in their place */
export interface Observed {
  readonly fit: Fit;
  readonly column: string;
  /** those of the rows drawn again that have an observation */
  readonly rows: readonly number[];
  readonly observed: Float64Array;
  readonly again: Replicates;
}

/** a row's replicates, the means they were drawn around, and its weights of the draws */
export function replicatesOf(
  { again, column }: Observed,
  row: number,
): { values: Float64Array; means: Float64Array; weights: Float64Array } {
  const { rows, draws, values, means, weights } = again;
  // they are every so-manieth row
  const place = rows.length > 1 ? row / (rows[1]! - rows[0]!) : 0;
  const own = (all: Float64Array): Float64Array => all.subarray(place * draws, (place + 1) * draws);
  return { values: own(values.get(column)!), means: own(means.get(column)!), weights: weights[place]! };
}
