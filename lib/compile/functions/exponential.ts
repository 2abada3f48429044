/** The shared core of everything that contains e^x: x = n log 2 + r, and e^r - 1 by a polynomial. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import { add, addInt, mul, polynomial, shiftLeft, sub } from "./arithmetic.ts";

/** (e^r - 1 - r) / r² for |r| ≤ log(2)/2, e^r to a relative 2.9e-16 (minimax) */
const forPower = [
  0.49999999999998324, 0.16666666666611551, 0.041666666668137606, 0.008333333370872555, 0.001388888851601058,
  0.00019841185231693484, 2.480193187975286e-5, 2.763499307025971e-6, 2.7476756281078763e-7,
];
/** the same with e^r - 1 to a relative 1.4e-15 (minimax) */
const forDifference = [
  0.4999999999999964, 0.166666666666305, 0.04166666666710302, 0.00833333336267177, 0.00138888887650277,
  0.0001984119592687254, 2.480169570901763e-5, 2.7630654476641263e-6, 2.755423780570812e-7,
];

/** 1.5 · 2^52: adding it rounds to an integer, which then stands in the low bits */
export const ROUND = 6755399441055744;
/** log 2 in two parts; the first has 32 significant bits, so that its product with n < 2^20 is exact */
export const LOG2_HIGH = 0.69314718036912381649;
export const LOG2_LOW = 1.90821492927058770002e-10;
const EXPONENT_OF_ONE = 1023n;

export interface Exponential {
  /** 2^(n + bias) */
  readonly power: Expr;
  /** e^r - 1 */
  readonly fraction: Expr;
}

export interface ExponentialOptions {
  /** binary exponent added to `power`, to keep it normal where the result is not */
  readonly bias?: number;
  /** a small correction: the argument is x + low */
  readonly low?: Expr;
  /** e^r - 1 will be used by itself, and must be accurate for small r */
  readonly difference?: boolean;
}

/** e^x · 2^bias = power · (1 + fraction), for |x| < 700 or as far as the exponent of `power` reaches */
export function exponential(
  m: ModuleBuilder,
  f: FunctionBuilder,
  x: Expr,
  options: ExponentialOptions = {},
): Exponential {
  const { bias = 0, low, difference = false } = options;
  const round = f.bind(m.constant(ROUND));
  const shifted = f.bind(add(mul(x, m.constant(Math.LOG2E)), round));
  const n = f.bind(sub(shifted, round));
  const rest = sub(sub(x, mul(n, m.constant(LOG2_HIGH))), mul(n, m.constant(LOG2_LOW)));
  const r = f.bind(low ? add(rest, low) : rest);
  const tail = polynomial(m, f, r, difference ? forDifference : forPower);
  const fraction = f.bind(add(r, mul(mul(r, r), tail)));
  return { power: f.bind(powerOfTwo(m, shifted, bias)), fraction };
}

/**
 * e^(x/2) for |x| ≤ 1400. Everything is scaled by two instead of halving x.
 *
 * @param low as in `exponential`
 */
export function exponentialRoot(m: ModuleBuilder, f: FunctionBuilder, x: Expr, low?: Expr): Expr {
  const round = f.bind(m.constant(ROUND));
  const shifted = f.bind(add(mul(x, m.constant(Math.LOG2E / 2)), round));
  const n = f.bind(sub(shifted, round));
  const rest = sub(sub(x, mul(n, m.constant(2 * LOG2_HIGH))), mul(n, m.constant(2 * LOG2_LOW)));
  const r = f.bind(low ? add(rest, low) : rest);
  const tail = polynomial(
    m,
    f,
    r,
    forPower.map((c, k) => c / 2 ** (k + 1)),
  );
  const twice = add(r, mul(mul(r, r), tail));
  return f.bind(mul(powerOfTwo(m, shifted, -1), add(twice, m.constant(2))));
}

/** 2^(n + bias) for n in the low bits */
function powerOfTwo(m: ModuleBuilder, shifted: Expr, bias: number): Expr {
  return addInt(shiftLeft(shifted, 52), m.bits((EXPONENT_OF_ONE + BigInt(bias)) << 52n));
}
