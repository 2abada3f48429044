/**
 * The slow, obviously right meaning of an expression graph: every node evaluated by itself in plain JavaScript, with
 * its derivative by forward-mode dual numbers, one direction at a time. Independent of the gradient and the compiler.
 */
import type { Node } from "../../lib/expression/node.ts";

/** a value and its derivative in one direction */
export type Dual = readonly [value: number, slope: number];

const lgammaCoefficients = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];
const digammaCoefficients = [-1 / 12, 1 / 120, -1 / 252, 1 / 240, -1 / 132, 691 / 32760, -1 / 12];

/** Stirling's series after shifting the argument above 15 */
function lgamma(x: number): number {
  let shift = 0;
  while (x < 15) shift -= Math.log(x++);
  const series = lgammaCoefficients.reduce((sum, c, k) => sum + c / x ** (2 * k + 1), 0);
  return shift + (x - 0.5) * Math.log(x) - x + Math.log(2 * Math.PI) / 2 + series;
}

function digamma(x: number): number {
  let shift = 0;
  while (x < 15) shift -= 1 / x++;
  return shift + Math.log(x) - 1 / (2 * x) + digammaCoefficients.reduce((sum, c, k) => sum + c / x ** (2 * k + 2), 0);
}

const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
const logistic = (x: number): number => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const truth = (claim: boolean): Dual => [claim ? 1 : 0, 0];

/** chain rule for a function of one argument */
const unary = (f: (x: number) => number, slope: (x: number) => number) => ([x, dx]: Dual): Dual => [f(x), dx === 0 ? 0 : slope(x) * dx];

const operators: Record<string, (...args: Dual[]) => Dual> = {
  add: ([x, dx], [y, dy]) => [x + y, dx + dy],
  sub: ([x, dx], [y, dy]) => [x - y, dx - dy],
  mul: ([x, dx], [y, dy]) => [x * y, dx * y + x * dy],
  div: ([x, dx], [y, dy]) => [x / y, (dx - (x / y) * dy) / y],
  pow: ([x, dx], [y, dy]) => [x ** y, (dx === 0 ? 0 : y * x ** (y - 1) * dx) + (dy === 0 || x === 0 ? 0 : x ** y * Math.log(x) * dy)],
  neg: ([x, dx]) => [-x, -dx],
  abs: unary(Math.abs, Math.sign),
  sqrt: unary(Math.sqrt, (x) => 0.5 / Math.sqrt(x)),
  stop: ([x]) => [x, 0],
  floor: unary(Math.floor, () => 0),
  exp: unary(Math.exp, Math.exp),
  log: unary(Math.log, (x) => 1 / x),
  log1p: unary(Math.log1p, (x) => 1 / (1 + x)),
  expm1: unary(Math.expm1, Math.exp),
  tanh: unary(Math.tanh, (x) => 1 / Math.cosh(x) ** 2),
  sin: unary(Math.sin, Math.cos),
  cos: unary(Math.cos, (x) => -Math.sin(x)),
  atan: unary(Math.atan, (x) => 1 / (1 + x * x)),
  inv_logit: unary(logistic, (x) => logistic(x) * logistic(-x)),
  log1p_exp: unary(softplus, logistic),
  log1m_exp: unary((x) => (x > -Math.LN2 ? Math.log(-Math.expm1(x)) : Math.log1p(-Math.exp(x))), (x) => Math.exp(x) / Math.expm1(x)),
  lgamma: unary(lgamma, digamma),
  min: (x, y) => (x[0] <= y[0] ? x : y),
  max: (x, y) => (y[0] <= x[0] ? x : y),
  lt: ([x], [y]) => truth(x < y),
  le: ([x], [y]) => truth(x <= y),
  eq: ([x], [y]) => truth(x === y),
  and: ([x], [y]) => truth(x !== 0 && y !== 0),
  or: ([x], [y]) => truth(x !== 0 || y !== 0),
  not: ([x]) => truth(x === 0),
  select: ([c], x, y) => (c !== 0 ? x : y),
};

/** All elements of a node (one for a scalar) at `position`, with the derivative in `direction`. */
export function interpret(node: Node, position: ArrayLike<number>, direction: ArrayLike<number>, known = new Map<Node, Dual[]>()): Dual[] {
  const done = known.get(node);
  if (done) return done;
  const inputs = node.inputs.map((input) => interpret(input, position, direction, known));
  const result = evaluate(node, inputs, position, direction);
  known.set(node, result);
  return result;
}

function evaluate(node: Node, inputs: Dual[][], position: ArrayLike<number>, direction: ArrayLike<number>): Dual[] {
  const size = node.axis?.size ?? 1;
  const each = (f: (i: number) => Dual): Dual[] => Array.from({ length: size }, (_, i) => f(i));
  const at = (values: Dual[], i: number): Dual => (values.length === 1 ? values[0]! : values[i]!);
  const [first, second] = inputs as [Dual[], Dual[]];
  switch (node.op) {
    case "constant":
      return [[node.value!, 0]];
    case "data":
      return each((i) => [node.data!.values[i]!, 0]);
    case "parameter":
      return each((i) => [position[node.offset! + i]!, direction[node.offset! + i]!]);
    case "gather":
      return each((i) => first[node.map!.index[i]!]!);
    case "scatter": {
      const sums = each(() => [0, 0]).map((pair) => [...pair] as [number, number]);
      node.map!.index.forEach((level, i) => {
        sums[level]![0] += at(first, i)[0];
        sums[level]![1] += at(first, i)[1];
      });
      return sums;
    }
    case "sum":
      return [first.reduce<Dual>(([x, dx], [y, dy]) => [x + y, dx + dy], [0, 0])];
    case "maximum":
      return [first.reduce((x, y) => (y[0] > x[0] ? y : x))];
    case "minimum":
      return [first.reduce((x, y) => (y[0] < x[0] ? y : x))];
    case "element":
      return [first[node.at!]!];
    case "shift":
      return each((i) => (i === 0 ? [0, 0] : first[i - 1]!));
    case "shift_back":
      return each((i) => (i === size - 1 ? [0, 0] : first[i + 1]!));
    case "scan": {
      let state: Dual = [0, 0];
      return each((i) => (state = operators["add"]!(operators["mul"]!(at(first, i), state), at(second, i))));
    }
    default: {
      const f = operators[node.op];
      if (!f) throw new Error(`the oracle does not know ${node.op}`);
      return each((i) => f(...inputs.map((values) => at(values, i))));
    }
  }
}
