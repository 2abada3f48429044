/** Student's t with scale 1: cdf and quantile as numbers, accurate in both tails. */
import { betainc, betaincinv } from "../stdlib.ts";

/**
 * P(T <= z); the upper tail is `studentCdf(-z, nu)`.
 * @source Abramowitz and Stegun 1964, 26.7.1 with 26.5.27: P(|T| > z) = I_x(ν/2, 1/2) at x = ν / (ν + z²)
 */
export function studentCdf(z: number, nu: number): number {
  const square = z * z;
  // of the two arguments x and 1 - x the smaller one keeps its digits
  const outside =
    square < nu
      ? betainc(square / (nu + square), 0.5, nu / 2, true, true)
      : betainc(nu / (nu + square), nu / 2, 0.5, true, false);
  return z < 0 ? outside / 2 : 1 - outside / 2;
}

/** The z with P(T <= z) = p. */
export function studentQuantile(p: number, nu: number): number {
  if (p > 0.5) return -studentQuantile(1 - p, nu);
  const x = betaincinv(2 * p, nu / 2, 0.5, false);
  if (x < 0.5) return -Math.sqrt((nu * (1 - x)) / x);
  const complement = betaincinv(2 * p, 0.5, nu / 2, true);
  return -Math.sqrt((nu * complement) / (1 - complement));
}
