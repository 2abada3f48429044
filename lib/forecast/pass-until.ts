/** Success probabilities from sampling until the r-th success: estimates, errors, and the bias of the usual one. */
import { CredenceError } from "../errors.ts";

export interface PassUntil {
  /** (r - 1) / (K - 1); NaN for r = 1, where no unbiased estimate exists */
  readonly unbiased: number;
  /** of `unbiased`; its square is unbiased for r >= 3 and too large by p^2 on average for r = 2; NaN for r = 1 */
  readonly standardError: number;
  /** r / K, the maximum likelihood estimate, too large on average: see `plugInBias` */
  readonly plugIn: number;
}

/**
 * What `trials` samples until the r-th success say about the chance of success of one.
 *
 * Only for runs that reached r: a run stopped at a cap before is binomial, s / K, and dropping such runs biases the
 * rest.
 * @param r successes waited for, a whole number >= 1; @param trials samples taken, K >= r
 * @throws CredenceError pass/counts
 * @source Haldane 1945 (estimate); Finney 1949 (variance p (1 - p) / (K - 2)); Hu et al. 2023,
 *   arXiv:2310.03262 (plug-in)
 * @truth test/truth/pass.json, expectations summed exactly
 */
export function passUntil(r: number, trials: number): PassUntil {
  if (!(Number.isInteger(r) && Number.isInteger(trials) && r >= 1 && trials >= r)) {
    throw new CredenceError({
      code: "pass/counts",
      message: `${r} successes after ${trials} trials`,
      expected: "whole numbers, 1 <= successes <= trials",
      fix: "a run stopped at its cap is not one of these: its estimate is successes / trials",
    });
  }
  const plugIn = r / trials;
  if (r === 1) return { unbiased: Number.NaN, standardError: Number.NaN, plugIn };
  const unbiased = (r - 1) / (trials - 1);
  // for r = 2 the formula is p itself, also at K = 2 where it would be 0 / 0
  const standardError = r === 2 ? unbiased : Math.sqrt((unbiased * (1 - unbiased)) / (trials - 2));
  return { unbiased, standardError, plugIn };
}

/**
 * By what factor r / K is too large on average: E[r / K] / p. -log p / (1 - p) for r = 1, which has no bound; tends to
 * r / (r - 1) for rare success when r >= 2.
 * @param p chance of success, in (0, 1]
 * @returns NaN for p outside (0, 1]
 * @source E[1 / K] is an integral of the generating function of K; by parts one r leads to the next
 * @truth test/truth/pass.json
 * @cost O(r) for p < 1/2, else O(r + 50 / p)
 */
export function plugInBias(p: number, r: number = 1): number {
  if (!(p > 0 && p <= 1)) return Number.NaN;
  if (p >= 0.5) return biasBySummation(p, r);
  const q = 1 - p;
  // J_r = p^(r - 1) times the integral of s^(r - 1) / (1 - q s)^r over [0, 1]
  let integral = -Math.log(p) / q;
  for (let s = 2; s <= r; s++) integral = (1 / (s - 1) - p * integral) / q;
  return r * integral;
}

/** Sum over K of (r / K) P(K) / p: the terms fall by at least half, where the recursion in r would cancel. */
function biasBySummation(p: number, r: number): number {
  let mass = p ** (r - 1);
  let sum = mass;
  for (let trials = r + 1; mass > 1e-18 * sum; trials++) {
    mass *= ((1 - p) * (trials - 1)) / (trials - r);
    sum += (mass * r) / trials;
  }
  return sum;
}
