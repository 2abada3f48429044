/** The text that a person reads. */
import { expect, test } from "vitest";
import { ModuleBuilder, wasm } from "../../../../lib/compile/wasm/module.ts";
import { print } from "../../../../lib/compile/wasm/print.ts";

test("a module prints as nested expressions, two spaces a level", () => {
  const m = new ModuleBuilder();
  const half = m.define("half", ["f64"], ["f64"]);
  half.emit(wasm("f64.mul", half.parameter(0), wasm("f64.const", 0.5)));
  const f = m.define("run", ["i32"], [], true);
  const x = f.bind(wasm("f64.load", f.parameter(0), 8));
  f.when(
    wasm("f64.lt", x, wasm("f64.const", Number.NEGATIVE_INFINITY)),
    () => f.assign(x, m.call(half, x)),
    () => f.emit(wasm("v128.store64_lane", f.parameter(0), m.constant(1), 16, 1)),
  );
  expect(print(m)).toBe(`(module
  (import "env" "memory" (memory 1))
  (func $half (param f64) (result f64)
    (f64.mul
      (local.get 0)
      (f64.const 0.5)))
  (func $run (export "run") (param i32)
    (local f64)
    (local.set 1
      (f64.load offset=8
        (local.get 0)))
    (if
      (f64.lt
        (local.get 1)
        (f64.const -inf))
      (then
        (local.set 1
          (call $half
            (local.get 1))))
      (else
        (v128.store64_lane offset=16 1
          (local.get 0)
          (v128.load
            (i32.const 0)))))))
`);
});

test.each([
  [Number.NaN, "nan"],
  [Number.POSITIVE_INFINITY, "inf"],
  [-0, "-0"],
  [5e-324, "5e-324"],
  [1e21, "1e+21"],
])("the number %d prints as %s", (value, text) => {
  const m = new ModuleBuilder();
  m.define("f", [], ["f64"]).emit(wasm("f64.const", value));
  expect(print(m)).toContain(`(f64.const ${text})`);
});
