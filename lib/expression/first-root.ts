/** The first place where an expression changes sign, when it may do so never, once or more often. */
import type { Graph } from "./graph.ts";
import type { Node } from "./node.ts";
import { findRoot } from "./root.ts";

/** intervals that are searched; two sign changes closer than 1/64 of the range are taken for none */
const INTERVALS = 64;

/**
 * The smallest u in [lower, upper] at which `f` changes sign, to the width of a grid and then by Newton's method in a bracket.
 * @returns an expression, ∞ where f keeps its sign; derivative as of `findRoot`
 * @cost INTERVALS + STEPS of findRoot evaluations of f per element
 */
export function firstRoot(g: Graph, f: (u: Node) => Node, lower: Node, upper: Node): Node {
  const stop = (node: Node): Node => g.apply("stop", node);
  const [start, width] = [stop(lower), stop(g.mul(g.constant(1 / INTERVALS), g.sub(upper, lower)))];
  const points = Array.from({ length: INTERVALS + 1 }, (_, k) => g.add(start, g.mul(g.constant(k), width)));
  const isBelow = points.map((u) => g.apply("lt", stop(f(u)), g.constant(0)));
  let found: Node = g.constant(0);
  let low = start;
  for (let k = INTERVALS; k > 0; k--) {
    const changes = g.apply("not", g.apply("eq", isBelow[k - 1]!, isBelow[k]!));
    low = g.select(changes, points[k - 1]!, low);
    found = g.apply("or", changes, found);
  }
  return g.select(found, findRoot(g, f, low, g.add(low, width)), g.constant(Infinity));
}
