/** Two-lane arithmetic in short: named instructions, selection, and polynomials with short dependency chains. */
import { type Expr, type FunctionBuilder, type ModuleBuilder, wasm } from "../wasm/module.ts";

const binary =
  (op: string) =>
  (a: Expr, b: Expr): Expr =>
    wasm(op, a, b);

export const add = binary("f64x2.add");
export const sub = binary("f64x2.sub");
export const mul = binary("f64x2.mul");
export const div = binary("f64x2.div");
export const and = binary("v128.and");
export const or = binary("v128.or");
export const xor = binary("v128.xor");
/** a and not b */
export const andnot = binary("v128.andnot");
export const lt = binary("f64x2.lt");
export const gt = binary("f64x2.gt");
export const eq = binary("f64x2.eq");
export const ne = binary("f64x2.ne");
export const addInt = binary("i64x2.add");
export const equalInt = binary("i64x2.eq");
/** one instruction, unlike f64x2.min; `a` when either is NaN */
export const lesser = binary("f64x2.pmin");
/** one instruction, unlike f64x2.max; `a` when either is NaN */
export const greater = binary("f64x2.pmax");

export const abs = (a: Expr): Expr => wasm("f64x2.abs", a);
export const nearest = (a: Expr): Expr => wasm("f64x2.nearest", a);
export const shiftLeft = (a: Expr, bits: number): Expr => wasm("i64x2.shl", a, wasm("i32.const", bits));
export const shiftRight = (a: Expr, bits: number): Expr => wasm("i64x2.shr_u", a, wasm("i32.const", bits));
/** lane by lane: `a` where the mask is all ones, `b` where it is zero */
export const select = (mask: Expr, a: Expr, b: Expr): Expr => wasm("v128.bitselect", a, b, mask);

export const SIGN = 1n << 63n;
/** the upper 26 bits of a significand: products of two such numbers are exact */
export const UPPER = 0xffff_ffff_f800_0000n;

export const signOf = (m: ModuleBuilder, x: Expr): Expr => and(x, m.bits(SIGN));

/**
 * c[0] + c[1] x + c[2] x² + ... by Estrin's scheme: pairs, then pairs of pairs, so that the chain of dependent
 * instructions grows with the logarithm of the degree.
 */
export function polynomial(m: ModuleBuilder, f: FunctionBuilder, x: Expr, coefficients: readonly number[]): Expr {
  let terms: Expr[] = coefficients.map((value) => m.constant(value));
  let power = x;
  while (terms.length > 1) {
    const next: Expr[] = [];
    for (let k = 0; k < terms.length; k += 2) {
      next.push(k + 1 < terms.length ? add(terms[k]!, mul(terms[k + 1]!, power)) : terms[k]!);
    }
    terms = next;
    if (terms.length > 1) power = f.bind(mul(power, power));
  }
  return terms[0]!;
}
