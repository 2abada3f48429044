/** The builders: operands are checked, values are computed once, constants are pooled. */
import { expect, test } from "vitest";
import { floatBits, ModuleBuilder, wasm } from "../../../../lib/compile/wasm/module.ts";

test("an unknown instruction is refused by name", () => {
  expect(() => wasm("f64.sine", wasm("f64.const", 1))).toThrow("unknown WebAssembly instruction f64.sine");
});

test("operands of the wrong type or number are refused with both lists", () => {
  const one = wasm("f64.const", 1);
  expect(() => wasm("i32.add", one, one)).toThrow("i32.add takes (i32, i32), got (f64, f64)");
  expect(() => wasm("f64.add", one)).toThrow("f64.add takes (f64, f64), got (f64)");
});

test("bind computes once and leaves a local as it is", () => {
  const f = new ModuleBuilder().define("f", ["f64"], []);
  const bound = f.bind(wasm("f64.sqrt", f.parameter(0)));
  expect(f.bind(bound)).toBe(bound);
  expect(f.body).toHaveLength(1);
  expect(bound).toMatchObject({ op: "local.get", immediates: [1], type: "f64" });
});

test("equal constants share a place in the pool; 0 and -0 do not", () => {
  const m = new ModuleBuilder();
  const [a, b, c, d] = [m.constant(0.5), m.constant(0.5), m.constant(0), m.constant(-0)];
  expect(a).toEqual(b);
  expect(c).not.toEqual(d);
  expect(m.poolBytes).toBe(48);
});

test("the pool holds each constant in both lanes", () => {
  const m = new ModuleBuilder();
  for (const value of [0.5, -0, Number.NaN, Number.POSITIVE_INFINITY]) m.constant(value);
  m.bits(-1n);
  const memory = new ArrayBuffer(m.poolBytes);
  m.writePool(memory);
  expect([...new Float64Array(memory, 0, 8)]).toEqual([0.5, 0.5, -0, -0, NaN, NaN, Infinity, Infinity]);
  expect([...new BigUint64Array(memory, 64, 2)]).toEqual([2n ** 64n - 1n, 2n ** 64n - 1n]);
});

test("the bits of a float64 are its IEEE 754 pattern", () => {
  expect([1, -0, 5e-324].map(floatBits)).toEqual([0x3ff0000000000000n, 1n << 63n, 1n]);
});
