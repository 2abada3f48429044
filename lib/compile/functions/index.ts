/** The table of two-lane mathematical functions, by the names of the formula language. */
import type { Expr, FunctionBuilder, ModuleBuilder } from "../wasm/module.ts";
import { exp, expm1 } from "./exp.ts";
import { digamma, lgamma, lgammaPair, trigamma } from "./gamma.ts";
import { log, log1p } from "./log.ts";
import { invLogit, log1mExp, log1mExpPair, log1mExpSlope, log1pExp, logInvLogit, softplusPair, tanh } from "./logistic.ts";
import { erf, erfc, logPhi, logPhiPair, logPhiSlope, phi } from "./normal.ts";
import { pow } from "./pow.ts";
import { atan, cos, sin } from "./trigonometric.ts";

/** Straight-line code over two float64 lanes: arguments are bound, statements go to `f`, the result is returned. */
export interface VectorFunction {
  readonly arity: number;
  build(m: ModuleBuilder, f: FunctionBuilder, ...args: Expr[]): Expr;
  /** short enough to be repeated where it is used; the others are better called */
  readonly inline: boolean;
}

type Unary = (m: ModuleBuilder, f: FunctionBuilder, x: Expr) => Expr;
const unary = (build: Unary, inline: boolean): VectorFunction => ({
  arity: 1,
  build: (m, f, x) => build(m, f, x!),
  inline,
});

export const vectorFunctions: Readonly<Record<string, VectorFunction>> = {
  exp: unary(exp, true),
  expm1: unary(expm1, true),
  log: unary(log, true),
  log1p: unary(log1p, true),
  log1p_exp: unary(log1pExp, true),
  log1m_exp: unary(log1mExp, false),
  log1m_exp_slope: unary(log1mExpSlope, false),
  inv_logit: unary(invLogit, true),
  log_inv_logit: unary(logInvLogit, true),
  tanh: unary(tanh, true),
  sin: unary(sin, false),
  cos: unary(cos, false),
  atan: unary(atan, false),
  erf: unary(erf, false),
  erfc: unary(erfc, false),
  Phi: unary(phi, false),
  log_Phi: unary(logPhi, false),
  log_Phi_slope: unary(logPhiSlope, false),
  lgamma: unary(lgamma, false),
  digamma: unary(digamma, false),
  trigamma: unary(trigamma, false),
  pow: { arity: 2, build: (m, f, x, y) => pow(m, f, x!, y!), inline: false },
};

type Pair = (m: ModuleBuilder, f: FunctionBuilder, x: Expr) => [value: Expr, derivative: Expr];

/** A function with its derivative, for little more than the function alone; x is bound, as the results are. */
export const vectorPairs: Readonly<Record<string, { readonly derivative: string; readonly build: Pair }>> = {
  log1p_exp: { derivative: "inv_logit", build: softplusPair },
  log1m_exp: { derivative: "log1m_exp_slope", build: log1mExpPair },
  lgamma: { derivative: "digamma", build: lgammaPair },
  log_Phi: { derivative: "log_Phi_slope", build: logPhiPair },
};

/** A call of the named function; its definition is added to the module when it is first called. */
export function callVector(m: ModuleBuilder, _f: FunctionBuilder, name: string, ...args: Expr[]): Expr {
  const { arity, build } = vectorFunctions[name]!;
  const own = `vector_${name}`;
  let callee = m.find(own);
  if (!callee) {
    callee = m.define(own, Array<"v128">(arity).fill("v128"), ["v128"]);
    const parameters = Array.from({ length: arity }, (_, k) => callee!.parameter(k));
    callee.emit(build(m, callee, ...parameters));
  }
  return m.call(callee, ...args);
}
