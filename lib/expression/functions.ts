/** The functions of the formula language: name -> signature, meaning, and how a call becomes expression nodes. */
import type { Graph } from "./graph.ts";
import type { Node } from "./node.ts";

/** a number or array node, or a vector (of vectors: a matrix) of them */
export type Value = Node | readonly Value[];

export interface BuiltIn {
  readonly signature: string;
  readonly about: string;
  readonly arity: readonly [minimum: number, maximum: number];
  /** elementwise functions broadcast over vectors; the others see whole values */
  readonly elementwise: boolean;
  build(g: Graph, ...args: Value[]): Value;
}

type Elementwise = (g: Graph, ...args: Node[]) => Node;
const table: Record<string, BuiltIn> = {};

function elementwise(signature: string, about: string, build: Elementwise, maximum?: number): void {
  const [name, parameters] = split(signature);
  table[name] = {
    signature, about, elementwise: true,
    arity: [parameters.length, maximum ?? parameters.length],
    build: (g, ...args) => build(g, ...(args as Node[])),
  };
}

function whole(signature: string, about: string, build: BuiltIn["build"], maximum?: number): void {
  const [name, parameters] = split(signature);
  table[name] = { signature, about, elementwise: false, arity: [parameters.length, maximum ?? parameters.length], build };
}

function split(signature: string): [string, string[]] {
  const [name, rest] = signature.split(/[()]/);
  return [name!, rest!.split(",").filter((item) => item.trim() !== "" && !item.includes("..."))];
}

const c = (g: Graph, value: number): Node => g.constant(value);
const direct = (op: string): Elementwise => (g, x) => g.apply(op, x!);

elementwise("exp(x)", "e^x", (g, x) => g.exp(x!));
elementwise("log(x)", "natural logarithm", (g, x) => g.log(x!));
elementwise("log10(x)", "logarithm to base 10", (g, x) => g.mul(c(g, Math.LOG10E), g.log(x!)));
elementwise("log2(x)", "logarithm to base 2", (g, x) => g.mul(c(g, Math.LOG2E), g.log(x!)));
elementwise("log1p(x)", "log(1 + x), accurate near 0", direct("log1p"));
elementwise("expm1(x)", "e^x - 1, accurate near 0", direct("expm1"));
elementwise("log1p_exp(x)", "log(1 + e^x), the softplus", direct("log1p_exp"));
elementwise("log1m(x)", "log(1 - x)", (g, x) => g.apply("log1p", g.neg(x!)));
elementwise("log1m_exp(x)", "log(1 - e^x) for x < 0", direct("log1m_exp"));
elementwise("log_diff_exp(x, y)", "log(e^x - e^y) for x > y", (g, x, y) => g.add(x!, g.apply("log1m_exp", g.sub(y!, x!))));
elementwise("inv_logit(x)", "1 / (1 + e^-x)", direct("inv_logit"));
elementwise("log_inv_logit(x)", "log(inv_logit(x))", (g, x) => g.neg(g.apply("log1p_exp", g.neg(x!))));
elementwise("log1m_inv_logit(x)", "log(1 - inv_logit(x))", (g, x) => g.neg(g.apply("log1p_exp", x!)));
elementwise("logit(p)", "log(p / (1 - p))", (g, p) => g.sub(g.log(p!), g.apply("log1p", g.neg(p!))));
elementwise("sqrt(x)", "square root", direct("sqrt"));
elementwise("square(x)", "x^2", (g, x) => g.square(x!));
elementwise("abs(x)", "absolute value", direct("abs"));
elementwise("floor(x)", "largest integer ≤ x", direct("floor"));
elementwise("pow(x, y)", "x^y", (g, x, y) => g.pow(x!, y!));
elementwise("tanh(x)", "hyperbolic tangent", direct("tanh"));
elementwise("sin(x)", "sine", direct("sin"));
elementwise("cos(x)", "cosine", direct("cos"));
elementwise("atan(x)", "arc tangent", direct("atan"));
elementwise("erf(x)", "error function", direct("erf"));
elementwise("erfc(x)", "1 - erf(x)", direct("erfc"));
elementwise("Phi(x)", "standard normal cumulative distribution", direct("Phi"));
elementwise("log_Phi(x)", "log Phi(x), accurate in the left tail", direct("log_Phi"));
elementwise("log_Phi_slope(x)", "slope of log_Phi, φ(x) / Phi(x): the inverse of Mills' ratio at -x", direct("log_Phi_slope"));
elementwise("lgamma(x)", "log |Γ(x)|", direct("lgamma"));
elementwise("digamma(x)", "derivative of lgamma", direct("digamma"));
elementwise("lbeta(x, y)", "log of the beta function", (g, x, y) =>
  g.sub(g.add(g.apply("lgamma", x!), g.apply("lgamma", y!)), g.apply("lgamma", g.add(x!, y!))));
