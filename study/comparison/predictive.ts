/** How well a fit predicts rows it has not seen, row by row: PSIS-LOO, repaired by moment matching and by refits. */
import {
  heldOutRow,
  type Loo,
  type LooRow,
  loo,
  momentMatch,
  poolChains,
  replaceLooRows,
  RowLogLikelihood,
} from "../../lib/evidence/index.ts";
import type { NamedFit } from "./named-fit.ts";
import { fitWithout } from "./refit.ts";

export interface Predictive extends Loo {
  /** rows (from 0) whose Pareto k was bad at first, and what mended them */
  readonly matched: readonly number[];
  readonly refitted: readonly number[];
}

/** Rows that are refitted at most: beyond these the model, not the row, is the trouble, and K-fold says it cheaper. */
const MOST_REFITS = 10;

/**
 * Leave-one-out predictive densities of a fit. Rows with a bad Pareto k are moment matched; those that stay bad are
 * fitted without (at most 10).
 * @cost rows · draws evaluations of the likelihood, up to 90 · draws of the density for a bad row, a fit for a refit
 */
export function predictiveOf({ name, fit }: NamedFit, mostRefits: number = MOST_REFITS): Predictive {
  const { density, sampled } = fit;
  const posterior = poolChains(density, sampled);
  const rows = new RowLogLikelihood(density);
  const plain = loo(rows.ofDraws(posterior), posterior.chains);
  const rowLogLikelihood = (row: number, point: Float64Array): number => rows.at(row, point);
  const matched = plain.badRows.length > 0 ? momentMatch(plain, density, posterior, { rowLogLikelihood }) : plain;
  const bad = matched.badRows.toSorted((a, b) => matched.rows[b]!.k - matched.rows[a]!.k);
  const refitted = bad.length <= mostRefits ? bad : [];
  const failed: number[] = [];
  const replaced = new Map<number, LooRow>();
  for (const row of refitted) {
    const { logLikelihood, ok } = fitWithout(fit, [row], `${name}/without row ${row + 1}`);
    if (!ok) failed.push(row);
    for (const draws of logLikelihood([row])) {
      const { elpd, p } = matched.rows[row]!;
      replaced.set(row, heldOutRow(draws, posterior.chains, elpd + p));
    }
  }
  const result = replaceLooRows(matched, replaced);
  const reasons = failed.map((row) => `the fit without row ${row + 1} cannot be trusted`);
  return {
    ...result,
    reliable: result.reliable && failed.length === 0,
    reasons: [...result.reasons, ...reasons],
    matched: plain.badRows.filter((row) => !matched.badRows.includes(row)),
    refitted,
  };
}
