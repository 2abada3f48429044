/** Pareto smoothed importance sampling: weights whose largest values are replaced by what their tail should hold. */
import { largest as largestOf } from "../posterior/argsort.ts";
import { fitGeneralizedPareto, generalizedParetoQuantile } from "./generalized-pareto.ts";
import { logSumExp } from "./log-sum-exp.ts";

export interface SmoothedWeights {
  /** log weights that sum to one */
  readonly logWeights: Float64Array;
  /** Pareto shape of the raw weights' tail; Infinity when the tail is too short or constant to be fitted */
  readonly k: number;
  /** effective draws, r_eff / Σ w² */
  readonly ess: number;
}

/** Fewer values in a tail cannot be fitted (Vehtari et al. 2024, section 6). */
const SHORTEST_TAIL = 5;

/**
 * The largest Pareto shape at which an estimate from this many draws is still to be trusted.
 * @source Vehtari, Simpson, Gelman, Yao, Gabry 2024, section 3.2.4: min(1 - 1 / log10 S, 0.7)
 */
export function goodParetoK(nDraws: number): number {
  return Math.min(1 - 1 / Math.log10(nDraws), 0.7);
}

/** How many of the largest of `nDraws` values make the tail: min(S / 5, 3 sqrt(S / r_eff)), rounded up. */
function tailLength(nDraws: number, relativeEss: number): number {
  return Math.ceil(Math.min(0.2 * nDraws, 3 * Math.sqrt(nDraws / relativeEss)));
}

/**
 * Smooths importance ratios and normalises them.
 * @param logRatios log of target over proposal for each draw, up to a constant; finite or -Infinity
 * @param relativeEss effective draws per draw of the quantity weighted (1 for independent draws)
 * @source Vehtari, Simpson, Gelman, Yao, Gabry 2024, algorithm 1. Deviation: none
 * @truth test/truth/psis.json, loo 2.5.1
 * @cost O(S log S)
 */
export function psis(logRatios: Float64Array, relativeEss: number = 1): SmoothedWeights {
  const nDraws = logRatios.length;
  const largest = logRatios.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const logWeights = logRatios.map((value) => value - largest);
  const length = tailLength(nDraws, relativeEss);
  const k = length >= SHORTEST_TAIL ? smoothTail(logWeights, length) : Number.POSITIVE_INFINITY;
  const total = logSumExp(logWeights);
  let squares = 0;
  for (let i = 0; i < nDraws; i++) {
    logWeights[i] -= total;
    squares += Math.exp(2 * logWeights[i]);
  }
  return { logWeights, k, ess: relativeEss / squares };
}

/** Replaces the largest log weights (of which the largest is 0) by expected order statistics of the fitted tail. */
function smoothTail(logWeights: Float64Array, length: number): number {
  const last = largestOf(logWeights, length + 1);
  const tail = last.subarray(1);
  if (-logWeights[tail[0]] < Number.EPSILON / 100) return Number.POSITIVE_INFINITY;
  const cutoff = Math.exp(logWeights[last[0]]);
  const fit = fitGeneralizedPareto(Float64Array.from(tail, (i) => Math.exp(logWeights[i]) - cutoff));
  if (!Number.isFinite(fit.k)) return Number.POSITIVE_INFINITY;
  if (fit.sigma > 0) {
    tail.forEach((i, rank) => {
      const smoothed = generalizedParetoQuantile(fit, (rank + 0.5) / length) + cutoff;
      logWeights[i] = Math.min(Math.log(smoothed), 0);
    });
  }
  return fit.k;
}

/**
 * The Pareto shape of the upper tail of values: above 0.5 their variance is not finite, above 0.7 a mean of them
 * cannot be trusted.
 * @param values at least 25 for an answer
 * @returns NaN when there are too few values or the tail is constant
 * @source Vehtari et al. 2024, section 3.2.4; posterior (R) `pareto_khat`, right tail
 */
export function upperTailShape(values: Float64Array, relativeEss: number = 1): number {
  const length = tailLength(values.length, relativeEss);
  if (length < SHORTEST_TAIL) return Number.NaN;
  const sorted = Float64Array.from(values).sort();
  const cutoff = sorted[sorted.length - length - 1];
  const exceedances = sorted.subarray(sorted.length - length).map((value) => value - cutoff);
  return exceedances[length - 1] > 0 ? fitGeneralizedPareto(exceedances).k : Number.NaN;
}
