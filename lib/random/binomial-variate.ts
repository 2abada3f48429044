/** Binomial variates. */
import type { Stream } from "./stream.ts";

/** The rejection's constants hold from a mean of 10 on. */
const SMALL = 10;

/**
 * One binomial(n, p) count; NaN unless n is a whole number >= 0 and 0 <= p <= 1.
 * Masses are right to about n · 1e-16. Not @stdlib's: below a mean of 10 its loop takes n steps, and above it a
 * product runs one factor too far.
 * @source Hörmann 1993, The generation of binomial random variates, algorithm BTRS
 */
export function binomialVariate(n: number, p: number, rng: Stream): number {
  if (!(Number.isInteger(n) && n >= 0 && p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return n - binomialVariate(n, 1 - p, rng);
  if (p === 0) return 0;
  return n * p < SMALL ? byInversion(n, p, rng) : byRejection(n, p, rng);
}

/** Walks up the masses from 0; some n · p steps. The first mass is above e^-14, so it cannot underflow. */
function byInversion(n: number, p: number, rng: Stream): number {
  const odds = p / (1 - p);
  let rest = rng.uniform();
  let mass = Math.exp(n * Math.log1p(-p));
  for (let k = 0; k < n; k++) {
    if (rest < mass) return k;
    rest -= mass;
    mass *= ((n - k) / (k + 1)) * odds;
    // past the last mass that a double can hold: `rest` is what rounding left over
    if (mass === 0) return k;
  }
  return n;
}

function byRejection(n: number, p: number, rng: Stream): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const vr = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const odds = p / (1 - p);
  const mode = Math.floor((n + 1) * p);
  const belowMode = n - mode + 1;
  const height = (mode + 0.5) * Math.log((mode + 1) / (odds * belowMode)) + stirling(mode) + stirling(n - mode);
  for (;;) {
    const u = rng.uniform() - 0.5;
    const v = rng.uniform();
    const edge = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / edge + b) * u + n * p + 0.5);
    if (edge >= 0.07 && v <= vr) return k;
    if (!(k >= 0 && k <= n)) continue;
    const below = n - k + 1;
    const logRatio =
      height +
      (n + 1) * Math.log(belowMode / below) +
      (k + 0.5) * Math.log((below * odds) / (k + 1)) -
      stirling(k) -
      stirling(n - k);
    if (Math.log((v * alpha) / (a / (edge * edge) + b)) <= logRatio) return k;
  }
}

const LOG_SQRT_2PI = Math.log(2 * Math.PI) / 2;
const logFactorials = [1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880].map(Math.log);

/** log k! - [log √(2π) + (k + 1/2) log(k + 1) - (k + 1)] */
function stirling(k: number): number {
  const next = k + 1;
  if (k < 10) return logFactorials[k]! - (LOG_SQRT_2PI + (k + 0.5) * Math.log(next) - next);
  const square = next * next;
  return (1 / 12 - (1 / 360 - 1 / 1260 / square) / square) / next;
}
