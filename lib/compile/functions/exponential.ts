/** The shared core of everything that contains e^x: x = n log 2 + r, and e^r - 1 by a polynomial. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import { add, addInt, mul, polynomial, shiftLeft, sub } from "./arithmetic.ts";

/** (e^r - 1 - r) / r² for |r| ≤ log(2)/2: relative error of e^r - 1 below 1.4e-15 at the ends, less inside (minimax) */
const tail = [
  0.4999999999999964, 0.166666666666305, 0.04166666666710302, 0.00833333336267177, 0.00138888887650277,
  0.0001984119592687254, 2.480169570901763e-5, 2.7630654476641263e-6, 2.755423780570812e-7,
];

/** 1.5 · 2^52: adding it rounds to an integer, which then stands in the low bits */
const ROUND = 6755399441055744;
/** log 2 in two parts; the first has 32 significant bits, so that its product with n < 2^20 is exact */
const LOG2_HIGH = 0.693147180369123816490;
const LOG2_LOW = 1.90821492927058770002e-10;
const ONE = 0x3ffn;

export interface Exponential {
  /** 2^n as a float64; its exponent carries `bias` on top */
  readonly power: Expr;
  /** e^r - 1 */
  readonly fraction: Expr;
}

/**
 * e^x = power · (1 + fraction) · 2^-bias, |x| < 1000.
 *
 * @param low a correction added to x: the argument is x + low, |low| < 1e-3
 * @param bias binary exponent added to `power`, to keep it normal where the result is not
 */
export function exponential(m: ModuleBuilder, f: FunctionBuilder, x: Expr, bias = 0, low?: Expr): Exponential {
  const shifted = f.bind(add(mul(x, m.constant(Math.LOG2E)), m.constant(ROUND)));
  const n = f.bind(sub(shifted, m.constant(ROUND)));
  const rest = sub(sub(x, mul(n, m.constant(LOG2_HIGH))), mul(n, m.constant(LOG2_LOW)));
  const r = f.bind(low ? add(rest, low) : rest);
  const square = f.bind(mul(r, r));
  const fraction = f.bind(add(r, mul(square, polynomial(m, f, r, tail))));
  const power = f.bind(addInt(shiftLeft(shifted, 52), m.bits((ONE + BigInt(bias)) << 52n)));
  return { power, fraction };
}
