/** A distribution in a formula, bound to its arguments: log density, distribution function, support. */
import { nearest } from "../errors.ts";
import { type Distribution, distributions, type Support } from "../distribution/index.ts";
import { isVector, logSumExp, type Value } from "../expression/functions.ts";
import type { Graph } from "../expression/graph.ts";
import { isConstant, type Node } from "../expression/node.ts";
import type { Ast, Call, Formula } from "../formula/ast.ts";
import { parse } from "../formula/parse.ts";
import { Lowering } from "./lower.ts";
import type { Place, Scope } from "./scope.ts";

export type BoundDistribution =
  | {
      readonly kind: "plain";
      readonly distribution: Distribution;
      readonly args: readonly Value[];
      readonly lower?: Node;
      readonly upper?: Node;
    }
  | { readonly kind: "mixture"; readonly logWeights: readonly Node[]; readonly components: readonly BoundDistribution[] }
  | {
      readonly kind: "censored";
      readonly side: "right" | "left" | "interval";
      readonly base: BoundDistribution;
      /** 1 where the row is censored */
      readonly flag: Node;
      /** the far end of an interval-censored row */
      readonly end?: Node;
      /** where observation ends, for simulation: a draw beyond it becomes the limit, and the flag's column is set */
      readonly limit?: { readonly node: Node; readonly column?: string; readonly flag: FlagColumn };
    };

/** The data column that says whether a row is censored, and the value that says so. */
export interface FlagColumn {
  readonly column: string;
  readonly censored: 0 | 1;
}

export const wrappers: Readonly<Record<string, string>> = {
  mixture: "mixture(w, first, second) or mixture([w1, w2, ...], first, second, ...)",
  right_censored: "right_censored(distribution, flag) or right_censored(distribution, flag, limit)",
  left_censored: "left_censored(distribution, flag) or left_censored(distribution, flag, limit)",
  interval_censored: "interval_censored(distribution, upper, flag)",
};

/** @throws CredenceError formula/* with a caret */
export function bindDistribution(lowering: Lowering, ast: Ast): BoundDistribution {
  if (ast.kind !== "call") {
    throw lowering.error(ast, "formula/distribution", "not a distribution", { expected: "a distribution, such as normal(mu, sigma)" });
  }
  if (ast.name === "mixture") return bindMixture(lowering, ast);
  if (ast.name in wrappers) return bindCensored(lowering, ast);
  const distribution = distributions.get(ast.name);
  if (!distribution) {
    throw lowering.error({ start: ast.start, end: ast.start + ast.name.length }, "formula/unknown", `unknown distribution ${JSON.stringify(ast.name)}`, {
      nearest: nearest(ast.name, [...distributions.keys(), ...Object.keys(wrappers)]),
    });
  }
  const names = distribution.parameters.map((parameter) => parameter.name);
  if (ast.args.length !== names.length) {
    throw lowering.error(ast, "formula/arguments", `${ast.name} with ${ast.args.length} argument${ast.args.length === 1 ? "" : "s"}`, {
      expected: `${ast.name}(${names.join(", ")})`,
    });
  }
  const args = ast.args.map((arg, k) => {
    const isVectorKind = /vector|simplex|cholesky/.test(distribution.parameters[k]!.kind);
    return isVectorKind ? lowering.value(arg) : lowering.node(arg);
  });
  args.forEach((arg, k) => checkArgument(lowering, ast.args[k]!, arg, distribution, k));
  const { lower, upper } = ast.truncation ?? {};
  return {
    kind: "plain",
    distribution,
    args,
    ...(lower && { lower: lowering.node(lower) }),
    ...(upper && { upper: lowering.node(upper) }),
  };
}

/** an argument that is a plain number must lie where the distribution wants it */
function checkArgument(lowering: Lowering, ast: Ast, arg: Value, distribution: Distribution, k: number): void {
  const { name, kind } = distribution.parameters[k]!;
  if (isVector(arg) || arg.op !== "constant") return;
  const value = arg.value!;
  const ok = kind === "positive" ? value > 0 : kind === "probability" ? value >= 0 && value <= 1 : kind === "count" ? value >= 0 && Number.isInteger(value) : Number.isFinite(value);
  if (ok) return;
  const expected = { positive: "> 0", probability: "from 0 to 1", count: "a whole number ≥ 0" }[kind as string] ?? "a finite number";
  throw lowering.error(ast, "formula/argument-range", `${name} of ${distribution.name} is ${value}`, { expected });
}

