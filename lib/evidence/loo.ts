/** Leave-one-out cross-validation from one fit, by Pareto smoothed importance sampling, row by row. */
import { chainEss } from "../posterior/ess.ts";
import { logMeanExp, logSumExp } from "./log-sum-exp.ts";
import { goodParetoK, psis } from "./psis.ts";

/** One data row left out. */
export interface LooRow {
  /** log predictive density of the row given all other rows */
  readonly elpd: number;
  /** how much the row's own presence raises its log density: its share of the effective number of parameters */
  readonly p: number;
  /** Pareto shape of the importance weights; NaN where the row was left out by a refit and no weights were needed */
  readonly k: number;
  /** Monte Carlo standard error of elpd; not to be trusted when k is above `Loo.goodK` */
  readonly mcse: number;
  /** effective draws behind the estimate */
  readonly ess: number;
}

export interface Loo {
  /** sum of the rows' elpd, and its standard error over rows (the data's, not the sampler's) */
  readonly elpd: number;
  readonly se: number;
  /** effective number of parameters */
  readonly p: number;
  readonly seP: number;
  /** Monte Carlo standard error of elpd; NaN while any row is bad */
  readonly mcse: number;
  readonly rows: readonly LooRow[];
  /** the largest k that is good for this number of draws */
  readonly goodK: number;
  /** rows (from 0) whose k is above it */
  readonly badRows: readonly number[];
  readonly reliable: boolean;
  readonly reasons: readonly string[];
}

/**
 * Expected log predictive density of new data, each row predicted by a posterior that has not seen it.
 * @param rows for each data row its log likelihood in every draw, index `chain * nDraws + draw`; read once, one at a
 *   time, so the same buffer may come again. The draws × rows matrix is never held
 * @source Vehtari, Gelman, Gabry 2017; Vehtari, Simpson, Gelman, Yao, Gabry 2024. Deviations: the error of a row is matched
 *   to a lognormal, sqrt(log(1 + var / mean²)), as for the evidence; a row whose likelihood is the same in every draw has k 0,
 *   not Infinity
 * @truth test/truth/loo.json, loo 2.5.1, 1e-6
 * @cost O(rows · S log S)
 */
export function loo(rows: Iterable<Float64Array>, chains: number): Loo {
  const found: LooRow[] = [];
  let nDraws = 0;
  for (const logLikelihood of rows) {
    nDraws = logLikelihood.length;
    found.push(looRow(logLikelihood, chains));
  }
  return sumLooRows(found, goodParetoK(nDraws));
}

function looRow(logLikelihood: Float64Array, chains: number): LooRow {
  const relative = relativeEss(logLikelihood, chains);
  const { logWeights, k, ess } = psis(
    logLikelihood.map((value) => -value),
    relative,
  );
  const elpd = weightedElpd(logLikelihood, logWeights, relative);
  // a row that no parameter touches is left out exactly: its weights are equal and have no tail
  const isConstant = logLikelihood.every((value) => value === logLikelihood[0]);
  return { ...elpd, p: logMeanExp(logLikelihood) - elpd.elpd, k: isConstant ? 0 : k, ess };
}

/**
 * Effective draws per draw of a row's likelihood; 1 when it is constant.
 * @source loo (R) `relative_eff`
 */
export function relativeEss(logLikelihood: Float64Array, chains: number): number {
  const largest = logLikelihood.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const ess = chainEss(
    logLikelihood.map((value) => Math.exp(value - largest)),
    chains,
  );
  return Number.isNaN(ess) ? 1 : ess / logLikelihood.length;
}

/** log of the weighted mean likelihood, and its Monte Carlo error. */
export function weightedElpd(
  logLikelihood: Float64Array,
  logWeights: Float64Array,
  relative: number,
): { readonly elpd: number; readonly mcse: number } {
  const elpd = logSumExp(logLikelihood.map((value, i) => value + logWeights[i]));
  let variance = 0;
  for (let i = 0; i < logLikelihood.length; i++) {
    variance += (Math.exp(logWeights[i]) * Math.expm1(logLikelihood[i] - elpd)) ** 2;
  }
  return { elpd, mcse: Math.sqrt(Math.log1p(variance) / relative) };
}

/** Sums rows into a result, and says which are bad. */
export function sumLooRows(rows: readonly LooRow[], goodK: number): Loo {
  const [elpd, se] = sumWithError(rows.map((row) => row.elpd));
  const [p, seP] = sumWithError(rows.map((row) => row.p));
  const badRows = rows.flatMap(({ k }, i) => (k > goodK ? [i] : []));
  const worst = badRows.reduce((a, b) => (rows[b].k > rows[a].k ? b : a), badRows[0]);
  const reasons: string[] = [];
  if (badRows.length > 0) {
    const row = `the worst is row ${worst + 1} with k = ${rows[worst].k.toFixed(2)}`;
    reasons.push(`${badRows.length} of ${rows.length} rows have Pareto k above ${goodK.toFixed(2)}; ${row}`);
  }
  if (!Number.isFinite(elpd)) reasons.push("the log likelihood of some row is not finite");
  return {
    elpd,
    se,
    p,
    seP,
    mcse: badRows.length > 0 ? Number.NaN : Math.sqrt(rows.reduce((sum, row) => sum + row.mcse ** 2, 0)),
    rows,
    goodK,
    badRows,
    reliable: reasons.length === 0,
    reasons,
  };
}

/** The same result with some rows replaced: by moment matching, or by an exact refit without the row (k NaN). */
export function replaceLooRows(result: Loo, replacements: ReadonlyMap<number, LooRow>): Loo {
  return sumLooRows(
    result.rows.map((row, i) => replacements.get(i) ?? row),
    result.goodK,
  );
}

/** A sum over rows and sqrt(n) times their standard deviation. */
export function sumWithError(values: readonly number[]): [sum: number, se: number] {
  const n = values.length;
  const sum = values.reduce((total, value) => total + value, 0);
  const squares = values.reduce((total, value) => total + (value - sum / n) ** 2, 0);
  return [sum, Math.sqrt((n * squares) / (n - 1))];
}
