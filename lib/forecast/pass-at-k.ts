/** pass@k: the chance that at least one of k samples of an item is right, estimated without bias from n samples. */
import { CredenceError } from "../errors.ts";
import { mean, standardDeviation } from "../posterior/moments.ts";

/** Samples of one item and how many of them passed. */
export interface Tries {
  readonly n: number;
  /** successes, 0 .. n */
  readonly c: number;
}

/**
 * 1 - C(n - c, k) / C(n, k): the share of all choices of k among the n samples that hold a success.
 *
 * The ratio of binomials is a product of min(c, k) factors, summed as logs, so a small chance keeps its digits.
 * @param n samples taken; @param c successes among them; @param k samples one would take, 1 .. n
 * @returns unbiased for 1 - (1 - p)^k; it says nothing of its own error, which `passAtKOverItems` gives
 * @throws CredenceError pass/counts when c is not in 0 .. n; pass/k when k is not in 1 .. n: no unbiased estimate
 *   exists beyond n
 * @source Chen et al. 2021 (arXiv:2107.03374), eq. 1
 * @truth test/truth/pass.json, exact fractions
 * @cost O(min(c, k))
 */
export function passAtK(n: number, c: number, k: number): number {
  checkTries(n, c, k);
  if (k > n - c) return 1;
  const [terms, other] = c < k ? [c, k] : [k, c];
  let logFail = 0;
  for (let i = 0; i < terms; i++) logFail += Math.log1p(-other / (n - i));
  return 0 - Math.expm1(logFail);
}

/**
 * Mean pass@k over items, with its standard error for items like these: both the choice of items and the sampling
 * within each are in it.
 * @returns standardError NaN for one item
 * @throws CredenceError pass/counts, pass/k as `passAtK`, with the number of the item
 */
export function passAtKOverItems(
  items: readonly Tries[],
  k: number,
): { passAtK: number; standardError: number; items: number } {
  const each = Float64Array.from(items, ({ n, c }, item) => {
    checkTries(n, c, k, ` in item ${item + 1}`);
    return passAtK(n, c, k);
  });
  return { passAtK: mean(each), standardError: standardDeviation(each) / Math.sqrt(each.length), items: each.length };
}

function checkTries(n: number, c: number, k: number, place: string = ""): void {
  if (!(Number.isInteger(n) && Number.isInteger(c) && n >= 1 && c >= 0 && c <= n)) {
    throw new CredenceError({
      code: "pass/counts",
      message: `${c} successes of ${n} samples${place}`,
      expected: "whole numbers, 0 <= successes <= samples, at least one sample",
    });
  }
  if (!(Number.isInteger(k) && k >= 1 && k <= n)) {
    throw new CredenceError({
      code: "pass/k",
      message: `k is ${k} for ${n} samples${place}`,
      expected: "a whole number from 1 to the number of samples",
      fix: "for k above the number of samples fit a pass-at-k model, which extrapolates",
    });
  }
}
