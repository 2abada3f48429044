/** Natural logarithms: log x and log(1 + x). */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import { add, and, andnot, eq, lt, mul, or, select, signOf, sub } from "./arithmetic.ts";
import { logNormal, logSum, normaliser } from "./logarithm.ts";

/**
 * Natural logarithm; -Infinity at 0 and -0, NaN below.
 *
 * @truth test/truth/functions.json
 * @cost  42 instructions and a division for two lanes
 */
export function log(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const { scale, field } = normaliser(m, f, x);
  const value = logNormal(m, f, f.bind(mul(x, scale)), field);
  // Infinity and NaN add themselves to the finite number that the core makes of them
  const unbounded = andnot(x, lt(x, m.constant(Infinity)));
  const pole = and(eq(x, m.constant(0)), m.constant(-Infinity));
  return or(add(value, or(unbounded, pole)), lt(x, m.constant(0)));
}

/**
 * log(1 + x), accurate near 0; -Infinity at -1, NaN below, -0 at -0.
 *
 * @truth test/truth/functions.json
 */
export function log1p(m: ModuleBuilder, f: FunctionBuilder, x: Expr): Expr {
  const u = f.bind(add(x, m.constant(1)));
  const value = logSum(m, f, u, sub(x, sub(u, m.constant(1))));
  const bounded = select(lt(x, m.constant(Infinity)), value, x);
  const beyondPole = select(eq(u, m.constant(0)), m.constant(-Infinity), bounded);
  return or(or(beyondPole, signOf(m, x)), lt(u, m.constant(0)));
}
