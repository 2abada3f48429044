/** Our bytes against wabt's: instruction by instruction, at the edges of every number format, and as a running program. */
import { describe, expect, test } from "vitest";
import { callVector, vectorFunctions } from "../../../../lib/compile/functions/index.ts";
import { type Expr, ModuleBuilder, wasm } from "../../../../lib/compile/wasm/module.ts";
import { type Opcode, opcodes, type ValueType } from "../../../../lib/compile/wasm/opcodes.ts";
import { stream } from "../../../../lib/random/stream.ts";
import { binaries, disassembled, execute, moduleOf, reassembled } from "./assembler.ts";

const load: Record<ValueType, string> = { i32: "i32.load", i64: "i64.load", f64: "f64.load", v128: "v128.load" };
const store: Record<ValueType, string> = { i32: "i32.store", i64: "i64.store", f64: "f64.store", v128: "v128.store" };
const zero = wasm("i32.const", 0);
const RESULT = 256;

/** what follows the operands of an instruction, something other than zero where it may be */
function immediatesOf({ immediate }: Opcode): (number | bigint)[] {
  switch (immediate) {
    case "memory":
      return [40];
    case "memory+lane":
      return [40, 1];
    case "lane":
      return [1];
    case "lanes":
      return [3, 17, 0, 31, 5, 5, 20, 9, 8, 30, 1, 2, 16, 15, 14, 29];
    case "i32":
    case "i64":
      return [-12345];
    case "f64":
      return [-0.1];
    case "v128":
      return [0x0123456789abcdefn, 0xfedcba9876543210n];
    default:
      return [];
  }
}

/** applies one instruction to operands from memory; the address operand of memory instructions is a small number */
function useOf(op: string): ModuleBuilder {
  const opcode = opcodes[op]!;
  return moduleOf(["i32"], (f) => {
    const operands = opcode.params.map((type, k): Expr => {
      const isAddress = k === 0 && opcode.immediate?.startsWith("memory") === true;
      return isAddress ? f.parameter(0) : wasm(load[type], zero, 16 * k);
    });
    const use = wasm(op, ...operands, ...immediatesOf(opcode));
    f.emit(opcode.result === "void" ? use : wasm(store[opcode.result], zero, use, RESULT));
  });
}

/** finite numbers in the first operands, so that no instruction makes a NaN of its own choice of bits */
function operandBytes(key: string): Uint8Array {
  const random = stream(key);
  const memory = new Float64Array(64).map(() => 200 * random.uniform() - 100);
  return new Uint8Array(memory.buffer);
}

describe.each(Object.keys(opcodes))("%s", (op) => {
  const [own, theirs] = binaries(useOf(op));

  test("is valid", () => {
    expect(WebAssembly.validate(own)).toBe(true);
  });

  test("is read by wabt as the same code that it assembles from our text", () => {
    expect(disassembled(own)).toBe(disassembled(theirs));
  });

  test("does the same as wabt's assembly", () => {
    const start = operandBytes(op);
    expect(execute(own, start, 8).memory).toEqual(execute(theirs, start, 8).memory);
  });
});

describe("constants", () => {
  const edges32 = [0, 1, -1, 63, 64, -64, -65, 127, 128, 8191, 8192, 2 ** 31 - 1, -(2 ** 31), 2 ** 31, 2 ** 32 - 1];
  const edges64 = [0n, -1n, 63n, 64n, -64n, -65n, 2n ** 31n, 2n ** 63n - 1n, -(2n ** 63n), 2n ** 63n, 2n ** 64n - 1n];
  const edgesFloat = [0, -0, 0.1, -1e-300, 5e-324, 1.7976931348623157e308, 1e21, 1e-7, Infinity, -Infinity, NaN];
  const m = moduleOf([], (f) => {
    edges32.forEach((value, k) => f.emit(wasm("i32.store", zero, wasm("i32.const", value), 4 * k)));
    edges64.forEach((value, k) => f.emit(wasm("i64.store", zero, wasm("i64.const", value), 64 + 8 * k)));
    edgesFloat.forEach((value, k) => f.emit(wasm("f64.store", zero, wasm("f64.const", value), 256 + 8 * k)));
    f.emit(wasm("v128.store", zero, wasm("v128.const", -1n, 2n ** 63n), 512));
  });
  const [own, theirs] = binaries(m);
  const view = new DataView(execute(own, new Uint8Array(1024)).memory.buffer);

  test.each(edges32.map((value, k) => ({ value, k })))("i32 $value, as signed or unsigned bits", ({ value, k }) => {
    expect(view.getInt32(4 * k, true)).toBe(value | 0);
  });
  test.each(edges64.map((value, k) => ({ value, k })))("i64 $value, as signed or unsigned bits", ({ value, k }) => {
    expect(view.getBigInt64(64 + 8 * k, true)).toBe(BigInt.asIntN(64, value));
  });
  test.each(edgesFloat.map((value, k) => ({ value, k })))("f64 $value", ({ value, k }) => {
    expect(view.getFloat64(256 + 8 * k, true)).toBe(value);
  });
  test("v128 from two 64-bit patterns", () => {
    expect([view.getBigUint64(512, true), view.getBigUint64(520, true)]).toEqual([2n ** 64n - 1n, 2n ** 63n]);
  });
  test("are what wabt assembles", () => {
    expect(disassembled(own)).toBe(disassembled(theirs));
  });
});

