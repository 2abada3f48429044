/** Student's t with location 0 and scale 1: probabilities and quantiles as numbers, accurate in every tail. */
import { betainc, betaincinv } from "../stdlib.ts";

/**
 * P(|T| > z), z >= 0.
 * @source Abramowitz and Stegun 1964, 26.5.27: I_x(ν/2, 1/2) at x = ν / (ν + z²); of x and 1 - x the smaller is used
 * @truth test/truth/distributions.json
 */
export function studentOutside(z: number, nu: number): number {
  const square = z * z;
  return square < nu
    ? betainc(square / (nu + square), 0.5, nu / 2, true, true)
    : betainc(nu / (nu + square), nu / 2, 0.5, true, false);
}

/** P(|T| <= z), z >= 0 */
export function studentInside(z: number, nu: number): number {
  const square = z * z;
  return square < nu
    ? betainc(square / (nu + square), 0.5, nu / 2, true, false)
    : betainc(nu / (nu + square), nu / 2, 0.5, true, true);
}

/** P(T <= z); the upper tail is `studentCdf(-z, nu)` */
export function studentCdf(z: number, nu: number): number {
  return z < 0 ? studentOutside(-z, nu) / 2 : 0.5 + studentInside(z, nu) / 2;
}

/** The z >= 0 with P(|T| > z) = p. */
export function studentOutsideQuantile(p: number, nu: number): number {
  const x = betaincinv(p, nu / 2, 0.5, false);
  if (x < 0.5) return Math.sqrt((nu * (1 - x)) / x);
  const rest = betaincinv(p, 0.5, nu / 2, true);
  return Math.sqrt((nu * rest) / (1 - rest));
}

/** The z >= 0 with P(|T| <= z) = p. */
export function studentInsideQuantile(p: number, nu: number): number {
  if (p > 0.5) return studentOutsideQuantile(1 - p, nu);
  const x = betaincinv(p, 0.5, nu / 2, false);
  return Math.sqrt((nu * x) / (1 - x));
}

/** The z with P(T <= z) = p. */
export function studentQuantile(p: number, nu: number): number {
  return p < 0.5 ? -studentOutsideQuantile(2 * p, nu) : studentOutsideQuantile(2 * (1 - p), nu);
}