elementwise("log_rising_factorial(x, n)", "log of x (x + 1) ... (x + n - 1) = Γ(x + n) / Γ(x), accurate for large x too", (g, x, n) => logRisingFactorial(g, x!, n!));
elementwise("lchoose(n, k)", "log of the binomial coefficient", (g, n, k) => {
  const factorial = (x: Node): Node => g.apply("lgamma", g.add(x, c(g, 1)));
  return g.sub(g.sub(factorial(n!), factorial(k!)), factorial(g.sub(n!, k!)));
});
elementwise("if_else(condition, x, y)", "x where the condition holds, else y", (g, condition, x, y) => g.select(condition!, x!, y!));
elementwise("fmin(x, y)", "the smaller of two, element by element", (g, x, y) => g.apply("min", x!, y!));
elementwise("fmax(x, y)", "the larger of two, element by element", (g, x, y) => g.apply("max", x!, y!));
elementwise("smooth_max(x, y, width)", "max(x, y) with its corner rounded over `width`", (g, x, y, width) => smoothMax(g, x!, y!, width!));
elementwise("smooth_min(x, y, width)", "min(x, y) with its corner rounded over `width`", (g, x, y, width) =>
  g.neg(smoothMax(g, g.neg(x!), g.neg(y!), width!)));
elementwise("log_mix(w, x, y)", "log(w e^x + (1 - w) e^y)", (g, w, x, y) =>
  logSumExp(g, [g.add(g.log(w!), x!), g.add(g.apply("log1p", g.neg(w!)), y!)]));
whole("pi()", "π", (g) => c(g, Math.PI));
whole("infinity()", "∞", (g) => c(g, Infinity));
whole("negative_infinity()", "-∞", (g) => c(g, -Infinity));

const many = Number.POSITIVE_INFINITY;
whole("log_sum_exp(x, ...)", "log Σ e^x over its arguments; over rows, levels or a vector when it has one", (g, ...args) =>
  args.length > 1 ? logSumExp(g, args as Node[]) : Array.isArray(args[0]) ? logSumExp(g, args[0] as Node[]) : logSumExpRows(g, args[0] as Node), many);
whole("min(x, ...)", "smallest of its arguments; over rows, levels or a vector when it has one", (g, ...args) => reduce(g, args, "min", "minimum"), many);
whole("max(x, ...)", "largest of its arguments; over rows, levels or a vector when it has one", (g, ...args) => reduce(g, args, "max", "maximum"), many);
whole("sum(x)", "sum over rows, levels or a vector", (g, x) => total(g, x!));
whole("mean(x)", "mean over rows, levels or a vector", (g, x) => average(g, x!));
whole("sd(x)", "standard deviation (n - 1) over rows, levels or a vector", (g, x) => {
  const n = lengthOf(x!);
  const centre = average(g, x!);
  const squares = map(x!, (item) => g.square(g.sub(item, centre)));
  return g.apply("sqrt", g.mul(c(g, 1 / (n - 1)), total(g, squares)));
});
whole("size(x)", "number of elements", (g, x) => c(g, lengthOf(x!)));
whole("recur(a, b)", "y[i] = a[i] y[i-1] + b[i] down the rows, from y[0] = 0", (g, a, b) => {
  const axis = [a, b].map((value) => (value as Node).axis).find((found) => found);
  if (!axis) throw new RangeError("recur needs a value per row");
  return g.scan("scan", a as Node, b as Node, axis);
});
whole("previous(x)", "the value of the row before, 0 at the first row", (g, x) => g.shift(x as Node, (x as Node).axis!));
elementwise("stop_gradient(x)", "x itself, held constant when derivatives are taken", (g, x) => g.apply("stop", x!));
whole("prod(v)", "product of a vector", (g, v) => vector(v!).reduce((a, b) => g.mul(a, b), c(g, 1)));
whole("dot_product(a, b)", "Σ a[k] b[k]", (g, a, b) => dot(g, vector(a!), vector(b!)));
whole("matrix_vector(M, v)", "matrix times vector", (g, m, v) => (m as Value[]).map((row) => dot(g, vector(row), vector(v!))));
whole("cumulative_sum(v)", "running sums of a vector", (g, v) => {
  let sofar: Node = c(g, 0);
  return vector(v!).map((item) => (sofar = g.add(sofar, item)));
});
whole("range(first, last)", "the vector first, first + 1, ..., last; both must be known before sampling", (g, first, last) => {
  const [from, to] = [first, last].map((end) => (isVector(end!) || end!.op !== "constant" ? Number.NaN : end!.value!)) as [number, number];
  if (!(Number.isInteger(from) && Number.isInteger(to))) throw new RangeError("range needs two whole numbers that are known before sampling");
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, k) => c(g, from + k));
});
whole("softmax(v)", "e^v / Σ e^v", (g, v) => {
  const norm = logSumExp(g, vector(v!));
  return vector(v!).map((item) => g.exp(g.sub(item, norm)));
});

