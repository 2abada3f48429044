/** What the compiler relies on: straight-line code, one definition per called function, little code where it is inlined. */
import { describe, expect, test } from "vitest";
import { callVector, vectorFunctions, vectorPairs } from "../../../../lib/compile/functions/index.ts";
import { type Expr, type FunctionBuilder, ModuleBuilder } from "../../../../lib/compile/wasm/module.ts";

/** measured: beyond this a call costs less than its share of the code cache and of compile time */
const INLINE_LIMIT = 110;

function instructions(expressions: readonly Expr[]): Expr[] {
  return expressions.flatMap((expr) => [...instructions(expr.args), expr]);
}

function built(arity: number, build: (m: ModuleBuilder, f: FunctionBuilder, args: Expr[]) => readonly Expr[]): Expr[] {
  const m = new ModuleBuilder();
  const f = m.define("f", Array<"v128">(arity).fill("v128"), ["v128"]);
  const results = build(
    m,
    f,
    Array.from({ length: arity }, (_, k) => f.parameter(k)),
  );
  return instructions([...f.body, ...results]);
}

describe.each(Object.entries(vectorFunctions))("%s", (_name, { arity, build, inline }) => {
  const code = built(arity, (m, f, args) => [build(m, f, ...args)]);

  test("is straight-line code", () => {
    expect(code.filter(({ op }) => ["loop", "if", "br_if", "call"].includes(op))).toEqual([]);
  });

  test("is short if it is to be inlined", () => {
    const work = code.filter(({ op }) => !op.startsWith("local.") && op !== "i32.const");
    expect(work.length).toBeLessThan(inline ? INLINE_LIMIT : Number.POSITIVE_INFINITY);
  });
});

test.each(Object.entries(vectorPairs))(
  "the pair of %s costs less than its two functions",
  (name, { derivative, build }) => {
    const alone = [name, derivative].map(
      (each) => built(1, (m, f, args) => [vectorFunctions[each]!.build(m, f, ...args)]).length,
    );
    expect(built(1, (m, f, args) => build(m, f, args[0]!)).length).toBeLessThan(0.8 * (alone[0]! + alone[1]!));
  },
);

test("a called function is defined once, whoever calls it", () => {
  const m = new ModuleBuilder();
  const callers = ["a", "b"].map((name) => m.define(name, ["v128"], ["v128"]));
  for (const f of callers) f.emit(callVector(m, f, "exp", callVector(m, f, "exp", f.parameter(0))));
  expect(m.functions.map(({ name }) => name)).toEqual(["a", "b", "vector_exp"]);
});
