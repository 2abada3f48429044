/** Sine, cosine and arc tangent. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import {
  abs,
  add,
  addInt,
  and,
  div,
  equalInt,
  greater,
  gt,
  lesser,
  mul,
  or,
  polynomial,
  select,
  SIGN,
  shiftLeft,
  signOf,
  sub,
  xor,
} from "./arithmetic.ts";

/** (sin r - r) / r³ in r², |r| ≤ π/4: sine to a relative 3.6e-18 (minimax) */
const sine = [
  -0.1666666666666663, 0.008333333333322116, -0.00019841269829588444, 2.7557313621003524e-6, -2.5050747702276912e-8,
  1.5896226591546076e-10,
];
/** (cos r - 1 + r²/2) / r⁴ in r², |r| ≤ π/4: cosine to a relative 9.3e-17 (minimax) */
const cosine = [
  0.04166666666659654, -0.0013888888877611675, 2.480158070711861e-5, -2.7555523055951907e-7, 2.064511468974145e-9,
];
/** (atan t - t) / t³ in t², 0 ≤ t ≤ tan(π/8): arc tangent to a relative 3.6e-17 (minimax) */
const arcTangent = [
  -0.3333333333333015, 0.19999999999088863, -0.14285714195253477, 0.11111106653254509, -0.09090782404521877,
  0.07690068186810167, -0.06641120193394136, 0.05692533733447978, -0.04359080002651015, 0.02125965722015446,
];

/** 1.5 · 2^52: adding it rounds to an integer, which then stands in the low bits */
const ROUND = 6755399441055744;
/** π/2 in four parts: three of at most 23 bits, whose products with n < 2^30 are exact, and the rest */
const quarterTurn = [1.570796251296997, 7.549789415861596e-8, 5.39030083589187e-15, 2.0222662487959506e-21];
/** beyond this angle the products with the parts of π/2 are no longer exact */
const LARGEST_ANGLE = 2 ** 30;

/**
 * Sine. Absolute error near its zeros; NaN beyond |x| = 2^30, where the reduced angle would lose its digits.
 *
 * @truth test/truth/functions.json
 */
export function sin(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  return sineFrom(m, f, x, 0);
}

/**
 * Cosine. Absolute error near its zeros; NaN beyond |x| = 2^30, where the reduced angle would lose its digits.
 *
 * @truth test/truth/functions.json
 */
export function cos(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  return sineFrom(m, f, x, 1);
}

/** sin(x + quarters π/2) */
function sineFrom(m: ModuleBuilder, f: FunctionBuilder, x: Expr, quarters: 0 | 1): Expr {
  const shifted = f.bind(add(mul(x, m.constant(2 / Math.PI)), m.constant(ROUND)));
  const n = f.bind(sub(shifted, m.constant(ROUND)));
  const r = f.bind(quarterTurn.reduce((rest, part) => sub(rest, mul(n, m.constant(part))), x));
  const z = f.bind(mul(r, r));
  const one = m.constant(1);
  const s = mul(r, add(one, mul(z, polynomial(m, f, z, sine))));
  const c = add(sub(one, mul(z, m.constant(0.5))), mul(mul(z, z), polynomial(m, f, z, cosine)));
  const quadrant = f.bind(addInt(shifted, m.bits(BigInt(quarters))));
  const isEven = equalInt(and(quadrant, m.bits(1n)), m.bits(0n));
  const sign = and(shiftLeft(quadrant, 62), m.bits(SIGN));
  const value = xor(select(isEven, s, c), sign);
  return or(value, gt(abs(m, x), m.constant(LARGEST_ANGLE)));
}

/**
 * Arc tangent.
 *
 * @truth test/truth/functions.json
 */
export function atan(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const size = f.bind(abs(m, x));
  const one = m.constant(1);
  // n / d = min(|x|, 1/|x|), then once more to (n - d) / (n + d), the tangent of the angle less π/4, if above tan(π/8)
  const n = f.bind(lesser(size, one));
  const d = f.bind(greater(size, one));
  const upper = f.bind(gt(n, mul(d, m.constant(Math.SQRT2 - 1))));
  const t = f.bind(div(sub(n, and(upper, d)), add(d, and(upper, n))));
  const z = f.bind(mul(t, t));
  const angle = add(t, mul(mul(t, z), polynomial(m, f, z, arcTangent)));
  const acute = add(angle, and(upper, m.constant(Math.PI / 4)));
  const inverted = f.bind(gt(size, one));
  const positive = add(xor(acute, and(inverted, m.bits(SIGN))), and(inverted, m.constant(Math.PI / 2)));
  return or(positive, signOf(m, x));
}
