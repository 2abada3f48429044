/** ModuleBuilder -> WebAssembly binary (core specification 2.0, chapter 5), checked against wabt in tests. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "./module.ts";
import { opcodes, type ValueType } from "./opcodes.ts";

const typeByte: Record<ValueType, number> = { i32: 0x7f, i64: 0x7e, f64: 0x7c, v128: 0x7b };
const VOID_BLOCK = 0x40;
/** instructions that an index follows */
const indexed = { "local.get": 0x20, "local.set": 0x21, call: 0x10, br_if: 0x0d } as const;
const scratch = new DataView(new ArrayBuffer(16));

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
  const [first, second] = expr.immediates;
  switch (expr.op) {
    case "local.get":
    case "local.set":
    case "call":
    case "br_if":
      out.push(indexed[expr.op]);
      return out.unsigned(Number(first));
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
  for (const byte of bytes) out.push(byte);
  switch (immediate) {
    case "memory":
    case "memory+lane":
      out.push(align!);
      out.unsigned(Number(first ?? 0));
      if (immediate === "memory+lane") out.push(Number(second ?? 0));
      return;
    case "i32":
      return out.signed(BigInt.asIntN(32, BigInt(first!)));
    case "i64":
      return out.signed(BigInt.asIntN(64, BigInt(first!)));
    case "f64":
      scratch.setFloat64(0, Number(first), true);
      return out.append(new Uint8Array(scratch.buffer, 0, 8));
    case "v128":
      scratch.setBigUint64(0, BigInt(first!), true);
      scratch.setBigUint64(8, BigInt(second!), true);
      return out.append(new Uint8Array(scratch.buffer));
    case "lane":
      return out.push(Number(first ?? 0));
    case "lanes":
      for (const lane of expr.immediates) out.push(Number(lane));
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

function unsigned(value: number): number[] {
  const bytes = new Bytes();
  bytes.unsigned(value);
  return [...bytes.view()];
}

/** a growing byte buffer */
class Bytes {
  private data = new Uint8Array(1024);
  length = 0;

  push(...values: number[]): void {
    this.reserve(values.length);
    for (const value of values) this.data[this.length++] = value;
  }

  /** unsigned LEB128 */
  unsigned(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.push((rest % 128) + 128);
    this.push(rest);
  }

  /** signed LEB128 */
  signed(value: bigint): void {
    let rest = value;
    for (;;) {
      const byte = Number(rest & 127n);
      rest >>= 7n;
      if ((rest === 0n && byte < 64) || (rest === -1n && byte >= 64)) return this.push(byte);
      this.push(byte | 128);
    }
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