function bindMixture(lowering: Lowering, ast: Call): BoundDistribution {
  const [weight, ...rest] = ast.args;
  const { graph } = lowering;
  if (!weight || rest.length < 2) throw lowering.error(ast, "formula/arguments", "a mixture of fewer than two", { expected: wrappers["mixture"]! });
  const value = lowering.value(weight);
  const components = rest.map((component) => bindDistribution(lowering, component));
  if (!isVector(value) && components.length === 2) {
    return { kind: "mixture", logWeights: [graph.log(value), graph.apply("log1p", graph.neg(value))], components };
  }
  if (!isVector(value) || value.length !== components.length) {
    throw lowering.error(weight, "formula/shape", `weights for ${isVector(value) ? value.length : 1} of ${components.length} components`, { expected: wrappers["mixture"]! });
  }
  return { kind: "mixture", logWeights: value.map((item) => graph.log(item as Node)), components };
}

function bindCensored(lowering: Lowering, ast: Call): BoundDistribution {
  const side = ast.name.replace("_censored", "") as "right" | "left" | "interval";
  const { length } = ast.args;
  if (length !== 3 && (side === "interval" || length !== 2)) throw lowering.error(ast, "formula/arguments", `${ast.name} with ${length} arguments`, { expected: wrappers[ast.name]! });
  const base = bindDistribution(lowering, ast.args[0]!);
  if (side === "interval") return { kind: "censored", side, base, flag: lowering.node(ast.args[2]!), end: lowering.node(ast.args[1]!) };
  const flag = lowering.node(ast.args[1]!);
  const limit = ast.args[2];
  if (!limit) return { kind: "censored", side, base, flag };
  const column = limit.kind === "name" ? { column: limit.name } : {};
  return { kind: "censored", side, base, flag, limit: { node: lowering.node(limit), ...column, flag: flagColumn(lowering, ast.args[1]!) } };
}

function flagColumn(lowering: Lowering, ast: Ast): FlagColumn {
  if (ast.kind === "name") return { column: ast.name, censored: 1 };
  const isNegated = ast.kind === "binary" && ast.operator === "-" && ast.left.kind === "number" && ast.left.value === 1;
  if (isNegated && ast.right.kind === "name") return { column: ast.right.name, censored: 0 };
  throw lowering.error(ast, "formula/flag", "with a limit the flag must be a column that simulation can write", { expected: "a column, or 1 - a column" });
}

/** log density (log mass) at y, all normalising constants kept */
export function logDensity(g: Graph, bound: BoundDistribution, y: Value): Node {
  switch (bound.kind) {
    case "mixture":
      return logSumExp(g, bound.components.map((component, k) => g.add(bound.logWeights[k]!, logDensity(g, component, y))));
    case "censored": {
      const { base, side, flag, end } = bound;
      const node = y as Node;
      const hidden =
        side === "right" ? logTail(g, base, node, "logCcdf")
        : side === "left" ? logTail(g, base, node, "logCdf")
        : between(g, logTail(g, base, node, "logCdf"), logTail(g, base, end!, "logCdf"));
      return g.select(flag, hidden, logDensity(g, base, y));
    }
    case "plain": {
      const free = formulaNode(g, bound, bound.distribution.logDensity, { y });
      const { lower, upper } = bound;
      if (!lower && !upper) return free;
      const inside = [lower && g.apply("le", lower, y as Node), upper && g.apply("le", y as Node, upper)].filter((node) => node !== undefined);
      const within = inside.reduce((a, b) => g.apply("and", a, b));
      const truncated = g.sub(free, logMass(g, bound));
      // inside a constraint that the bounds themselves made, the test is always true
      return isInside(y as Node) ? truncated : g.select(within, truncated, g.constant(-Infinity));
    }
  }
}

/** parameters constrained to the truncation need no test; data do */
const isInside = (y: Node): boolean => !y.fixed;

