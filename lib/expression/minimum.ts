/** Where an expression is smallest, as an expression: golden-section search, unrolled. */
import type { Graph } from "./graph.ts";
import type { Node } from "./node.ts";

/** 0.618^44 = 6e-10 of the range; a minimum is flat, so its place is known to no more than 1e-8 anyway */
const STEPS = 44;
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * The u in [lower, upper] at which `f` is smallest, elementwise; an end of the interval when f rises or falls throughout.
 * @param f with one minimum in the interval
 * @param steps each narrows the interval to 0.618 of itself; fewer where a search inside a search needs no more
 * @returns an expression held constant when derivatives are taken
 * @source Press et al. 2007, §10.2
 * @cost `steps` + 2 evaluations of f per element
 */
export function findMinimum(g: Graph, f: (u: Node) => Node, lower: Node, upper: Node, steps = STEPS): Node {
  const inside = (low: Node, high: Node, share: number): Node => g.add(low, g.mul(g.constant(share), g.sub(high, low)));
  let [low, high] = [lower, upper];
  let [left, right] = [inside(low, high, 1 - GOLDEN), inside(low, high, GOLDEN)];
  let [atLeft, atRight] = [f(left), f(right)];
  for (let step = 0; step < steps; step++) {
    const isLeft = g.apply("lt", atLeft, atRight);
    [low, high] = [g.select(isLeft, low, left), g.select(isLeft, right, high)];
    const fresh = g.select(isLeft, inside(low, high, 1 - GOLDEN), inside(low, high, GOLDEN));
    const atFresh = f(fresh);
    [left, right, atLeft, atRight] = [
      g.select(isLeft, fresh, right), g.select(isLeft, left, fresh),
      g.select(isLeft, atFresh, atRight), g.select(isLeft, atLeft, atFresh),
    ];
  }
  return g.apply("stop", g.mul(g.constant(0.5), g.add(low, high)));
}
