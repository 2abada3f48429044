/** A root of a monotone expression as an expression: safeguarded Newton steps, unrolled. */
import { gradient } from "./gradient.ts";
import type { Graph } from "./graph.ts";
import type { Node } from "./node.ts";

/** Newton doubles the digits; bracketed from a wide interval, 24 steps reach 1e-14 on every law of the library. */
const STEPS = 24;

/**
 * The root of `f` between `lower` and `upper`, elementwise.
 * @param f monotone in its argument on the bracket
 * @param steps fewer when the bracket is narrow and f nearly straight in it
 * @returns an expression with the derivative of the implicit function theorem, -f_theta / f_u
 * @source Newton's method in a bracket (Press et al. 2007, §9.4 rtsafe); derivative by one last step from a constant
 *   point: Bolte, Pauwels & Vaiter 2023, One-step differentiation of iterative algorithms
 * @cost `steps` evaluations of f and f' per element; the derivative adds one
 */
export function findRoot(g: Graph, f: (u: Node) => Node, lower: Node, upper: Node, steps = STEPS): Node {
  const zero = g.constant(0);
  const stop = (node: Node): Node => g.apply("stop", node);
  let [low, high] = [stop(lower), stop(upper)];
  const rises = g.apply("lt", stop(f(low)), stop(f(high)));
  let u = g.mul(g.constant(0.5), g.add(low, high));
  for (let step = 0; step < steps; step++) {
    const { value, slope } = evaluate(g, f, u);
    const isAbove = g.select(rises, g.apply("lt", zero, value), g.apply("lt", value, zero));
    high = g.select(isAbove, u, high);
    low = g.select(isAbove, low, u);
    const newton = g.sub(u, g.div(value, slope));
    const inside = g.apply("and", g.apply("le", low, newton), g.apply("le", newton, high));
    u = g.select(inside, newton, g.mul(g.constant(0.5), g.add(low, high)));
  }
  const constant = stop(u);
  const { slope } = evaluate(g, f, constant);
  return g.sub(constant, g.div(f(constant), slope));
}

/** f and f' at a point that is held constant */
function evaluate(g: Graph, f: (u: Node) => Node, point: Node): { value: Node; slope: Node } {
  const u = g.apply("stop", point);
  const value = f(u);
  // the point is a leaf of this derivative, so that only u itself counts
  const [slope] = gradient(g, value, [u]);
  return { value: g.apply("stop", value), slope: g.apply("stop", slope!) };
}
