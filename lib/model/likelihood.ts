/** A likelihood line: a response, perhaps transformed, with its distribution; or a log density given as it is. */
import type { Graph } from "../expression/graph.ts";
import { gradient } from "../expression/gradient.ts";
import type { Node } from "../expression/node.ts";
import { parse } from "../formula/parse.ts";
import { type BoundDistribution, bindDistribution, logDensity } from "./density.ts";
import { invert } from "./invert.ts";
import { Lowering } from "./lower.ts";
import type { Rows } from "./places.ts";
import type { Place, Scope } from "./scope.ts";

export interface BoundLikelihood {
  /** the left side as written: `log(loss)`, or `target` */
  readonly response: string;
  /** the data column inside the response; absent for `target` */
  readonly column?: string;
  /** log likelihood per row, Jacobian of the response's transform included */
  readonly pointwise: Node;
  readonly distribution?: BoundDistribution;
  /** a value on the scale of the response -> the column's own scale */
  readonly back?: (value: Node) => Node;
}

/** @throws CredenceError with a caret in the response or in the distribution */
export function bindLikelihood(g: Graph, response: string, text: string, scope: Scope, rows: Rows): BoundLikelihood {
  const { place } = rows;
  const right = new Lowering(g, text, scope, place);
  const formula = parse(text);
  if (response === "target") return { response, pointwise: right.node(formula.ast) };
  const left = new Lowering(g, response, scope, place);
  const { ast } = parse(response);
  const inverse = invert(left, ast);
  const value = left.node(ast);
  const distribution = bindDistribution(right, formula.ast);
  const density = logDensity(g, distribution, value);
  const { column, node, back } = inverse;
  const slope = value === node ? undefined : gradientOfData(g, value, node);
  const complete = slope ? g.add(density, g.log(g.apply("abs", slope))) : density;
  const values = rows.observed.get(column);
  const pointwise = values ? g.select(g.data({ name: `observed(${column})`, values }, rows.axis), complete, g.constant(0)) : complete;
  return { response, column, pointwise, distribution, back };
}

/** d response / d column, row by row; data differentiate like anything else when they are the leaves asked for */
function gradientOfData(g: Graph, value: Node, column: Node): Node {
  return gradient(g, value, [column])[0]!;
}

/** what a likelihood line says of rows where the response is not known: its distribution and the way back */
export function bindPrediction(g: Graph, response: string, text: string, scope: Scope, place: Place): Pick<BoundLikelihood, "distribution" | "back" | "column"> {
  const left = new Lowering(g, response, scope, place);
  const { column, back } = invert(left, parse(response).ast);
  return { column, back, distribution: bindDistribution(new Lowering(g, text, scope, place), parse(text).ast) };
}
