/** The regularised incomplete gamma functions, accurate for every shape, and their inverse. */
import { gammainc } from "../stdlib.ts";
import { searchQuantile } from "./search-quantile.ts";
import { deviance, stirlingError } from "./saddle-point.ts";

/**
 * @stdlib 0.4.1 is right to 1e-12 up to shape 200; above that, wherever x > shape, it is wrong by up to 2 % (against
 * mpmath, 2026-11). Half of 200 keeps away from the edge.
 */
const STDLIB_LIMIT = 100;

/**
 * P(a, x): the chance that a gamma number with shape a and rate 1 is at most x >= 0.
 * @source series 8.11.4 of the DLMF below x = a, continued fraction 8.9.2 above
 * @truth test/truth/distributions.json
 * @cost O(√a) steps when x is near a
 */
export function lowerGamma(a: number, x: number): number {
  if (x === Infinity || a === Infinity) return x === a ? Number.NaN : Number(x > a);
  if (!(a >= STDLIB_LIMIT && x >= 0)) return gammainc(x, a, true, false);
  return x < a ? series(a, x) : 1 - continuedFraction(a, x);
}

/** Q(a, x) = 1 - P(a, x), with the digits of the upper tail. */
export function upperGamma(a: number, x: number): number {
  if (x === Infinity || a === Infinity) return x === a ? Number.NaN : Number(x < a);
  if (!(a >= STDLIB_LIMIT && x >= 0)) return gammainc(x, a, true, true);
  return x < a ? 1 - series(a, x) : continuedFraction(a, x);
}

/** The x with P(a, x) = p. */
export function gammaQuantile(p: number, a: number): number {
  return searchQuantile(
    p,
    (x) => lowerGamma(a, x),
    (x) => upperGamma(a, x),
  );
}

/** x^a e^-x / Γ(a + 1) */
function mass(a: number, x: number): number {
  return Math.exp(-deviance(a, x) - stirlingError(a)) / Math.sqrt(2 * Math.PI * a);
}

function series(a: number, x: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 1; term > sum * Number.EPSILON; n++) {
    term *= x / (a + n);
    sum += term;
  }
  return mass(a, x) * sum;
}

/** by Lentz's method; every partial denominator is positive because x >= a */
function continuedFraction(a: number, x: number): number {
  let b = x + 1 - a;
  let c = Infinity;
  let d = 1 / b;
  let h = d;
  for (let n = 1; ; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    h *= c * d;
    if (Math.abs(c * d - 1) < 2 * Number.EPSILON) return mass(a, x) * a * h;
  }
}
