/** The shared core of everything that contains a logarithm: u = 2^k m, and log m by a series in (m - 1) / (m + 1). */
import { type Expr, type FunctionBuilder, floatBits, type ModuleBuilder } from "../wasm/module.ts";
import { add, addInt, and, andnot, div, lt, mul, or, polynomial, shiftRight, sub, xor } from "./arithmetic.ts";

/** (2 artanh(s) - 2 s) / s³ in s², |s| ≤ (√2 - 1) / (√2 + 1): the logarithm to a relative 1.9e-16 (minimax) */
const series = [
  0.6666666666658749, 0.4000000005213813, 0.2857141715090478, 0.22223370247933263, 0.18123686870285957,
  0.16819313130328178,
];

const ROOT_HALF = floatBits(Math.SQRT1_2);
const SIGNIFICAND = (1n << 52n) - 1n;
const EXPONENT = 0x7ffn << 52n;
const TWO52 = 2 ** 52;
/** what the exponent field holds for k = 0, on top of the 2^52 that turns its bits into a float64 */
export const FIELD_OF_ONE = TWO52 + 1023;

export interface Split {
  /** the bits of u with k + 1023 in the exponent field */
  readonly bits: Expr;
  /** k as a float64 */
  readonly exponent: Expr;
  /** u / 2^k in [√½, √2) */
  readonly significand: Expr;
}

const SMALLEST_NORMAL = 2 ** -1022;
const SUBNORMAL_SHIFT = 54;

/** a power of two that makes a subnormal x normal, and the field for `split` that undoes it; 1 for other x */
export function normaliser(m: ModuleBuilder, f: FunctionBuilder, x: Expr): { scale: Expr; field: Expr } {
  const small = f.bind(lt(x, m.constant(SMALLEST_NORMAL)));
  const either = (usual: number, otherwise: number): Expr =>
    xor(m.constant(usual), and(small, m.bits(floatBits(usual) ^ floatBits(otherwise))));
  return {
    scale: either(1, 2 ** SUBNORMAL_SHIFT),
    field: either(FIELD_OF_ONE, FIELD_OF_ONE + SUBNORMAL_SHIFT),
  };
}

/**
 * u = significand · 2^exponent for normal u > 0. Any other u, even NaN, gives finite numbers without meaning.
 *
 * @param field FIELD_OF_ONE plus the power of two by which u has been scaled up
 */
export function split(m: ModuleBuilder, f: FunctionBuilder, u: Expr, field: Expr = m.constant(FIELD_OF_ONE)): Split {
  const bits = f.bind(addInt(u, m.bits(floatBits(1) - ROOT_HALF)));
  const exponent = sub(or(shiftRight(bits, 52), m.constant(TWO52)), field);
  const significand = addInt(and(bits, m.bits(SIGNIFICAND)), m.bits(ROOT_HALF));
  return { bits, exponent, significand };
}

/** log(2^exponent (1 + excess)), -0.3 < excess < 0.42. The excess is kept whole, so that a subnormal one survives. */
export function logarithm(m: ModuleBuilder, f: FunctionBuilder, exponent: Expr, excess: Expr): Expr {
  const e = f.bind(excess);
  const s = f.bind(div(e, add(e, m.constant(2))));
  const square = f.bind(mul(s, s));
  // log(1 + e) = 2 artanh(s) = e - s (e - s² series), since 2 s = e - s e
  const bend = mul(s, sub(e, mul(square, polynomial(m, f, square, series))));
  return add(mul(exponent, m.constant(Math.LN2)), sub(e, bend));
}

/** log u for normal u > 0; finite and without meaning otherwise */
export function logNormal(m: ModuleBuilder, f: FunctionBuilder, u: Expr, field?: Expr): Expr {
  const { exponent, significand } = split(m, f, u, field);
  return logarithm(m, f, exponent, sub(significand, m.constant(1)));
}

/** log(u + low) for normal u > 0, |low| at most an ulp of u: the logarithm of a sum that was rounded to u */
export function logSum(m: ModuleBuilder, f: FunctionBuilder, u: Expr, low: Expr, field?: Expr): Expr {
  const { bits, exponent, significand } = split(m, f, u, field);
  // flipping the exponent field gives 2^(1 - k); the product is exact before it is halved, even if low is subnormal
  const twice = mul(low, andnot(m.bits(EXPONENT), bits));
  return logarithm(m, f, exponent, add(sub(significand, m.constant(1)), mul(twice, m.constant(0.5))));
}
