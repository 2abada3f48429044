/** The gamma family for x > 0: lgamma, digamma, trigamma. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import { add, and, div, eq, lesser, lt, mul, or, polynomial, select, sub } from "./arithmetic.ts";
import { LOG2_HIGH, LOG2_LOW } from "./exponential.ts";
import { logNormal, logSignificand, split } from "./logarithm.ts";

/** x is shifted to y = x + 5, and everything is written in v = 1 / y, so that no x overflows and no lane differs */
const SHIFT = 5;
/** (lgamma(y) - (y - ½) log y + y - ½ log 2π) y in v², y ≥ 5: lgamma to an absolute 2.6e-17 (minimax) */
const stirling = [
  0.0833333333333314, -0.0027777777759302636, 0.0007936502802697824, -0.0005951747367368604, 0.000837676887485692,
  -0.0017727097934056271, 0.003569156350175893,
];
/** (log y - v/2 - digamma(y)) y² in v², y ≥ 5: digamma to an absolute 9.1e-16 (minimax) */
const stirlingFirst = [
  0.08333333333189752, -0.008333332617400251, 0.0039681344527549185, -0.004157384392339212, 0.007201720242399975,
  -0.013170445702260085,
];
/** (trigamma(y) - v - v²/2) y³ in v², y ≥ 5: trigamma to a relative 5.2e-16 (minimax) */
const stirlingSecond = [
  0.16666666666559504, -0.03333333262859092, 0.023809366259913495, -0.03331646217866349, 0.07477174989373711,
  -0.22008489823343708, 0.529188114677854,
];

interface Shifted {
  readonly y: Expr;
  /** 1 / y */
  readonly v: Expr;
  readonly v2: Expr;
  /** x / y = 1 - 5 v */
  readonly e: Expr;
  /** (x + 1)(x + 4) / y² = (1 - 4 v)(1 - v) = e + 4 v²: sums of positive terms, without cancellation */
  readonly outer: Expr;
  /** (x + 2)(x + 3) / y² = e + 6 v² */
  readonly inner: Expr;
}

function shift(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Shifted {
  const y = f.bind(add(x, m.constant(SHIFT)));
  const v = f.bind(div(m.constant(1), y));
  const v2 = f.bind(mul(v, v));
  // 1 where ∞ · 0 would be NaN
  const e = f.bind(lesser(m.constant(1), mul(x, v)));
  const outer = f.bind(add(e, mul(v2, m.constant(4))));
  const inner = f.bind(add(e, mul(v2, m.constant(6))));
  return { y, v, v2, e, outer, inner };
}

/** log u = whole + rest, whole exact: log u - 1 is rounded once */
function logInTwo(m: ModuleBuilder, f: FunctionBuilder, u: Expr): { whole: Expr; rest: Expr } {
  const { minusExponent, significand } = split(m, f, u);
  const minusK = f.bind(minusExponent);
  const whole = f.bind(mul(minusK, m.constant(-LOG2_HIGH)));
  return { whole, rest: f.bind(add(mul(minusK, m.constant(-LOG2_LOW)), logSignificand(m, f, significand))) };
}

/** scales x / y away from the subnormal numbers */
const LIFT = 64;

/**
 * log Γ(x) for x ≥ 0, Infinity at 0; NaN below. Absolute error near its zeros at 1 and 2.
 *
 * lgamma(x) = lgamma(y) - log(x (x + 1) ... (x + 4)), in which (x + k) = y (x + k)/y moves 5 log y into the first term:
 * (x - ½)(log y - 1) - log(C Π (x + k)/y) + Stirling's rest. No term is much larger than the result.
 *
 * @truth test/truth/functions.json
 */
export function lgamma(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  return lgammaFrom(m, f, x, shift(m, f, x)).value;
}

function lgammaFrom(m: ModuleBuilder, f: FunctionBuilder, x: Expr, s: Shifted): { value: Expr; logY: Expr } {
  const C = Math.exp(SHIFT + 0.5 - Math.log(2 * Math.PI) / 2);
  const product = mul(mul(x, mul(s.v, m.constant(C * 2 ** LIFT))), mul(s.outer, s.inner));
  const logProduct = logNormal(m, f, f.bind(product), { scaledBy: LIFT });
  const { whole, rest } = logInTwo(m, f, s.y);
  const growth = mul(sub(x, m.constant(0.5)), add(sub(whole, m.constant(1)), rest));
  const value = add(growth, sub(mul(s.v, polynomial(m, f, s.v2, stirling)), logProduct));
  const pole = and(eq(x, m.constant(0)), m.constant(Infinity));
  return { value: or(add(value, pole), lt(x, m.constant(0))), logY: add(whole, rest) };
}

/**
 * Derivative of lgamma for x ≥ 0, -Infinity at 0; NaN below. Absolute error near its zero at 1.46.
 *
 * digamma(x) = digamma(y) - Σ 1/(x + k), the sum brought to one division.
 *
 * @truth test/truth/functions.json
 */
export function digamma(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const s = shift(m, f, x);
  return digammaFrom(m, f, x, s, logNormal(m, f, s.y));
}

function digammaFrom(m: ModuleBuilder, f: FunctionBuilder, x: Expr, s: Shifted, logY: Expr): Expr {
  const { e, outer, inner, v, v2 } = s;
  const product = f.bind(mul(outer, inner));
  // Σ 1/(x + k) = 1/x + v (1 + e)(1/outer + 1/inner); times 32 so that x · product is normal for all x whose 1/x is finite
  const numerator = add(product, mul(mul(e, add(e, m.constant(1))), add(outer, inner)));
  const sum = div(mul(numerator, m.constant(32)), mul(mul(x, m.constant(32)), product));
  const tail = add(mul(v, m.constant(0.5)), mul(v2, polynomial(m, f, v2, stirlingFirst)));
  const value = sub(sub(logY, tail), sum);
  return or(select(lt(x, m.constant(Infinity)), value, x), lt(x, m.constant(0)));
}

/** lgamma(x) and its derivative digamma(x), which share a logarithm */
export function lgammaPair(m: ModuleBuilder, f: FunctionBuilder, x: Expr): [value: Expr, derivative: Expr] {
  const s = shift(m, f, x);
  const { value, logY } = lgammaFrom(m, f, x, s);
  return [f.bind(value), f.bind(digammaFrom(m, f, x, s, logY))];
}

/**
 * Derivative of digamma for x ≥ 0, Infinity at 0; NaN below.
 *
 * @truth test/truth/functions.json
 */
export function trigamma(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const { e, outer, inner, v, v2 } = shift(m, f, x);
  const product = f.bind(mul(outer, inner));
  const t = f.bind(div(m.constant(1), mul(x, product)));
  // 1/a² + 1/b² = ((a + b)² - 2 a b) / (a b)², where a + b = 1 + e for both pairs
  const sumOfPair = f.bind(add(e, m.constant(1)));
  const square = f.bind(mul(sumOfPair, sumOfPair));
  const squares = (pair: Expr, other: Expr): Expr => mul(sub(square, add(pair, pair)), mul(other, other));
  const pairs = add(squares(outer, inner), squares(inner, outer));
  const sum = mul(mul(t, add(mul(product, product), mul(mul(e, e), pairs))), t);
  const tail = mul(v2, add(m.constant(0.5), mul(v, polynomial(m, f, v2, stirlingSecond))));
  return or(add(sum, add(v, tail)), lt(x, m.constant(0)));
}
