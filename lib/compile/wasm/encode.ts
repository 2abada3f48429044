/** ModuleBuilder -> WebAssembly binary (core specification 2.0, chapter 5), checked against wabt in tests. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "./module.ts";
import { opcodes, type ValueType } from "./opcodes.ts";

const typeByte: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };
const VOID_BLOCK = 0x40;

export function encode(module: ModuleBuilder): Uint8Array<ArrayBuffer> {
  const { all, imported, functions } = module;
  const types = all.map(({ params, results }) => [
    0x60,
    ...vector(params.map((type) => [typeByte[type]])),
    ...vector(results.map((type) => [typeByte[type]])),
  ]);
  const memoryImport = [...string("env"), ...string("memory"), 0x02, 0x00, 1];
  const functionImports = imported.map(({ name }, index) => [...string("env"), ...string(name), 0x00, ...unsigned(index)]);
  const exports = all.flatMap(({ name }, index) =>
    module.exported.has(name) ? [[...string(name), 0x00, ...unsigned(index)]] : [],
  );
  const bytes = new Bytes();
  bytes.push(0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  section(bytes, 1, vector(types));
  section(bytes, 2, vector([memoryImport, ...functionImports]));
  section(bytes, 3, vector(functions.map((_, index) => unsigned(imported.length + index))));
  section(bytes, 7, vector(exports));
  const bodies = functions.map(encodeBody);
  const code = new Bytes();
  code.push(...unsigned(bodies.length));
  for (const body of bodies) {
    code.push(...unsigned(body.length));
    code.append(body);
  }
  bytes.push(10, ...unsigned(code.length));
  bytes.append(code.view());
  return bytes.view().slice();
}

function encodeBody(builder: FunctionBuilder): Uint8Array {
  const out = new Bytes();
  const runs: [number, ValueType][] = [];
  for (const type of builder.locals) {
    const last = runs.at(-1);
    if (last && last[1] === type) last[0]++;
    else runs.push([1, type]);
  }
  out.push(...vector(runs.map(([count, type]) => [...unsigned(count), typeByte[type]])));
  for (const statement of builder.body) encodeExpr(out, statement);
  out.push(0x0b);
  return out.view();
}

function encodeExpr(out: Bytes, expr: Expr): void {
  for (const arg of expr.args) encodeExpr(out, arg);
  switch (expr.op) {
    case "local.get":
      return out.push(0x20, ...unsigned(Number(expr.immediates[0])));
    case "local.set":
      return out.push(0x21, ...unsigned(Number(expr.immediates[0])));
    case "call":
      return out.push(0x10, ...unsigned(Number(expr.immediates[0])));
    case "br_if":
      return out.push(0x0d, ...unsigned(Number(expr.immediates[0])));
    case "loop":
    case "if": {
      out.push(expr.op === "loop" ? 0x03 : 0x04, VOID_BLOCK);
      for (const statement of expr.body!) encodeExpr(out, statement);
      if (expr.otherwise) {
        out.push(0x05);
        for (const statement of expr.otherwise) encodeExpr(out, statement);
      }
      return out.push(0x0b);
    }
  }
  const { bytes, immediate, align } = opcodes[expr.op]!;
  out.push(...bytes);
  const [first, second] = expr.immediates;
  switch (immediate) {
    case "memory":
      return out.push(align!, ...unsigned(Number(first ?? 0)));
    case "memory+lane":
      return out.push(align!, ...unsigned(Number(first ?? 0)), Number(second ?? 0));
    case "i32":
      return out.push(...signed(BigInt.asIntN(32, BigInt(first!))));
    case "i64":
      return out.push(...signed(BigInt.asIntN(64, BigInt(first!))));
    case "f64": {
      const view = new DataView(new ArrayBuffer(8));
      view.setFloat64(0, Number(first), true);
      return out.append(new Uint8Array(view.buffer));
    }
    case "v128": {
      const view = new DataView(new ArrayBuffer(16));
      view.setBigUint64(0, BigInt(first!), true);
      view.setBigUint64(8, BigInt(second!), true);
      return out.append(new Uint8Array(view.buffer));
    }
    case "lane":
      return out.push(Number(first ?? 0));
    case "lanes":
      return out.push(...expr.immediates.map(Number));
  }
}

function section(out: Bytes, id: number, content: number[]): void {
  out.push(id, ...unsigned(content.length), ...content);
}

function vector(items: number[][]): number[] {
  return [...unsigned(items.length), ...items.flat()];
}

function string(text: string): number[] {
  const bytes = [...new TextEncoder().encode(text)];
  return [...unsigned(bytes.length), ...bytes];
}

/** unsigned LEB128 */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  do {
    bytes.push((value % 128) + (value >= 128 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value > 0);
  return bytes;
}

/** signed LEB128 */
function signed(value: bigint): number[] {
  const bytes: number[] = [];
  for (;;) {
    const byte = Number(value & 127n);
    value >>= 7n;
    const done = (value === 0n && byte < 64) || (value === -1n && byte >= 64);
    bytes.push(done ? byte : byte | 128);
    if (done) return bytes;
  }
}

/** a growing byte buffer */
class Bytes {
  private data = new Uint8Array(1024);
  length = 0;

  push(...values: number[]): void {
    this.reserve(values.length);
    for (const value of values) this.data[this.length++] = value;
  }

  append(values: Uint8Array): void {
    this.reserve(values.length);
    this.data.set(values, this.length);
    this.length += values.length;
  }

  view(): Uint8Array {
    return this.data.subarray(0, this.length);
  }

  private reserve(extra: number): void {
    if (this.length + extra <= this.data.length) return;
    const larger = new Uint8Array(2 * (this.length + extra));
    larger.set(this.view());
    this.data = larger;
  }
}
