/** e^x and e^x - 1. */
import { type Expr, type FunctionBuilder, floatBits, type ModuleBuilder } from "../wasm/module.ts";
import { add, greater, lesser, mul, or, signOf, sub, subInt } from "./arithmetic.ts";
import { exponential, exponentialRoot } from "./exponential.ts";

/**
 * e^x as (e^(x/2))²: the root never leaves the normal range, and the one rounding of its square makes subnormal
 * results and infinity right.
 *
 * @truth test/truth/functions.json
 */
export function exp(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  // beyond ±1400 the exponent of the root would wrap; e^±1400 is already infinity or zero
  const bounded = f.bind(greater(lesser(x, m.constant(1400)), m.constant(-1400)));
  const root = exponentialRoot(m, f, bounded);
  return mul(root, root);
}

/**
 * e^x - 1, accurate near 0; -0 gives -0.
 *
 * @truth test/truth/functions.json
 */
export function expm1(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  // e^709.8 overflows, e^-40 < 2^-57
  const bounded = f.bind(greater(lesser(x, m.constant(709.8)), m.constant(-40)));
  // 2^n (fraction + 1 - 2^-n) with half of 2^n and twice the sum: finite for n = 1024, exact for subnormal x
  const { power, fraction } = exponential(m, f, bounded, { bias: -1, difference: true });
  const twiceInverse = subInt(m.bits(2n * floatBits(1)), power);
  const twice = add(add(fraction, fraction), sub(m.constant(2), twiceInverse));
  return or(mul(twice, power), signOf(m, x));
}
