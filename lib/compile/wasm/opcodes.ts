/** The WebAssembly instructions that the compiler uses: text name -> bytes, operand types, result, immediates. */

export type ValueType = "i32" | "i64" | "f64" | "v128";

/** what follows the opcode: memory alignment and offset, a constant, an index, lanes */
export type Immediate =
  | "memory"
  | "memory+lane"
  | "i32"
  | "i64"
  | "f64"
  | "v128"
  | "local"
  | "function"
  | "lane"
  | "lanes"
  | "label";

export interface Opcode {
  readonly bytes: readonly number[];
  readonly params: readonly ValueType[];
  readonly result: ValueType | "void";
  readonly immediate?: Immediate;
  /** log2 of the natural alignment, for memory instructions */
  readonly align?: number;
}

const table: Record<string, Opcode> = {};

const names: Record<string, ValueType> = { i: "i32", l: "i64", f: "f64", v: "v128" };
/** signature in letters: "fff" takes two f64 and gives one; a trailing "-" gives nothing */
function define(name: string, bytes: number[], signature: string, immediate?: Immediate, align?: number): void {
  const letters = [...signature];
  const last = letters.pop()!;
  const result = last === "-" ? "void" : names[last]!;
  table[name] = {
    bytes,
    params: letters.map((letter) => names[letter]!),
    result,
    ...(immediate && { immediate }),
    ...(align !== undefined && { align }),
  };
}

define("i32.const", [0x41], "i", "i32");
define("i64.const", [0x42], "l", "i64");
define("f64.const", [0x44], "f", "f64");
define("i32.load", [0x28], "ii", "memory", 2);
define("i64.load", [0x29], "il", "memory", 3);
define("f64.load", [0x2b], "if", "memory", 3);
define("i32.store", [0x36], "ii-", "memory", 2);
define("i64.store", [0x37], "il-", "memory", 3);
define("f64.store", [0x39], "if-", "memory", 3);
["eqz", "eq", "ne", "lt_s", "lt_u", "gt_s", "gt_u", "le_s", "le_u", "ge_s", "ge_u"].forEach((op, k) =>
  define(`i32.${op}`, [0x45 + k], op === "eqz" ? "ii" : "iii"),
);
["eq", "ne", "lt", "gt", "le", "ge"].forEach((op, k) => define(`f64.${op}`, [0x61 + k], "ffi"));
["add", "sub", "mul"].forEach((op, k) => define(`i32.${op}`, [0x6a + k], "iii"));
["and", "or", "xor", "shl", "shr_s", "shr_u"].forEach((op, k) => define(`i32.${op}`, [0x71 + k], "iii"));
["add", "sub", "mul"].forEach((op, k) => define(`i64.${op}`, [0x7c + k], "lll"));
["abs", "neg", "ceil", "floor", "trunc", "nearest", "sqrt"].forEach((op, k) => define(`f64.${op}`, [0x99 + k], "ff"));
["add", "sub", "mul", "div", "min", "max", "copysign"].forEach((op, k) => define(`f64.${op}`, [0xa0 + k], "fff"));
define("f64.convert_i32_s", [0xb7], "if");
define("i32.wrap_i64", [0xa7], "li");

const simd = (code: number): number[] => [0xfd, ...(code < 128 ? [code] : [(code & 127) | 128, code >> 7])];
define("v128.load", simd(0), "iv", "memory", 4);
define("v128.load64_splat", simd(10), "iv", "memory", 3);
define("v128.load64_zero", simd(93), "iv", "memory", 3);
define("v128.load64_lane", simd(87), "ivv", "memory+lane", 3);
define("v128.store64_lane", simd(91), "iv-", "memory+lane", 3);
define("v128.store", simd(11), "iv-", "memory", 4);
define("v128.const", simd(12), "v", "v128");
define("i8x16.shuffle", simd(13), "vvv", "lanes");
define("i64x2.splat", simd(18), "lv");
define("f64x2.splat", simd(20), "fv");
define("i64x2.extract_lane", simd(29), "vl", "lane");
define("f64x2.extract_lane", simd(33), "vf", "lane");
define("f64x2.replace_lane", simd(34), "vfv", "lane");
["eq", "ne", "lt", "gt", "le", "ge"].forEach((op, k) => define(`f64x2.${op}`, simd(71 + k), "vvv"));
define("v128.not", simd(77), "vv");
["and", "andnot", "or", "xor"].forEach((op, k) => define(`v128.${op}`, simd(78 + k), "vvv"));
define("v128.bitselect", simd(82), "vvvv");
define("v128.any_true", simd(83), "vi");
define("f64x2.ceil", simd(116), "vv");
define("f64x2.floor", simd(117), "vv");
define("f64x2.trunc", simd(122), "vv");
define("f64x2.nearest", simd(148), "vv");
define("i64x2.all_true", simd(195), "vi");
["shl", "shr_s", "shr_u"].forEach((op, k) => define(`i64x2.${op}`, simd(203 + k), "viv"));
define("i64x2.add", simd(206), "vvv");
define("i64x2.sub", simd(209), "vvv");
define("i64x2.mul", simd(213), "vvv");
["eq", "ne", "lt_s", "gt_s", "le_s", "ge_s"].forEach((op, k) => define(`i64x2.${op}`, simd(214 + k), "vvv"));
define("f64x2.abs", simd(236), "vv");
define("f64x2.neg", simd(237), "vv");
define("f64x2.sqrt", simd(239), "vv");
["add", "sub", "mul", "div", "min", "max", "pmin", "pmax"].forEach((op, k) =>
  define(`f64x2.${op}`, simd(240 + k), "vvv"),
);

export const opcodes: Readonly<Record<string, Opcode>> = table;