export const functions: Readonly<Record<string, BuiltIn>> = table;

/** where three terms of Stirling's series for log Γ are exact to 2e-14 */
const STIRLING = 32;

/**
 * Near 0 as a difference of log Γ; beyond, where both are large and nearly equal, by Stirling's series with the difference taken in its terms.
 * @source NIST Digital Library of Mathematical Functions, eq. 5.11.1
 */
function logRisingFactorial(g: Graph, x: Node, n: Node): Node {
  const near = g.apply("min", x, c(g, STIRLING));
  const far = g.apply("max", x, c(g, STIRLING));
  const end = g.add(far, n);
  // log Γ(z) - ((z - 1/2) log z - z + log(2 pi) / 2)
  const rest = (z: Node): Node => {
    const v = g.div(c(g, 1), z);
    const v2 = g.square(v);
    return g.mul(v, g.add(c(g, 1 / 12), g.mul(v2, g.add(c(g, -1 / 360), g.mul(v2, c(g, 1 / 1260))))));
  };
  const series = g.add(g.mul(g.sub(far, c(g, 0.5)), g.apply("log1p", g.div(n, far))), g.mul(n, g.sub(g.log(end), c(g, 1))));
  const large = g.add(series, g.sub(rest(end), rest(far)));
  const small = g.sub(g.apply("lgamma", g.add(near, n)), g.apply("lgamma", near));
  return g.select(g.apply("lt", x, c(g, STIRLING)), small, large);
}

export function isVector(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function map(value: Value, f: (node: Node) => Node): Value {
  return isVector(value) ? value.map((item) => map(item, f)) : f(value);
}

const vector = (value: Value): readonly Node[] => (isVector(value) ? (value as readonly Node[]) : [value]);

function lengthOf(value: Value): number {
  return isVector(value) ? value.length : (value.axis?.size ?? 1);
}

function total(g: Graph, value: Value): Node {
  return isVector(value) ? value.map((item) => item as Node).reduce((a, b) => g.add(a, b), c(g, 0)) : g.sum(value);
}

function average(g: Graph, value: Value): Node {
  return g.mul(c(g, 1 / lengthOf(value)), total(g, value));
}

function dot(g: Graph, a: readonly Node[], b: readonly Node[]): Node {
  return a.map((item, k) => g.mul(item, b[k]!)).reduce((x, y) => g.add(x, y), c(g, 0));
}

function reduce(g: Graph, args: readonly Value[], pairwise: "min" | "max", over: "minimum" | "maximum"): Node {
  const items = args.length > 1 ? args.flatMap(vector) : vector(args[0]!);
  return items.length === 1 ? g.extreme(over, items[0]!) : items.reduce((x, y) => g.apply(pairwise, x, y));
}

/** x + w log(1 + e^((y - x) / w)): above the larger by at most w log 2 */
function smoothMax(g: Graph, x: Node, y: Node, width: Node): Node {
  const gap = g.div(g.sub(y, x), width);
  return g.add(x, g.mul(width, g.apply("log1p_exp", gap)));
}

/** stable for two terms as max + log1p(e^-|difference|), beyond that by the maximum */
export function logSumExp(g: Graph, terms: readonly Node[]): Node {
  if (terms.length === 1) return terms[0]!;
  if (terms.length === 2) {
    const [x, y] = terms as [Node, Node];
    return g.add(g.apply("max", x, y), g.apply("log1p_exp", g.neg(g.apply("abs", g.sub(x, y)))));
  }
  const top = terms.reduce((x, y) => g.apply("max", x, y));
  const sum = terms.map((term) => g.exp(g.sub(term, top))).reduce((x, y) => g.add(x, y));
  return g.add(top, g.log(sum));
}

function logSumExpRows(g: Graph, x: Node): Node {
  const top = g.extreme("maximum", x);
  return g.add(top, g.log(g.sum(g.exp(g.sub(x, top)))));
}
