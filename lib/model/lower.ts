/** Syntax tree -> expression graph: names resolved, shapes checked, levels looked up; every error has a caret. */
import { nearest } from "../errors.ts";
import { functions, isVector, type Value } from "../expression/functions.ts";
import type { Graph } from "../expression/graph.ts";
import type { Node } from "../expression/node.ts";
import { firstRoot } from "../expression/first-root.ts";
import { findMinimum } from "../expression/minimum.ts";
import { findRoot } from "../expression/root.ts";
import { findShares, sharesAllowed } from "../expression/simplex-minimum.ts";
import type { Ast, Formula, Span } from "../formula/ast.ts";
import { formulaError } from "../formula/formula-error.ts";
import { pairPlace, pairScope, pairsOf, readAt } from "./earlier.ts";
import type { Place, Scope } from "./scope.ts";

/** forms whose arguments are not all values */
export const special: Readonly<Record<string, string>> = {
  root: "root(u, expression in u, lower, upper) or root(u, expression in u, lower, upper, steps)",
  first_root: "first_root(u, expression in u, lower, upper)",
  argmin: "argmin(u, expression in u, lower, upper) or argmin(u, expression in u, lower, upper, steps)",
  argmin_simplex: "argmin_simplex(p, expression in p, number of shares)",
  same: "same(factor)",
  carried: "carried(x, factor)",
  level: "level(factor)",
  observed: "observed(column)",
  sum_earlier: "sum_earlier(run, condition, expression with earlier(...))",
};

/** forms that look for a value of an unknown between two bounds */
const searches: Readonly<Record<string, (g: Graph, f: (u: Node) => Node, lower: Node, upper: Node, steps?: number) => Node>> = {
  root: findRoot,
  first_root: firstRoot,
  argmin: findMinimum,
};

const arithmetic: Readonly<Record<string, (g: Graph, x: Node, y: Node) => Node>> = {
  "+": (g, x, y) => g.add(x, y),
  "-": (g, x, y) => g.sub(x, y),
  "*": (g, x, y) => g.mul(x, y),
  "/": (g, x, y) => g.div(x, y),
  "^": (g, x, y) => g.pow(x, y),
  "<": (g, x, y) => g.apply("lt", x, y),
  "<=": (g, x, y) => g.apply("le", x, y),
  ">": (g, x, y) => g.apply("lt", y, x),
  ">=": (g, x, y) => g.apply("le", y, x),
  "==": (g, x, y) => g.apply("eq", x, y),
  "!=": (g, x, y) => g.apply("not", g.apply("eq", x, y)),
  "&&": (g, x, y) => g.apply("and", x, y),
  "||": (g, x, y) => g.apply("or", x, y),
};

export class Lowering {
  /** inside `sum_earlier`: how an expression is read at the earlier row of each pair */
  private earlier: ((ast: Ast) => Value) | undefined;
  readonly graph: Graph;
  readonly text: string;
  readonly scope: Scope;
  readonly place: Place;

  constructor(graph: Graph, text: string, scope: Scope, place: Place) {
    this.graph = graph;
    this.text = text;
    this.scope = scope;
    this.place = place;
  }

  value(ast: Ast): Value {
    switch (ast.kind) {
      case "number":
        return this.graph.constant(ast.value);
      case "name":
        return this.name(ast);
      case "unary":
        return this.broadcast(ast, [this.value(ast.operand)], (x) =>
          ast.operator === "-" ? this.graph.neg(x!) : this.graph.apply("not", x!));
      case "binary":
        return this.broadcast(ast, [this.value(ast.left), this.value(ast.right)], (x, y) =>
          arithmetic[ast.operator]!(this.graph, x!, y!));
      case "vector":
        return ast.items.map((item) => this.value(item));
      case "index":
        return this.index(ast);
      case "call":
        return this.call(ast);
    }
  }

