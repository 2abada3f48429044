/** K-fold cross-validation: rows scored by fits that have not seen their group. */
import { logMeanExp } from "./log-sum-exp.ts";
import { type LooRow, relativeEss, sumWithError } from "./loo.ts";

/** One fit without some rows, and how it predicts them. */
export interface Fold {
  /** the rows left out (from 0) */
  readonly rows: readonly number[];
  /** for each of them, in order, its log likelihood in every draw of the fit; read once, one at a time */
  readonly logLikelihood: Iterable<Float64Array>;
  readonly chains: number;
}

export interface KFold {
  readonly elpd: number;
  /** over groups: rows of one group are not independent evidence */
  readonly se: number;
  /** Monte Carlo standard error of elpd */
  readonly mcse: number;
  /** by row */
  readonly pointwise: Float64Array;
}

/**
 * The rows of each fold: whole groups, dealt to the folds so that these stay about equally large.
 * @param groups the grouping column, one level per row
 * @param count folds; one per group when absent or not smaller than the number of groups
 * @returns folds of rows (from 0), largest groups dealt first, none empty
 */
export function foldsByGroup(groups: readonly string[], count: number = Number.POSITIVE_INFINITY): number[][] {
  const members = new Map<string, number[]>();
  groups.forEach((group, row) => members.set(group, [...(members.get(group) ?? []), row]));
  const folds: number[][] = Array.from({ length: Math.min(count, members.size) }, () => []);
  for (const rows of [...members.values()].sort((a, b) => b.length - a.length)) {
    folds.reduce((a, b) => (b.length < a.length ? b : a)).push(...rows);
  }
  return folds;
}

/**
 * Expected log predictive density of rows in groups the fit has not seen.
 * @param groups the grouping column; the standard error is over its levels
 * @returns NaN pointwise for a row that no fold left out
 * @source Vehtari, Gelman, Gabry 2017, section 2.3 (K-fold); standard error by groups after Roberts et al. 2017
 */
export function kfold(folds: Iterable<Fold>, groups: readonly string[]): KFold {
  const pointwise = new Float64Array(groups.length).fill(Number.NaN);
  let squares = 0;
  for (const { rows, logLikelihood, chains } of folds) {
    let position = 0;
    for (const row of logLikelihood) {
      const { elpd, mcse } = heldOutRow(row, chains);
      pointwise[rows[position++]] = elpd;
      squares += mcse ** 2;
    }
  }
  const sums = new Map<string, number>();
  groups.forEach((group, row) => sums.set(group, (sums.get(group) ?? 0) + pointwise[row]));
  const [elpd, se] = sumWithError([...sums.values()]);
  return { elpd, se, mcse: Math.sqrt(squares), pointwise };
}

/**
 * A row scored by a fit without it, in the form of a LOO row (see `replaceLooRows`).
 * @param logLikelihood of the row in every draw of that fit
 * @param full log mean likelihood of the row under the fit with it, for the row's p; NaN when not known
 */
export function heldOutRow(logLikelihood: Float64Array, chains: number, full: number = Number.NaN): LooRow {
  const elpd = logMeanExp(logLikelihood);
  const ess = relativeEss(logLikelihood, chains) * logLikelihood.length;
  const n = logLikelihood.length;
  const variance = logLikelihood.reduce((sum, value) => sum + Math.expm1(value - elpd) ** 2, 0) / (n - 1);
  return { elpd, p: full - elpd, k: Number.NaN, mcse: Math.sqrt(Math.log1p(variance / ess)), ess };
}