/** f(n): n (n + 1) / 2 in a loop, with every odd summand added twice */
function summing(): ModuleBuilder {
  const m = new ModuleBuilder();
  const doubled = m.define("doubled", ["i32"], ["i32"]);
  doubled.emit(wasm("i32.add", doubled.parameter(0), doubled.parameter(0)));
  const f = m.define("f", ["i32"], ["i32"], true);
  const [sum, k] = [f.local("i32"), f.local("i32")];
  f.loop(
    () => {
      const isOdd = wasm("i32.and", k, wasm("i32.const", 1));
      f.when(
        isOdd,
        () => f.assign(sum, wasm("i32.add", sum, m.call(doubled, k))),
        () => f.when(k, () => f.assign(sum, wasm("i32.add", sum, k))),
      );
      f.assign(k, wasm("i32.add", k, wasm("i32.const", 1)));
    },
    () => wasm("i32.le_s", k, f.parameter(0)),
  );
  f.emit(sum);
  return m;
}

test.each([0, 1, 2, 7, 1000])("loops, branches and calls: the weighted sum up to %i", (n) => {
  const expected = Array.from({ length: n + 1 }, (_, k) => (k % 2 === 1 ? 2 * k : k)).reduce((a, b) => a + b, 0);
  for (const binary of binaries(summing())) expect(execute(binary, new Uint8Array(8), n).result).toBe(expected);
});

test("loops, branches and calls are what wabt assembles", () => {
  const [own, theirs] = binaries(summing());
  expect(disassembled(own)).toBe(disassembled(theirs));
});

/** 300 functions that call the one before, 300 locals, an offset of several bytes, bodies beyond 2^14 bytes */
function large(): ModuleBuilder {
  const m = new ModuleBuilder();
  const chain = Array.from({ length: 300 }, (_, k) => m.define(`step_${k}`, ["f64"], ["f64"]));
  chain.forEach((step, k) => {
    const inner = k === 0 ? step.parameter(0) : m.call(chain[k - 1]!, step.parameter(0));
    step.emit(wasm("f64.add", inner, wasm("f64.const", 1)));
  });
  const f = m.define("f", ["i32"], [], true);
  const locals = Array.from({ length: 300 }, (_, k) => f.local(k % 3 === 0 ? "i32" : "f64")).filter(
    (local) => local.type === "f64",
  );
  for (let round = 0; round < 20; round++) {
    for (const local of locals) f.assign(local, wasm("f64.add", local, wasm("f64.const", round)));
  }
  const total = locals.reduce((a, b) => wasm("f64.add", a, b));
  f.emit(wasm("f64.store", f.parameter(0), m.call(chain.at(-1)!, total), 3_000_000));
  return m;
}

test("indices, offsets and sizes of several bytes are right", () => {
  const [own, theirs] = binaries(large());
  expect(own.length).toBeGreaterThan(2 ** 14);
  const { memory } = execute(own, new Uint8Array(3_000_064), 8);
  expect(new DataView(memory.buffer).getFloat64(3_000_008, true)).toBe(300 + 200 * 190);
  expect(disassembled(own)).toBe(disassembled(theirs));
});

describe("a module of every vector function, called and inlined", () => {
  const [ARGUMENTS, RESULTS, BYTES] = [8192, 8256, 16384];
  const m = new ModuleBuilder();
  const f = m.define("f", ["i32"], [], true);
  Object.entries(vectorFunctions).forEach(([name, { arity, build }], k) => {
    const args = Array.from({ length: arity }, (_, i) => f.bind(wasm("v128.load", f.parameter(0), ARGUMENTS + 16 * i)));
    f.emit(wasm("v128.store", f.parameter(0), build(m, f, ...args), RESULTS + 32 * k));
    f.emit(wasm("v128.store", f.parameter(0), callVector(m, f, name, ...args), RESULTS + 32 * k + 16));
  });
  const [own, theirs] = binaries(m);
  const start = new Uint8Array(BYTES);
  m.writePool(start.buffer);
  new Float64Array(start.buffer, ARGUMENTS, 4).set([0.7, -1.3, 2.5, 3]);

  test("is valid, and what wabt assembles from its text", () => {
    expect(m.poolBytes).toBeLessThan(ARGUMENTS);
    expect(WebAssembly.validate(own)).toBe(true);
    expect(disassembled(own)).toBe(disassembled(theirs));
  });

  test("does the same after wabt has read, printed and assembled it again", () => {
    const expected = execute(own, start, 0).memory;
    expect(execute(theirs, start, 0).memory).toEqual(expected);
    expect(execute(reassembled(own), start, 0).memory).toEqual(expected);
  });

  test("defines a called function once", () => {
    const before = m.functions.length;
    callVector(m, f, "exp", f.parameter(0));
    expect(m.functions.length).toBe(before);
  });
});