  /** a formula that must be a number (per element of the place), not a vector */
  node(ast: Ast, what = "a number"): Node {
    const value = this.value(ast);
    if (isVector(value)) throw this.error(ast, "formula/shape", `a vector of ${value.length}`, { expected: what });
    this.checkAxis(ast, value);
    return value;
  }

  /** a value indexed by level must have been indexed before it leaves the formula */
  checkAxis(span: Span, node: Node): void {
    if (node.axis === null || node.axis === this.place.axis) return;
    throw this.error(span, "formula/shape", `one number for each of ${describe(node)} where ${describePlace(this.place)} is needed`, {
      fix: `index it (name[column]) or reduce it with sum, mean, min or max`,
    });
  }

  error(span: Span, code: string, message: string, extra: { found?: string; expected?: string; nearest?: string | undefined; fix?: string } = {}): Error {
    return formulaError(this.text, span, { code, message, ...extra });
  }

  private name(ast: Ast & { kind: "name" }): Value {
    const entity = this.scope.lookup(ast.name, ast);
    if (!entity) throw this.unknown(ast, ast.name, this.scope.names(), "name");
    if (entity.kind === "factor") {
      throw this.error(ast, "formula/factor", `${ast.name} is a factor, not a number`, {
        fix: `use it as an index: theta[${ast.name}]`,
      });
    }
    if (entity.kind === "function") {
      throw this.error(ast, "formula/arguments", `${ast.name} takes ${entity.parameters.length} arguments`, {
        expected: `${ast.name}(${entity.parameters.join(", ")})`,
      });
    }
    return this.perLevel(entity.value);
  }

  /** a column read where a formula has one value per level: allowed when it does not vary within the level */
  private perLevel(value: Value): Value {
    const { place, graph } = this;
    if (isVector(value) || value.op !== "data" || value.axis?.name !== "rows" || place.axis === null || place.axis === value.axis) return value;
    const values = place.levelValues?.(value.data!.values);
    return values ? graph.data({ name: `${value.data!.name} by level`, values }, place.axis) : value;
  }

  private index(ast: Ast & { kind: "index" }): Value {
    const entity = this.scope.lookup(ast.target, ast);
    if (!entity) throw this.unknown(ast, ast.target, this.scope.names(), "name");
    const { indices } = ast;
    if (entity.kind === "levels") {
      const { factors, value } = entity;
      const [levels, rest] = [indices.slice(0, factors.length), indices.slice(factors.length)];
      if (levels.length < factors.length) {
        throw this.error(ast, "formula/index", `${ast.target} has ${factors.length} indices`, { expected: `${ast.target}[${factors.join(", ")}]` });
      }
      return this.items(ast, this.levels(ast, value, factors, levels), rest);
    }
    if (entity.kind === "value" && isVector(entity.value)) return this.items(ast, entity.value, indices);
    throw this.error(ast, "formula/index", `${ast.target} cannot be indexed`, { found: "a single number" });
  }

  private levels(ast: Ast & { kind: "index" }, value: Value, factors: readonly string[], indices: readonly Ast[]): Value {
    const names = indices.map((index, k) => {
      if (index.kind === "name") return index.name;
      const label = index.kind === "number" ? this.place.labels(factors[k]!)[index.value - 1] : undefined;
      if (label !== undefined) return label;
      throw this.error(index, "formula/index", `index ${k + 1} of ${ast.target} is not a name`, { expected: `a factor column, a level of ${factors[k]}, or its number from 1` });
    });
    const isColumn = names.every((name) => this.scope.lookup(name, ast)?.kind === "factor");
    if (isColumn) {
      const map = names.every((name, k) => name === factors[k]) ? this.place.mapTo(names) : undefined;
      if (map === "same") return value;
      if (map) return this.each(value, (node) => this.graph.gather(node, map));
      throw this.error(ast, "formula/index", `${ast.target}[${names.join(", ")}] is not known at ${describePlace(this.place)}`, {
        expected: `${ast.target}[${factors.join(", ")}]`,
      });
    }
    const at = this.place.levelIndex(factors, names);
    if (at !== undefined) return this.each(value, (node) => this.graph.element(node, at));
    const wrong = names.findIndex((name, k) => name !== factors[k]);
    const known = this.place.labels(factors[wrong]!);
    throw this.unknown(indices[wrong]!, names[wrong]!, [factors[wrong]!, ...known], `factor or level of ${factors[wrong]}`);
  }

