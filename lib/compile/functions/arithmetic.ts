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
export const subInt = binary("i64x2.sub");
export const equalInt = binary("i64x2.eq");
/** one instruction, unlike f64x2.min; `a` when either is NaN */
export const lesser = binary("f64x2.pmin");
/** one instruction, unlike f64x2.max; `a` when either is NaN */
export const greater = binary("f64x2.pmax");

export const nearest = (a: Expr): Expr => wasm("f64x2.nearest", a);
export const shiftLeft = (a: Expr, bits: number): Expr => wasm("i64x2.shl", a, wasm("i32.const", bits));
export const shiftRight = (a: Expr, bits: number): Expr => wasm("i64x2.shr_u", a, wasm("i32.const", bits));
/** a mask of all ones becomes -Infinity: its bits are the sign and the exponent field */
export const negativeInfinityWhere = (mask: Expr): Expr => shiftLeft(mask, 52);
/** lane by lane: `a` where the mask is all ones, `b` where it is zero */
export const select = (mask: Expr, a: Expr, b: Expr): Expr => wasm("v128.bitselect", a, b, mask);

export const SIGN = 1n << 63n;
/** the upper 26 bits of a significand: products of two such numbers are exact */
export const UPPER = 0xffff_ffff_f800_0000n;

export const signOf = (m: ModuleBuilder, x: Expr): Expr => and(x, m.bits(SIGN));
/** one instruction with a constant; f64x2.abs makes its mask anew each time */
export const abs = (m: ModuleBuilder, x: Expr): Expr => andnot(x, m.bits(SIGN));

/**
 * c[0] + c[1] x + c[2] x² + ...: cubic blocks, then Horner's rule in x⁴ (linear blocks and x² for few coefficients).
 * Two multiplications more than Horner's rule alone, and a quarter of its chain of dependent instructions.
 * The tables of coefficients come from test/truth/functions-minimax.py.
 */
export function polynomial(m: ModuleBuilder, f: FunctionBuilder, x: Expr, coefficients: readonly number[]): Expr {
  const c = coefficients.map((value) => m.constant(value));
  const square = f.bind(mul(x, x));
  const linear = (k: number): Expr => (k + 1 < c.length ? add(c[k]!, mul(c[k + 1]!, x)) : c[k]!);
  const cubic = (k: number): Expr => (k + 2 < c.length ? add(linear(k), mul(linear(k + 2), square)) : linear(k));
  const [width, block, step] =
    c.length <= 7 ? ([2, linear, square] as const) : ([4, cubic, f.bind(mul(square, square))] as const);
  let top = width * Math.floor((c.length - 1) / width);
  let value = block(top);
  while ((top -= width) >= 0) value = add(block(top), mul(value, step));
  return value;
}
