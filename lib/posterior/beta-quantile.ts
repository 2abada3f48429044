/** The beta distribution's cdf and quantile, as order statistics and binomial tails need them. */
import { logGamma } from "./log-gamma.ts";

/**
 * The probability that a Beta(a, b) variable is at most x.
 * @param a > 0; @param b > 0
 * @source DLMF 8.17.22, Lentz's continued fraction, on the side of the mean where it converges in O(sqrt(a + b)) terms
 * @truth test/truth/posterior.json
 */
export function betaCdf(x: number, a: number, b: number): number {
  if (!(x > 0)) return Number.isNaN(x) ? Number.NaN : 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - betaCdf(1 - x, b, a);
  const logFront = a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b);
  return (Math.exp(logFront) * continuedFraction(x, a, b)) / a;
}

function continuedFraction(x: number, a: number, b: number): number {
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d);
    c = 1 + even / c;
    fraction *= c * d;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d);
    c = 1 + odd / c;
    fraction *= c * d;
    if (Math.abs(c * d - 1) < 1e-15) break;
  }
  return fraction;
}

/**
 * The value below which a Beta(a, b) variable falls with probability p, by Newton steps kept inside a shrinking bracket.
 * @param p 0 .. 1; @param a > 0; @param b > 0
 * @returns NaN when a parameter is NaN
 * @truth test/truth/posterior.json
 */
export function betaQuantile(p: number, a: number, b: number): number {
  if (Number.isNaN(p + a + b)) return Number.NaN;
  let [low, high] = [0, 1];
  let x = a / (a + b);
  const logNormaliser = logGamma(a + b) - logGamma(a) - logGamma(b);
  // 200 halvings reach the smallest doubles; Newton steps end it long before
  for (let i = 0; i < 200 && high > low; i++) {
    const excess = betaCdf(x, a, b) - p;
    if (excess > 0) high = x;
    else low = x;
    const density = Math.exp(logNormaliser + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
    const step = x - excess / density;
    const next = step > low && step < high ? step : (low + high) / 2;
    if (Math.abs(next - x) <= 1e-15 * x) return next;
    x = next;
  }
  return x;
}
