/** The shared core of everything that contains a logarithm: u = 2^k m, and log m by a series in (m - 1) / (m + 1). */
import { type Expr, type FunctionBuilder, floatBits, type ModuleBuilder } from "../wasm/module.ts";
import { add, addInt, and, andnot, div, greater, lt, mul, or, polynomial, shiftRight, sub } from "./arithmetic.ts";

/** (2 artanh(s) - 2 s) / s³ in s², |s| ≤ (√2 - 1) / (√2 + 1): the logarithm to a relative 1.9e-16 (minimax) */
const series = [
  0.6666666666658749, 0.4000000005213813, 0.2857141715090478, 0.22223370247933263, 0.18123686870285957,
  0.16819313130328178,
];

export const SIGNIFICAND = (1n << 52n) - 1n;
const EXPONENT = 0x7ffn << 52n;
export const EXPONENT_OF_ONE = 1023;
/** its low bits count ones: an integer put there becomes a float64 by subtracting it again */
export const TWO52 = 2 ** 52;

/** a subnormal number is lifted by 2^54; exponents are held 64 higher, so that none becomes negative */
export const LIFT = 54;
const ROOM = 64;

export interface Lifted {
  /** where the number was subnormal, zero or negative */
  readonly isSmall: Expr;
  /** the number, times 2^54 where it was subnormal */
  readonly value: Expr;
  /** for `split`: what takes the 54 from the exponent again */
  readonly lift: Expr;
}

/** makes subnormal numbers normal */
export function lifted(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Lifted {
  const isSmall = f.bind(lt(x, m.constant(2 ** -1022)));
  const value = f.bind(greater(x, and(isSmall, mul(x, m.constant(2 ** LIFT)))));
  return { isSmall, value, lift: and(isSmall, m.bits(-BigInt(LIFT) << 52n)) };
}

export interface Split {
  /** u / 2^k in [from, 2 from), [√½, √2) unless told otherwise */
  readonly significand: Expr;
  /** -k as a float64, so that the logarithm of 1 - 0 keeps its sign */
  readonly minusExponent: Expr;
  /** u with k + 1023, or k + 1087 if lifted, in its exponent field */
  readonly bits: Expr;
}

export interface SplitOptions {
  /** of `lifted` */
  readonly lift?: Expr;
  /** the power of two by which u is too large, taken from k */
  readonly scaledBy?: number;
  /** where the significand begins; it ends at twice this */
  readonly from?: number;
}

/** u = significand · 2^k for normal u > 0. Any other u, even NaN, gives finite numbers without meaning. */
export function split(m: ModuleBuilder, f: FunctionBuilder, u: Expr, options: SplitOptions = {}): Split {
  const { lift, scaledBy = 0, from = Math.SQRT1_2 } = options;
  const room = lift ? ROOM : 0;
  const shift = floatBits(1) - floatBits(from) + (BigInt(room) << 52n);
  const shifted = addInt(u, m.bits(shift));
  const bits = f.bind(lift ? addInt(shifted, lift) : shifted);
  const field = TWO52 + EXPONENT_OF_ONE + room + scaledBy;
  const minusExponent = sub(m.constant(field), or(shiftRight(bits, 52), m.constant(TWO52)));
  const significand = f.bind(addInt(and(bits, m.bits(SIGNIFICAND)), m.constant(from)));
  return { bits, minusExponent, significand };
}

/** log m, m in [√½, √2) */
export function logSignificand(m: ModuleBuilder, f: FunctionBuilder, significand: Expr): Expr {
  const one = f.bind(m.constant(1));
  return artanhSeries(m, f, f.bind(sub(significand, one)), add(significand, one));
}

/** log(1 + e) given 2 + e. The excess e is kept whole in the result, so that a subnormal one survives. */
function artanhSeries(m: ModuleBuilder, f: FunctionBuilder, e: Expr, twoPlus: Expr): Expr {
  const s = f.bind(div(e, twoPlus));
  const square = f.bind(mul(s, s));
  // log(1 + e) = 2 artanh(s) = e - s (e - s² series), since 2 s = e - s e
  return sub(e, mul(s, sub(e, mul(square, polynomial(m, f, square, series)))));
}

/** log u for normal or lifted u > 0, finite and without meaning otherwise */
export function logNormal(m: ModuleBuilder, f: FunctionBuilder, u: Expr, options?: SplitOptions): Expr {
  const { minusExponent, significand } = split(m, f, u, options);
  return add(mul(minusExponent, m.constant(-Math.LN2)), logSignificand(m, f, significand));
}

/** log(u + low) for normal u > 0, |low| at most an ulp of u: the logarithm of a sum that was rounded to u */
export function logSum(m: ModuleBuilder, f: FunctionBuilder, u: Expr, low: Expr): Expr {
  const { bits, minusExponent, significand } = split(m, f, u);
  // flipping the exponent field gives 2^(1 - k); the product is exact before it is halved, even if low is subnormal
  const rest = mul(mul(low, andnot(m.bits(EXPONENT), bits)), m.constant(0.5));
  const one = f.bind(m.constant(1));
  const excess = f.bind(sub(rest, sub(one, significand)));
  return add(mul(minusExponent, m.constant(-Math.LN2)), artanhSeries(m, f, excess, add(significand, one)));
}
