/** Natural logarithms: log x and log(1 + x). */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import { add, andnot, eq, lt, negativeInfinityWhere, or, select, sub } from "./arithmetic.ts";
import { lifted, logNormal, logSum } from "./logarithm.ts";

/**
 * Natural logarithm; -Infinity at 0 and -0, NaN below.
 *
 * @truth test/truth/functions.json
 */
export function log(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const zero = f.bind(m.constant(0));
  const { value, lift } = lifted(m, f, x);
  // Infinity, NaN and the pole are added to the finite number that the core makes of them
  const unbounded = andnot(x, lt(x, m.constant(Infinity)));
  const limits = or(unbounded, negativeInfinityWhere(eq(x, zero)));
  return or(add(logNormal(m, f, value, { lift }), limits), lt(x, zero));
}

/**
 * log(1 + x), accurate near 0; -Infinity at -1, NaN below, -0 at -0.
 *
 * @truth test/truth/functions.json
 */
export function log1p(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const zero = f.bind(m.constant(0));
  const one = f.bind(m.constant(1));
  const u = f.bind(add(x, one));
  const value = logSum(m, f, u, sub(x, sub(u, one)));
  const bounded = select(lt(x, m.constant(Infinity)), value, x);
  return or(select(eq(u, zero), m.constant(-Infinity), bounded), lt(u, zero));
}
