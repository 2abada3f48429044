/** e^x and e^x - 1. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import { add, greater, lesser, mul, or, signOf, sub } from "./arithmetic.ts";
import { exponential } from "./exponential.ts";

/**
 * e^x as (e^(x/2))²: the half never leaves the normal range, and the one rounding of the square makes
 * subnormal results and infinity right.
 *
 * @truth test/truth/functions.json
 * @cost  35 instructions for two lanes, no division
 */
export function exp(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  // beyond ±1400 the exponent of the half would wrap; e^±1400 is already infinity or zero
  const bounded = greater(lesser(x, m.constant(1400)), m.constant(-1400));
  const half = f.bind(mul(bounded, m.constant(0.5)));
  const { power, fraction } = exponential(m, f, half);
  const root = f.bind(add(power, mul(power, fraction)));
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
  // half of the result, so that 2^1024 stays finite until the last step
  const { power, fraction } = exponential(m, f, bounded, -1);
  const half = f.bind(add(mul(power, fraction), sub(power, m.constant(0.5))));
  return or(add(half, half), signOf(m, x));
}
