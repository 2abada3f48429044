/** x^y through a logarithm carried in two float64, so that a large y costs no accuracy. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import {
  abs,
  add,
  and,
  andnot,
  div,
  eq,
  greater,
  gt,
  lesser,
  lt,
  mul,
  ne,
  nearest,
  or,
  polynomial,
  select,
  signOf,
  sub,
  UPPER,
  xor,
} from "./arithmetic.ts";
import { exponentialRoot } from "./exponential.ts";
import { lifted, split } from "./logarithm.ts";

/** (2 artanh(s) - 2 s) / s³ in s², |s| ≤ (√1.5 - 1) / (√1.5 + 1): the logarithm to a relative 1.1e-19 (minimax) */
const series = [
  0.6666666666666654, 0.400000000002455, 0.28571428415910355, 0.22222267486234776, 0.18175166226586262,
  0.1586395782177548,
];
/** log 2 and log 1.5, each in two parts: the first has 42 bits after the point, so that sums with exponents are exact */
const LOG2 = [0.6931471805598903, 5.497923018708371e-14] as const;
const LOG_CENTRE = [0.4054651081080465, 1.1790280407716567e-13] as const;
const CENTRE = 1.5;

/**
 * x^y as in IEEE 754, but 1^NaN is NaN: x^0 = 1 for every x; for x < 0 an integer y gives the signed power, any other NaN.
 *
 * @truth test/truth/functions.json
 */
export function pow(m: ModuleBuilder, f: FunctionBuilder, x: Expr, y: Expr): Expr {
  const size = f.bind(abs(m, x));
  const { high, low } = logarithmInTwo(m, f, size);
  // |y| = 1e20 already gives 0 or infinity for every |x| but 1
  const exponent = f.bind(greater(lesser(y, m.constant(1e20)), m.constant(-1e20)));
  const upperY = f.bind(and(exponent, m.bits(UPPER)));
  const upperLog = f.bind(and(high, m.bits(UPPER)));
  const lowerLog = add(sub(high, upperLog), low);
  const rest = add(mul(sub(exponent, upperY), upperLog), mul(exponent, lowerLog));
  const value = expOfTwo(m, f, mul(upperY, upperLog), rest);
  return withSign(m, f, x, y, withLimits(m, f, size, y, value));
}

interface InTwo {
  readonly high: Expr;
  readonly low: Expr;
}

/**
 * log x = high + low to about 2^-66, for finite x > 0: x = 2^k m, and m = c (1 + s) / (1 - s) about c = 1 or 1.5.
 *
 * @source the reduction of e_pow.c in fdlibm (Sun Microsystems 1993), with artanh(s) in natural instead of binary units
 */
function logarithmInTwo(m: ModuleBuilder, f: FunctionBuilder, x: Expr): InTwo {
  const { value, lift } = lifted(m, f, x);
  const { minusExponent, significand } = split(m, f, value, { lift, from: Math.sqrt(3) / 2 });
  const minusK = f.bind(minusExponent);
  const isUpper = f.bind(gt(significand, m.constant(Math.sqrt(CENTRE))));
  const centre = f.bind(add(m.constant(1), and(isUpper, m.constant(CENTRE - 1))));
  const e = f.bind(sub(significand, centre));
  const d = f.bind(add(significand, centre));
  // s = e / d in two parts: the residual e - sHigh d is exact but for its last product
  const inverse = f.bind(div(m.constant(1), d));
  const sHigh = f.bind(and(mul(e, inverse), m.bits(UPPER)));
  const dHigh = f.bind(and(d, m.bits(UPPER)));
  const dLow = sub(significand, sub(dHigh, centre));
  const sLow = f.bind(mul(sub(sub(e, mul(sHigh, dHigh)), mul(sHigh, dLow)), inverse));
  const s = f.bind(add(sHigh, sLow));
  const square = f.bind(mul(s, s));
  const bend = add(add(sLow, sLow), mul(mul(s, square), polynomial(m, f, square, series)));
  const twice = f.bind(add(sHigh, sHigh));
  const whole = f.bind(add(mul(minusK, m.constant(-LOG2[0])), and(isUpper, m.constant(LOG_CENTRE[0]))));
  const small = add(mul(minusK, m.constant(-LOG2[1])), and(isUpper, m.constant(LOG_CENTRE[1])));
  const sum = f.bind(add(whole, twice));
  const rest = f.bind(add(add(sub(whole, sum), twice), add(small, bend)));
  const high = f.bind(add(sum, rest));
  return { high, low: sub(rest, sub(high, sum)) };
}

/** e^(high + low), |low| far below |high|; the square of the half, as in `exp` */
function expOfTwo(m: ModuleBuilder, f: FunctionBuilder, high: Expr, low: Expr): Expr {
  const bound = (value: Expr, limit: number): Expr => greater(lesser(value, m.constant(limit)), m.constant(-limit));
  const root = exponentialRoot(m, f, f.bind(bound(high, 1400)), bound(low, 1));
  return mul(root, root);
}

/** the powers of 0 and infinity, NaN, and the power 0 */
function withLimits(m: ModuleBuilder, f: FunctionBuilder, size: Expr, y: Expr, value: Expr): Expr {
  const infinite = f.bind(eq(size, m.constant(Infinity)));
  const extreme = or(eq(size, m.constant(0)), infinite);
  const limit = and(xor(infinite, lt(y, m.constant(0))), m.constant(Infinity));
  const unordered = or(ne(size, size), ne(y, y));
  return select(eq(y, m.constant(0)), m.constant(1), or(select(extreme, limit, value), unordered));
}

/** for x < 0: the sign of an odd power, NaN where y is no integer */
function withSign(m: ModuleBuilder, f: FunctionBuilder, x: Expr, y: Expr, value: Expr): Expr {
  const isInteger = f.bind(eq(nearest(y), y));
  const half = f.bind(mul(y, m.constant(0.5)));
  const isOdd = and(isInteger, ne(nearest(half), half));
  const isFiniteNegative = and(lt(x, m.constant(0)), lt(abs(m, x), m.constant(Infinity)));
  return or(xor(value, and(signOf(m, x), isOdd)), andnot(isFiniteNegative, isInteger));
}
