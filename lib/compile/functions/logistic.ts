/** The logistic family: inv_logit, log1p_exp (softplus), log_inv_logit, log1m_exp, tanh. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import {
  add,
  and,
  div,
  eq,
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
  xor,
} from "./arithmetic.ts";
import { exponential } from "./exponential.ts";
import { LIFT, lifted, logSum } from "./logarithm.ts";

/** (2 artanh(s) - 2 s) / s³ in s² for 0 ≤ s ≤ 1/3: log(1 + e), 0 ≤ e ≤ 1, to a relative 4.9e-17 (minimax) */
const softplusSeries = [
  0.666666666666777, 0.3999999999604993, 0.2857142905797439, 0.2222219290577152, 0.18182814041985298,
  0.15364296013804382, 0.13586309692518375, 0.09902843806159696, 0.1773971141934222,
];

/** keeps 2^n normal down to e^-746 = 0 */
const BIAS = 512;

/** e^x for x ≤ 700, subnormal and zero results right */
function expBounded(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const { power, fraction } = exponential(m, f, f.bind(greater(x, m.constant(-746))), { bias: BIAS });
  return f.bind(mul(add(power, mul(power, fraction)), m.constant(2 ** -BIAS)));
}

/**
 * 1 / (1 + e^-x), accurate in both tails.
 *
 * @truth test/truth/functions.json
 */
export function invLogit(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  // e^40 + 1 = e^40 in float64, so that the quotient is 1 from there on
  const e = expBounded(m, f, lesser(x, m.constant(40)));
  return div(e, add(e, m.constant(1)));
}

/** log(1 + e^x) and its derivative inv_logit(x), which share an exponential */
export function softplusPair(m: ModuleBuilder, f: FunctionBuilder, x: Expr): [value: Expr, derivative: Expr] {
  const { value, e } = softplus(m, f, x);
  const numerator = select(lt(x, m.constant(0)), e, m.constant(1));
  return [value, f.bind(div(numerator, add(e, m.constant(1))))];
}

/**
 * log(1 + e^x), the softplus.
 *
 * @truth test/truth/functions.json
 */
export function log1pExp(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  return softplus(m, f, x).value;
}

/** e^-|x| and 1 + e^-|x| */
export function oneAndExponential(m: ModuleBuilder, f: FunctionBuilder, x: Expr): { e: Expr; onePlus: Expr } {
  const e = expBounded(m, f, or(x, m.bits(SIGN)));
  return { e, onePlus: f.bind(add(e, m.constant(1))) };
}

/** @returns also e = e^-|x| */
function softplus(m: ModuleBuilder, f: FunctionBuilder, x: Expr): { value: Expr; e: Expr } {
  // e^-|x| ≤ 1, and max(x, 0) beside the logarithm
  const e = expBounded(m, f, or(x, m.bits(SIGN)));
  const s = f.bind(div(e, add(e, m.constant(2))));
  const square = f.bind(mul(s, s));
  const bend = mul(s, sub(e, mul(square, polynomial(m, f, square, softplusSeries))));
  return { value: f.bind(add(greater(x, m.constant(0)), sub(e, bend))), e };
}

/**
 * log(1 / (1 + e^-x)).
 *
 * @truth test/truth/functions.json
 */
export function logInvLogit(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const flip = m.bits(SIGN);
  return xor(log1pExp(m, f, f.bind(xor(x, flip))), flip);
}

/**
 * log(1 - e^x) for x < 0, accurate at both ends; -Infinity at 0, NaN above.
 *
 * @truth test/truth/functions.json
 */
export function log1mExp(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  return logOfComplement(m, f, complement(m, f, x), x);
}

/**
 * Its derivative -e^x / (1 - e^x) for x < 0; -Infinity at 0, NaN above.
 *
 * @truth test/truth/functions.json
 */
export function log1mExpSlope(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  return slopeOfComplement(m, f, complement(m, f, x), x);
}

export function log1mExpPair(m: ModuleBuilder, f: FunctionBuilder, x: Expr): [value: Expr, derivative: Expr] {
  const parts = complement(m, f, x);
  return [f.bind(logOfComplement(m, f, parts, x)), f.bind(slopeOfComplement(m, f, parts, x))];
}

/** 1 - e^x as u + low, and e^x, for x < 0 */
function complement(m: ModuleBuilder, f: FunctionBuilder, x: Expr): { u: Expr; low: Expr; e: Expr } {
  const bounded = f.bind(greater(lesser(x, m.constant(1)), m.constant(-746)));
  const { power, fraction } = exponential(m, f, bounded, { bias: BIAS, difference: true });
  const unit = m.constant(2 ** -BIAS);
  const whole = f.bind(mul(power, unit));
  const part = f.bind(mul(mul(power, fraction), unit));
  // u + low = 1 - whole - part without error: whole ≤ 1 and |part| < whole
  const one = m.constant(1);
  const rest = f.bind(sub(one, whole));
  const u = f.bind(sub(rest, part));
  const low = add(sub(sub(rest, u), part), sub(sub(one, rest), whole));
  return { u, low, e: mul(add(power, mul(power, fraction)), unit) };
}

function logOfComplement(m: ModuleBuilder, f: FunctionBuilder, { u, low }: { u: Expr; low: Expr }, x: Expr): Expr {
  const { isSmall, value } = lifted(m, f, u);
  const logarithm = sub(logSum(m, f, value, low), and(isSmall, m.constant(LIFT * Math.LN2)));
  const zero = f.bind(m.constant(0));
  return or(select(eq(u, zero), m.constant(-Infinity), logarithm), gt(x, zero));
}

function slopeOfComplement(m: ModuleBuilder, f: FunctionBuilder, { u, e }: { u: Expr; e: Expr }, x: Expr): Expr {
  return or(div(xor(e, m.bits(SIGN)), u), gt(x, f.bind(m.constant(0))));
}

/**
 * Hyperbolic tangent.
 *
 * @truth test/truth/functions.json
 */
export function tanh(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  // e^40 + 2 = e^40 in float64, so that the quotient is 1 from there on
  const bounded = greater(lesser(add(x, x), m.constant(40)), m.constant(-40));
  const { power, fraction } = exponential(m, f, f.bind(bounded), { difference: true });
  const e = f.bind(add(mul(power, fraction), sub(power, m.constant(1))));
  return or(div(e, add(e, m.constant(2))), signOf(m, x));
}
