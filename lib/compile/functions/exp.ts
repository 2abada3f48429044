/** e^x and e^x - 1. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import { add, greater, lesser, mul, or, signOf, sub } from "./arithmetic.ts";
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
  // half of the result, so that 2^1024 stays finite until the last step
  const { power, fraction } = exponential(m, f, bounded, { bias: -1, difference: true });
  const half = f.bind(add(mul(power, fraction), sub(power, m.constant(0.5))));
  return or(add(half, half), signOf(m, x));
}