  private items(ast: Ast & { kind: "index" }, value: Value, indices: readonly Ast[]): Value {
    let result = value;
    for (const index of indices) {
      if (!isVector(result)) throw this.error(index, "formula/index", `${ast.target} has no further index`);
      const position = this.value(index);
      const at = !isVector(position) && position.op === "constant" ? position.value! : Number.NaN;
      const item = result[at - 1];
      if (item === undefined) {
        throw this.error(index, "formula/index", `${ast.target} has elements 1 to ${result.length}`, { found: this.text.slice(index.start, index.end) });
      }
      result = item;
    }
    return result;
  }

  private call(ast: Ast & { kind: "call" }): Value {
    if (searches[ast.name]) return this.search(ast);
    if (ast.name === "argmin_simplex") return this.shares(ast);
    if (ast.name === "same") return this.same(ast);
    if (ast.name === "carried") return this.carried(ast);
    if (ast.name === "level") return this.level(ast);
    if (ast.name === "observed") return this.observed(ast);
    if (ast.name === "sum_earlier") return this.sumEarlier(ast);
    if (ast.name === "earlier" && this.earlier) {
      this.count(ast, [1, 1], "earlier(expression)");
      return this.earlier(ast.args[0]!);
    }
    const entity = this.scope.lookup(ast.name, ast);
    if (entity?.kind === "function") {
      this.count(ast, [entity.parameters.length, entity.parameters.length], `${ast.name}(${entity.parameters.join(", ")})`);
      return entity.call(ast.args.map((arg) => this.value(arg)));
    }
    const known = functions[ast.name];
    if (!known) throw this.unknown({ start: ast.start, end: ast.start + ast.name.length }, ast.name, [...Object.keys(functions), ...Object.keys(special)], "function");
    this.count(ast, known.arity, known.signature);
    const args = ast.args.map((arg) => this.value(arg));
    if (known.elementwise) return this.broadcast(ast, args, (...nodes) => known.build(this.graph, ...nodes) as Node);
    if (args.length > 1) this.sameAxis(ast, args.filter((arg) => !isVector(arg)) as Node[]);
    try {
      return known.build(this.graph, ...args);
    } catch (error) {
      throw error instanceof RangeError ? this.error(ast, "formula/arguments", error.message, { expected: known.signature }) : error;
    }
  }

  /** 1 where a row belongs to the same level as the row before it, so that a recurrence starts anew with each run */
  private same(ast: Ast & { kind: "call" }): Node {
    this.count(ast, [1, 1], special["same"]!);
    return this.continues(ast.args[0]!, special["same"]!);
  }

  /** x of the row before where it belongs to the same level, else 0; 0 at rows of a forecast, which follow nothing observed */
  private carried(ast: Ast & { kind: "call" }): Node {
    this.count(ast, [2, 2], special["carried"]!);
    const [x, factor] = ast.args as [Ast, Ast];
    const { graph: g, place } = this;
    if (place.unseen) return g.constant(0);
    const flags = this.continues(factor, special["carried"]!);
    const value = this.node(x);
    return g.mul(flags, value.axis === null ? value : g.shift(value, value.axis));
  }

  private continues(factor: Ast, signature: string): Node {
    const name = factor.kind === "name" ? factor.name : "";
    const map = this.scope.lookup(name, factor)?.kind === "factor" ? this.place.mapTo([name]) : undefined;
    if (!map || map === "same") throw this.error(factor, "formula/index", "a factor column is needed here", { expected: signature });
    const values = Float64Array.from(map.index, (level, row) => (row > 0 && level === map.index[row - 1] ? 1 : 0));
    return this.graph.data({ name: `same(${name})`, values }, map.from);
  }

