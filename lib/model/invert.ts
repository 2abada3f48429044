/** The inverse of a transformed response: from log(loss) back to loss. */
import type { Graph } from "../expression/graph.ts";
import type { Node } from "../expression/node.ts";
import { reachable } from "../expression/reachable.ts";
import type { Ast } from "../formula/ast.ts";
import type { Lowering } from "./lower.ts";

export interface Inverse {
  readonly column: string;
  readonly node: Node;
  readonly back: (value: Node) => Node;
}

const inverses: Readonly<Record<string, (g: Graph, y: Node) => Node>> = {
  log: (g, y) => g.exp(y),
  exp: (g, y) => g.log(y),
  logit: (g, y) => g.apply("inv_logit", y),
  inv_logit: (g, y) => g.sub(g.log(y), g.apply("log1p", g.neg(y))),
  log1p: (g, y) => g.apply("expm1", y),
  expm1: (g, y) => g.apply("log1p", y),
  sqrt: (g, y) => g.square(y),
  log10: (g, y) => g.exp(g.mul(g.constant(Math.LN10), y)),
  log2: (g, y) => g.exp(g.mul(g.constant(Math.LN2), y)),
};

/**
 * Finds the response's data column, the first one named, and inverts what is done to it; other columns are given.
 * @throws CredenceError model/response when the response is not an invertible function of that column
 */
export function invert(lowering: Lowering, ast: Ast): Inverse {
  const { graph: g, scope } = lowering;
  const descend = (inner: Ast, back: (value: Node) => Node): Inverse => {
    if (inner.kind === "name") {
      const entity = scope.lookup(inner.name, inner);
      const node = entity?.kind === "value" ? (entity.value as Node) : undefined;
      return { column: inner.name, node: node ?? lowering.node(inner), back };
    }
    const undo = inner.kind === "call" && inner.args.length === 1 ? inverses[inner.name] : undefined;
    if (inner.kind === "call" && undo) return descend(inner.args[0]!, (value) => undo(g, back(value)));
    if (inner.kind === "unary" && inner.operator === "-") return descend(inner.operand, (value) => g.neg(back(value)));
    if (inner.kind === "binary") {
      const [left, right] = [inner.left, inner.right];
      const holdsColumn = mentionsColumn(lowering, left);
      const other = lowering.node(holdsColumn ? right : left);
      const step = undoBinary(g, inner.operator, holdsColumn, other);
      const inverse = step && descend(holdsColumn ? left : right, (value) => step(back(value)));
      if (inverse && !reachable([other]).has(inverse.node)) return inverse;
    }
    throw lowering.error(inner, "model/response", "this response cannot be inverted", {
      expected: `a column, or one of ${Object.keys(inverses).join(", ")}, + - * / of it and fixed numbers`,
      fix: "use `target:` with a log likelihood",
    });
  };
  return descend(ast, (value) => value);
}

function undoBinary(g: Graph, operator: string, columnIsLeft: boolean, other: Node): ((value: Node) => Node) | undefined {
  switch (operator) {
    case "+":
      return (value) => g.sub(value, other);
    case "-":
      return columnIsLeft ? (value) => g.add(value, other) : (value) => g.sub(other, value);
    case "*":
      return (value) => g.div(value, other);
    case "/":
      return columnIsLeft ? (value) => g.mul(value, other) : (value) => g.div(other, value);
    default:
      return undefined;
  }
}

function mentionsColumn(lowering: Lowering, ast: Ast): boolean {
  if (ast.kind === "number") return false;
  const node = lowering.value(ast);
  return !Array.isArray(node) && (node as Node).axis !== null;
}
