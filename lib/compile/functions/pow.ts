/** x^y through a logarithm carried in two float64, so that a large y costs no accuracy. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import {
  abs, add, and, andnot, div, eq, greater, lesser, lt, mul, ne, nearest, or, polynomial, select, signOf, sub, UPPER, xor,
} from "./arithmetic.ts";
import { exponential } from "./exponential.ts";
import { normaliser, split } from "./logarithm.ts";

/** (2 artanh(s) - 2 s) / s³ in s², |s| ≤ (√2 - 1) / (√2 + 1): the logarithm to a relative 1.3e-18 (minimax) */
const series = [
  0.6666666666666734, 0.3999999999941633, 0.28571428742024546, 0.2222219860981499, 0.18183562458385658,
  0.15314097389213202, 0.14795490504882264,
];
/** log 2 in two parts; the first has 42 bits after the point, so that its product with an exponent is exact */
const LOG2_HIGH = 0.6931471805598903;
const LOG2_LOW = 5.497923018708371e-14;

/**
 * x^y as in IEEE 754, but 1^NaN is NaN: x^0 = 1 for every x; for x < 0 an integer y gives the signed power, any other NaN.
 *
 * @truth test/truth/functions.json
 */
export function pow(m: ModuleBuilder, f: FunctionBuilder, x: Expr, y: Expr): Expr {
  const size = f.bind(abs(x));
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

/** log x = high + low to about 2^-67, for finite x > 0 */
function logarithmInTwo(m: ModuleBuilder, f: FunctionBuilder, x: Expr): InTwo {
  const { scale, field } = normaliser(m, f, x);
  const { exponent, significand } = split(m, f, f.bind(mul(x, scale)), field);
  const k = f.bind(exponent);
  const e = f.bind(sub(significand, m.constant(1)));
  const inverse = f.bind(div(m.constant(1), add(e, m.constant(2))));
  // s = e / (2 + e) in two parts: the residual e - sHigh (2 + e) is exact but for its last product
  const sHigh = f.bind(and(mul(e, inverse), m.bits(UPPER)));
  const eHigh = f.bind(and(e, m.bits(UPPER)));
  const twice = f.bind(add(sHigh, sHigh));
  const residual = sub(sub(sub(e, twice), mul(sHigh, eHigh)), mul(sHigh, sub(e, eHigh)));
  const sLow = f.bind(mul(residual, inverse));
  const s = f.bind(add(sHigh, sLow));
  const square = f.bind(mul(s, s));
  const bend = add(add(sLow, sLow), mul(mul(s, square), polynomial(m, f, square, series)));
  const whole = f.bind(mul(k, m.constant(LOG2_HIGH)));
  const sum = f.bind(add(whole, twice));
  const correction = f.bind(add(add(sub(whole, sum), twice), add(mul(k, m.constant(LOG2_LOW)), bend)));
  const high = f.bind(add(sum, correction));
  return { high, low: sub(correction, sub(high, sum)) };
}

/** e^(high + low), |low| far below |high|; the square of the half, as in `exp` */
function expOfTwo(m: ModuleBuilder, f: FunctionBuilder, high: Expr, low: Expr): Expr {
  const half = m.constant(0.5);
  const bound = (value: Expr, limit: number): Expr => greater(lesser(value, m.constant(limit)), m.constant(-limit));
  const { power, fraction } = exponential(m, f, f.bind(mul(bound(high, 1400), half)), 0, mul(bound(low, 1), half));
  const root = f.bind(add(power, mul(power, fraction)));
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
  const isFiniteNegative = and(lt(x, m.constant(0)), lt(abs(x), m.constant(Infinity)));
  return or(xor(value, and(signOf(m, x), isOdd)), andnot(isFiniteNegative, isInteger));
}
