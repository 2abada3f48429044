/** ModuleBuilder -> WebAssembly text, for `credence explain --stage wat`; the same tables as the encoder. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "./module.ts";
import { opcodes } from "./opcodes.ts";

export function print(module: ModuleBuilder): string {
  const functions = module.functions.map((builder) => printFunction(module, builder));
  return `(module\n  (import "env" "memory" (memory 1))\n${functions.join("\n")})\n`;
}

function printFunction(module: ModuleBuilder, builder: FunctionBuilder): string {
  const exported = module.exported.has(builder.name) ? ` (export "${builder.name}")` : "";
  const signature = [
    builder.params.length ? ` (param ${builder.params.join(" ")})` : "",
    builder.results.length ? ` (result ${builder.results.join(" ")})` : "",
  ].join("");
  const locals = builder.locals.length ? `\n    (local ${builder.locals.join(" ")})` : "";
  const body = builder.body.map((statement) => printExpr(module, statement, 4)).join("\n");
  return `  (func $${builder.name}${exported}${signature}${locals}\n${body})`;
}

function printExpr(module: ModuleBuilder, expr: Expr, indent: number): string {
  const pad = " ".repeat(indent);
  const nested = (list: readonly Expr[], by = 2) =>
    list.map((inner) => `\n${printExpr(module, inner, indent + by)}`).join("");
  if (expr.op === "loop") return `${pad}(loop${nested(expr.body!)})`;
  if (expr.op === "if") {
    const otherwise = expr.otherwise ? `\n${pad}  (else${nested(expr.otherwise, 4)})` : "";
    return `${pad}(if${nested(expr.args)}\n${pad}  (then${nested(expr.body!, 4)})${otherwise})`;
  }
  return `${pad}(${expr.op}${immediates(module, expr)}${nested(expr.args)})`;
}

function immediates(module: ModuleBuilder, expr: Expr): string {
  const [first, second] = expr.immediates;
  if (expr.op === "call") return ` $${module.all[Number(first)]!.name}`;
  switch (opcodes[expr.op]?.immediate) {
    case "memory":
      return first ? ` offset=${first}` : "";
    case "memory+lane":
      return `${first ? ` offset=${first}` : ""} ${second ?? 0}`;
    case "f64":
      return ` ${number(Number(first))}`;
    case "v128":
      return ` i64x2 ${first} ${second}`;
    default:
      return expr.immediates.map((value) => ` ${value}`).join("");
  }
}

function number(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}