/** log P(lower <= Y <= upper), the mass that a truncation keeps */
function logMass(g: Graph, bound: BoundDistribution & { kind: "plain" }): Node {
  const { lower, upper, distribution, args } = bound;
  if (distribution.proper === false) return g.constant(0);
  const numbers = args.map((arg) => (isVector(arg) ? Number.NaN : isConstant(arg) ? arg.value! : Number.NaN));
  const ends = [lower, upper].map((end) => (end === undefined || isConstant(end) ? end?.value : Number.NaN));
  const known = ![...numbers, ...ends].some((value) => Number.isNaN(value));
  if (known && distribution.cdf && distribution.ccdf) {
    const [low, high] = ends as [number | undefined, number | undefined];
    const mass =
      low === undefined ? distribution.cdf(high!, numbers)
      : high === undefined ? distribution.ccdf(low, numbers)
      : low > 0 ? distribution.ccdf(low, numbers) - distribution.ccdf(high, numbers)
      : distribution.cdf(high, numbers) - distribution.cdf(low, numbers);
    return g.constant(Math.log(mass));
  }
  if (!upper) return logTail(g, bound, lower!, "logCcdf");
  if (!lower) return logTail(g, bound, upper, "logCdf");
  return between(g, logTail(g, bound, lower, "logCdf"), logTail(g, bound, upper, "logCdf"));
}

const between = (g: Graph, low: Node, high: Node): Node => g.add(high, g.apply("log1m_exp", g.sub(low, high)));

function logTail(g: Graph, bound: BoundDistribution, y: Node, which: "logCdf" | "logCcdf"): Node {
  if (bound.kind === "mixture") {
    return logSumExp(g, bound.components.map((component, k) => g.add(bound.logWeights[k]!, logTail(g, component, y, which))));
  }
  if (bound.kind === "censored") throw new Error("censoring inside censoring");
  const text = bound.distribution[which];
  if (text === undefined) throw new MissingTail(bound.distribution.name);
  return formulaNode(g, bound, text, { y });
}

/** thrown where a formula needs a distribution function that has no closed form in the language */
export class MissingTail extends Error {
  constructor(name: string) {
    super(`${name} has no closed distribution function here, so it can be truncated or censored only at fixed numbers`);
  }
}

const parsed = new Map<string, Formula>();

/** one of a distribution's own formulas, with its parameters bound to the arguments */
export function formulaNode(g: Graph, bound: BoundDistribution & { kind: "plain" }, text: string, extra: Readonly<Record<string, Value>> = {}): Node {
  let formula = parsed.get(text);
  if (!formula) parsed.set(text, (formula = parse(text)));
  const values = new Map<string, Value>(Object.entries(extra));
  bound.distribution.parameters.forEach(({ name }, k) => values.set(name, bound.args[k]!));
  const scope: Scope = {
    lookup: (name) => (values.has(name) ? { kind: "value", value: values.get(name)! } : undefined),
    names: () => values.keys(),
  };
  return new Lowering(g, text, scope, nowhere).value(formula.ast) as Node;
}

const nowhere: Place = { axis: null, mapTo: () => undefined, levelIndex: () => undefined, labels: () => [] };

/** where draws can lie, with truncation; bounds as nodes */
export interface Range {
  readonly kind: Support["kind"];
  readonly lower?: Node;
  readonly upper?: Node;
}

export function rangeOf(g: Graph, bound: BoundDistribution): Range {
  if (bound.kind === "mixture") return rangeOf(g, bound.components[0]!);
  if (bound.kind === "censored") return rangeOf(g, bound.base);
  const { support } = bound.distribution;
  const own: { lower?: Node; upper?: Node } =
    support.kind === "positive" ? { lower: g.constant(0) }
    : support.kind === "interval" ? { lower: formulaNode(g, bound, support.lower), upper: formulaNode(g, bound, support.upper) }
    : {};
  const lower = tighter(g, "max", own.lower, bound.lower);
  const upper = tighter(g, "min", own.upper, bound.upper);
  return { kind: support.kind, ...(lower && { lower }), ...(upper && { upper }) };
}

function tighter(g: Graph, op: "min" | "max", a: Node | undefined, b: Node | undefined): Node | undefined {
  return a && b ? g.apply(op, a, b) : (a ?? b);
}