  /** the number, from 1, of the level that a row (or an element of a crossing) belongs to */
  private level(ast: Ast & { kind: "call" }): Value {
    this.count(ast, [1, 1], special["level"]!);
    const [factor] = ast.args as [Ast];
    const name = factor.kind === "name" ? factor.name : "";
    const { axis } = this.place;
    const map = this.scope.lookup(name, factor)?.kind === "factor" ? this.place.mapTo([name]) : undefined;
    if (!map || !axis) throw this.error(factor, "formula/index", "level wants a factor column", { expected: special["level"]! });
    const values = Float64Array.from({ length: axis.size }, (_, at) => 1 + (map === "same" ? at : map.index[at]!));
    return this.graph.data({ name: `level(${name})`, values }, axis);
  }

  /** 1 where an optional column has a value, 0 where its cell is empty or the column is absent */
  private observed(ast: Ast & { kind: "call" }): Value {
    this.count(ast, [1, 1], special["observed"]!);
    const [column] = ast.args as [Ast];
    const entity = column.kind === "name" ? this.scope.lookup(column.name, column) : undefined;
    if (column.kind !== "name" || entity?.kind !== "value" || (entity.value as Node).op !== "data") {
      throw this.error(column, "formula/index", "observed wants a column of numbers", { expected: special["observed"]! });
    }
    const { axis } = entity.value as Node;
    const values = this.place.observed?.(column.name) ?? new Float64Array(axis!.size).fill(1);
    return this.graph.data({ name: `observed(${column.name})`, values }, axis);
  }

  /** Σ over the rows of the same run up to and with this one at which the condition holds; earlier(x) is x at that row */
  private sumEarlier(ast: Ast & { kind: "call" }): Value {
    this.count(ast, [3, 3], special["sum_earlier"]!);
    const [factor, condition, expression] = ast.args as [Ast, Ast, Ast];
    const { graph: g, place } = this;
    const name = factor.kind === "name" ? factor.name : "";
    const runs = this.scope.lookup(name, factor)?.kind === "factor" ? place.mapTo([name]) : undefined;
    if (!runs || runs === "same" || place.axis?.name !== "rows") throw this.error(factor, "formula/index", "sum_earlier wants a factor column, over rows", { expected: special["sum_earlier"]! });
    const counts = this.node(condition);
    if (!counts.fixed) throw this.error(condition, "formula/argument-range", "which rows are summed over depends on a parameter", { expected: "a condition on columns alone" });
    const pairs = pairsOf(runs, counts);
    if (pairs.axis.size === 0) return g.constant(0);
    const inner = new Lowering(g, this.text, pairScope(g, this.scope, pairs), pairPlace(place, pairs));
    inner.earlier = (x) => readAt(g, this.value(x), pairs.earlier);
    return g.scatter(inner.node(expression), pairs.later);
  }

  /** an unknown between two bounds: `root`, where a monotone expression is zero; `first_root`, where any first is; `argmin` */
  private search(ast: Ast & { kind: "call" }): Node {
    const signature = special[ast.name]!;
    this.count(ast, [4, ast.name === "first_root" ? 4 : 5], signature);
    const [unknown, equation, low, high, steps] = ast.args as [Ast, Ast, Ast, Ast, Ast | undefined];
    if (steps && !(steps.kind === "number" && Number.isInteger(steps.value) && steps.value > 0)) {
      throw this.error(steps, "formula/arguments", `the steps of ${ast.name} are not a whole number`, { expected: signature });
    }
    const at = (u: Node): Node => this.withUnknown(unknown, ast.name, u).value(equation) as Node;
    return searches[ast.name]!(this.graph, at, this.value(low) as Node, this.value(high) as Node, steps?.kind === "number" ? steps.value : undefined);
  }

