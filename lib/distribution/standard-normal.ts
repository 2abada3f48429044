/** The standard normal's cdf and quantile as numbers, accurate in both tails. */
import { erfc, erfcinv } from "../stdlib.ts";

/**
 * Φ(z), relative error below 1e-13 wherever it is a normal number; the upper tail is `standardNormalCdf(-z)`.
 * @source @stdlib erfc (FreeBSD s_erf.c)
 * @truth test/truth/distributions.json
 */
export function standardNormalCdf(z: number): number {
  return erfc(-z * Math.SQRT1_2) / 2;
}

/**
 * The z with Φ(z) = p; -Infinity at 0, Infinity at 1, NaN outside [0, 1].
 * @source @stdlib erfcinv (Boost); its own normal quantile goes through erfinv(2p - 1), which loses the lower tail
 * @truth test/truth/distributions.json
 */
export function standardNormalQuantile(p: number): number {
  return -Math.SQRT2 * erfcinv(2 * p);
}
