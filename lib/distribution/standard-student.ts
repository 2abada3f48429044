/** Student's t with location 0 and scale 1: probabilities and quantiles as numbers, accurate in every tail. */
import { betainc } from "../stdlib.ts";
import { searchQuantile } from "./search-quantile.ts";

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

/** The z >= 0 with P(|T| <= z) = p, unless its square leaves the doubles: 1e-160 < z < 1e154. */
export function studentInsideQuantile(p: number, nu: number): number {
  return searchQuantile(
    p,
    (z) => studentInside(z, nu),
    (z) => studentOutside(z, nu),
  );
}

/** The z with P(T <= z) = p. The search is for 1 / |z|, which grows with the tail's probability. */
export function studentQuantile(p: number, nu: number): number {
  if (p > 0.5) return -studentQuantile(1 - p, nu);
  return (
    -1 /
    searchQuantile(
      2 * p,
      (w) => studentOutside(1 / w, nu),
      (w) => studentInside(1 / w, nu),
    )
  );
}