  /** the vector of shares at which an expression is smallest */
  private shares(ast: Ast & { kind: "call" }): Value {
    const signature = special[ast.name]!;
    this.count(ast, [3, 3], signature);
    const [unknown, expression, size] = ast.args as [Ast, Ast, Ast];
    const { least, most } = sharesAllowed;
    if (!(size.kind === "number" && Number.isInteger(size.value) && size.value >= least && size.value <= most)) {
      throw this.error(size, "formula/arguments", `the number of shares is not a whole number from ${least} to ${most}`, { expected: signature });
    }
    const at = (p: readonly Node[]): Node => {
      const value = this.withUnknown(unknown, ast.name, [...p]).value(expression);
      if (isVector(value)) throw this.error(expression, "formula/shape", `a vector of ${value.length}`, { expected: "a number" });
      return value;
    };
    return findShares(this.graph, at, size.value);
  }

  /** this place with one more name: the unknown of a search */
  private withUnknown(unknown: Ast, form: string, value: Value): Lowering {
    if (unknown.kind !== "name") throw this.error(unknown, "formula/syntax", `the unknown of ${form} is not a name`, { expected: special[form]! });
    const { name: own } = unknown;
    const inner: Scope = { lookup: (name, span) => (name === own ? { kind: "value", value } : this.scope.lookup(name, span)), names: () => [own, ...this.scope.names()] };
    return new Lowering(this.graph, this.text, inner, this.place);
  }

  private count(ast: Ast & { kind: "call" }, [minimum, maximum]: readonly [number, number], signature: string): void {
    const { length } = ast.args;
    if (length >= minimum && length <= maximum) return;
    throw this.error(ast, "formula/arguments", `${ast.name} with ${length} argument${length === 1 ? "" : "s"}`, { expected: signature });
  }

  /** applies an elementwise operator over vectors of equal length, numbers broadcasting */
  private broadcast(span: Span, values: readonly Value[], f: (...nodes: Node[]) => Node): Value {
    const vectors = values.filter(isVector);
    if (vectors.length === 0) {
      this.sameAxis(span, values as Node[]);
      return f(...(values as Node[]));
    }
    const { length } = vectors[0]!;
    if (vectors.some((vector) => vector.length !== length)) {
      throw this.error(span, "formula/shape", `vectors of ${vectors.map((vector) => vector.length).join(" and ")} elements`, { expected: "equal lengths" });
    }
    return Array.from({ length }, (_, k) => this.broadcast(span, values.map((value) => (isVector(value) ? value[k]! : value)), f));
  }

  private sameAxis(span: Span, nodes: readonly Node[]): void {
    const arrays = nodes.filter((node) => node.axis !== null);
    const other = arrays.find((node) => node.axis !== arrays[0]!.axis);
    if (!other) return;
    throw this.error(span, "formula/shape", `${describe(arrays[0]!)} against ${describe(other)}`, {
      fix: "look values of a level up with an index, such as theta[task]",
    });
  }

  private each(value: Value, f: (node: Node) => Node): Value {
    return isVector(value) ? value.map((item) => this.each(item, f)) : f(value);
  }

  private unknown(span: Span, name: string, candidates: Iterable<string>, what: string): Error {
    return this.error(span, "formula/unknown", `unknown ${what} ${JSON.stringify(name)}`, { nearest: nearest(name, candidates) });
  }
}

const describe = (node: Node): string => `${node.axis!.size} ${node.axis!.name === "rows" ? "rows" : `levels of ${node.axis!.name}`}`;
const describePlace = (place: Place): string => (place.axis === null ? "a single number" : place.axis.name === "rows" ? "each row" : `each level of ${place.axis.name}`);

/** lowers a whole formula */
export function lower(graph: Graph, formula: Formula, scope: Scope, place: Place): Value {
  return new Lowering(graph, formula.text, scope, place).value(formula.ast);
}
