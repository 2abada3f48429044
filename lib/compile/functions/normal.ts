/** The error function and the standard normal distribution: erf, erfc, Phi, log_Phi. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import {
  abs,
  add,
  and,
  andnot,
  div,
  greater,
  gt,
  lesser,
  lt,
  mul,
  or,
  polynomial,
  select,
  SIGN,
  signOf,
  sub,
  UPPER,
  xor,
} from "./arithmetic.ts";
import { exponential } from "./exponential.ts";
import { logSum } from "./logarithm.ts";

/** e^(a²) erfc(a) / w in t = 1 - 2 w, w = 3 / (a + 3), for every a ≥ 0: relative 2.7e-16 (minimax, then exact at 0) */
const scaledTail = [
  0.3580023023627799, -0.2944648177232928, 0.19674278570137838, -0.1034890873003583, 0.039842587095339915,
  -0.00894241153707363, -0.0004041388694674107, 0.001011353947686683, -0.00018276994506497663, -9.225893603055567e-5,
  3.5854044262954534e-5, 1.0131344972854055e-5, -5.8241419894575685e-6, -1.5795922866921086e-6, 9.229937008686722e-7,
  3.272440306068618e-7, -1.375805778332569e-7, -7.178241521298949e-8, 1.6813726688079598e-8, 1.2876005598684926e-8,
  -1.2161298104895555e-9, -1.283279197495513e-9,
];
const CENTRE = 3;

/** -log(erfc(a)) / a for 0 ≤ a ≤ 5.95: erf to a relative 2.6e-16 (minimax) */
const rate = [
  1.1283791670955123, 0.6366197723676833, 0.1027726032960059, -0.01912844687328082, -0.00020919626930992222,
  0.00169621779814408, -0.0005901803477379674, 2.606326982851182e-5, 6.403697126326709e-5, -2.8880633688993014e-5,
  2.204468145973278e-6, 4.175837201960711e-6, -2.9233255374469567e-6, 1.1668681954539344e-6, -3.304709568178555e-7,
  6.967434968917375e-8, -1.094879201186658e-8, 1.2495187879908778e-9, -9.789398977504759e-11, 4.702480284481492e-12,
  -1.0415612591585107e-13,
];

/** keeps 2^n normal where the tail is subnormal */
const BIAS = 512;

/**
 * The error function.
 *
 * @truth test/truth/functions.json
 */
export function erf(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  // 1 - e^(-a rate(a)); 1 - erf(5.93) < 2^-54
  const a = f.bind(lesser(abs(m, x), m.constant(5.93)));
  const exponent = f.bind(xor(mul(a, polynomial(m, f, a, rate)), m.bits(SIGN)));
  const { power, fraction } = exponential(m, f, exponent, { difference: true });
  const size = sub(sub(m.constant(1), power), mul(power, fraction));
  return or(size, signOf(m, x));
}

/**
 * 1 - erf(x), accurate in the right tail down to subnormal results.
 *
 * @truth test/truth/functions.json
 */
export function erfc(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const a = f.bind(abs(m, x));
  const tail = f.bind(mul(gaussian(m, f, a, 27.5, 1), ratio(m, f, a, CENTRE, 2 ** -BIAS)));
  return select(lt(x, m.constant(0)), sub(m.constant(2), tail), tail);
}

/**
 * Cumulative distribution of the standard normal, accurate in the left tail down to subnormal results.
 *
 * @truth test/truth/functions.json
 */
export function phi(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const a = f.bind(abs(m, x));
  const tail = f.bind(mul(gaussian(m, f, a, 39, 0.5), ratio(m, f, a, CENTRE * Math.SQRT2, 2 ** -BIAS / 2)));
  return select(gt(x, m.constant(0)), sub(m.constant(1), tail), tail);
}

/**
 * Logarithm of Phi, accurate in the left tail as far as x² / 2 is finite, and in the right tail.
 *
 * @truth test/truth/functions.json
 */
export function logPhi(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  return logPhiFrom(m, f, logPhiParts(m, f, x));
}

/**
 * Derivative of log_Phi: φ(x) / Phi(x), which nears -x in the left tail.
 *
 * @truth test/truth/functions.json
 */
export function logPhiSlope(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  return slopeFrom(m, logPhiParts(m, f, x));
}

/** log Phi(x) and its derivative φ(x) / Phi(x), which share everything but a division */
export function logPhiPair(m: ModuleBuilder, f: FunctionBuilder, x: Expr): [value: Expr, derivative: Expr] {
  const parts = logPhiParts(m, f, x);
  return [f.bind(logPhiFrom(m, f, parts)), f.bind(slopeFrom(m, parts))];
}

interface LogPhiParts {
  readonly size: Expr;
  readonly isLeft: Expr;
  /** e^(-x²/2) */
  readonly density: Expr;
  /** left of 0, e^(x²/2) Phi(x); right of it, Phi(x) = u + low */
  readonly u: Expr;
  readonly low: Expr;
}

function logPhiParts(m: ModuleBuilder, f: FunctionBuilder, x: Expr): LogPhiParts {
  const size = f.bind(abs(m, x));
  const scaled = f.bind(ratio(m, f, size, CENTRE * Math.SQRT2, 0.5));
  const density = f.bind(mul(gaussian(m, f, size, 39, 0.5), m.constant(2 ** -BIAS)));
  const isLeft = f.bind(lt(x, m.constant(0)));
  const tail = f.bind(mul(density, scaled));
  const one = f.bind(m.constant(1));
  const complement = f.bind(sub(one, tail));
  const u = f.bind(select(isLeft, scaled, complement));
  return { size, isLeft, density, u, low: andnot(sub(sub(one, complement), tail), isLeft) };
}

function logPhiFrom(m: ModuleBuilder, f: FunctionBuilder, { size, isLeft, u, low }: LogPhiParts): Expr {
  const halfSquare = and(mul(size, mul(size, m.constant(0.5))), isLeft);
  // at -Infinity the ratio is 0, but log Phi is -Infinity by its half square
  return sub(logSum(m, f, f.bind(greater(u, m.constant(1e-300))), low), halfSquare);
}

function slopeFrom(m: ModuleBuilder, { isLeft, density, u }: LogPhiParts): Expr {
  return mul(div(select(isLeft, m.constant(1), density), u), m.constant(1 / Math.sqrt(2 * Math.PI)));
}

/** e^(-scale a²) · 2^BIAS, a ≥ 0; the square is exact in two parts */
function gaussian(m: ModuleBuilder, f: FunctionBuilder, a: Expr, largest: number, scale: number): Expr {
  const bounded = f.bind(lesser(a, m.constant(largest)));
  const upper = f.bind(and(bounded, m.bits(UPPER)));
  const high = f.bind(mul(mul(upper, upper), m.constant(-scale)));
  const low = mul(mul(sub(bounded, upper), add(bounded, upper)), m.constant(-scale));
  const { power, fraction } = exponential(m, f, high, { bias: BIAS, low });
  return add(power, mul(power, fraction));
}

/** e^(b²) erfc(b) · factor, where b / 3 = a / centre */
function ratio(m: ModuleBuilder, f: FunctionBuilder, a: Expr, centre: number, factor: number): Expr {
  const c = m.constant(centre);
  const w = f.bind(div(c, add(a, c)));
  const t = f.bind(sub(m.constant(1), add(w, w)));
  return mul(mul(w, m.constant(factor)), polynomial(m, f, t, scaledTail));
}
