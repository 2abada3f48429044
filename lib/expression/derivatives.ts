/** The derivative of each elementwise operator with respect to each input, as expressions. */
import type { Graph } from "./graph.ts";
import type { Node } from "./node.ts";

/** partial derivatives at the inputs x, y, ...; `out` is the operator's own node, for forms such as exp' = exp */
type Partials = (g: Graph, out: Node, ...inputs: Node[]) => (Node | undefined)[];

const one = (g: Graph): Node => g.constant(1);
const inverse = (g: Graph, x: Node): Node => g.div(one(g), x);
const when = (g: Graph, condition: Node): Node => g.select(condition, one(g), g.constant(0));

/** e^(-x²) · 2/√π */
const erfSlope = (g: Graph, x: Node): Node => g.mul(g.constant(2 / Math.sqrt(Math.PI)), g.exp(g.neg(g.square(x))));
const LOG_SQRT_2PI = Math.log(2 * Math.PI) / 2;

export const partials: Readonly<Record<string, Partials>> = {
  add: (g) => [one(g), one(g)],
  sub: (g) => [one(g), g.constant(-1)],
  mul: (_g, _out, x, y) => [y, x],
  div: (g, out, _x, y) => [inverse(g, y!), g.neg(g.div(out, y!))],
  neg: (g) => [g.constant(-1)],
  pow: (g, out, x, y) => [
    g.mul(y!, g.pow(x!, g.sub(y!, one(g)))),
    // d/dy x^y = x^y log x, and 0 at x = 0 where the power is 0 for every y > 0
    y!.fixed ? undefined : g.select(g.apply("eq", x!, g.constant(0)), g.constant(0), g.mul(out, g.log(x!))),
  ],
  abs: (g, _out, x) => [g.select(g.apply("lt", x!, g.constant(0)), g.constant(-1), when(g, g.apply("lt", g.constant(0), x!)))],
  sqrt: (g, out) => [g.div(g.constant(0.5), out)],
  exp: (_g, out) => [out],
  log: (g, _out, x) => [inverse(g, x!)],
  log1p: (g, _out, x) => [inverse(g, g.add(one(g), x!))],
  expm1: (g, out) => [g.add(out, one(g))],
  tanh: (g, out) => [g.sub(one(g), g.square(out))],
  sin: (g, _out, x) => [g.apply("cos", x!)],
  cos: (g, _out, x) => [g.neg(g.apply("sin", x!))],
  atan: (g, _out, x) => [inverse(g, g.add(one(g), g.square(x!)))],
  erf: (g, _out, x) => [erfSlope(g, x!)],
  erfc: (g, _out, x) => [g.neg(erfSlope(g, x!))],
  Phi: (g, _out, x) => [g.exp(g.sub(g.constant(-LOG_SQRT_2PI), g.mul(g.constant(0.5), g.square(x!))))],
  log_Phi: (g, _out, x) => [g.apply("log_Phi_slope", x!)],
  // s = φ(x) / Φ(x), of which φ' = -x φ and Φ' = φ
  log_Phi_slope: (g, out, x) => [g.neg(g.mul(out, g.add(x!, out)))],
  lgamma: (g, _out, x) => [g.apply("digamma", x!)],
  digamma: (g, _out, x) => [g.apply("trigamma", x!)],
  inv_logit: (g, out) => [g.mul(out, g.sub(one(g), out))],
  log1p_exp: (g, _out, x) => [g.apply("inv_logit", x!)],
  log_inv_logit: (g, _out, x) => [g.apply("inv_logit", g.neg(x!))],
  log1m_exp: (g, _out, x) => [g.apply("log1m_exp_slope", x!)],
  // s = 1 / (1 - e^-x)
  log1m_exp_slope: (g, out) => [g.mul(out, g.sub(one(g), out))],
  min: (g, _out, x, y) => chosen(g, g.apply("le", x!, y!)),
  max: (g, _out, x, y) => chosen(g, g.apply("le", y!, x!)),
  select: (g, _out, condition) => [undefined, when(g, condition!), g.select(condition!, g.constant(0), one(g))],
  floor: () => [undefined],
  stop: () => [undefined],
  lt: () => [undefined, undefined],
  le: () => [undefined, undefined],
  eq: () => [undefined, undefined],
  and: () => [undefined, undefined],
  or: () => [undefined, undefined],
  not: () => [undefined],
};

function chosen(g: Graph, first: Node): Node[] {
  return [when(g, first), g.select(first, g.constant(0), one(g))];
}
