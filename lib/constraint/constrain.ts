/** From unconstrained coordinates to constrained values, with the log of the Jacobian, and back for numbers. */
import type { Graph } from "../expression/graph.ts";
import type { Node } from "../expression/node.ts";

/** The transformed values and log |d value / d q|; per element of the coordinates' axis. */
export interface Constrained {
  readonly values: readonly Node[];
  readonly logJacobian: Node;
}

/** A number on an interval, open at an end that is absent. @source Stan reference manual 2.36, ch. Constraint transforms */
export function constrainInterval(g: Graph, q: Node, lower?: Node, upper?: Node): { value: Node; logJacobian: Node } {
  if (lower && upper) {
    const width = g.sub(upper, lower);
    const share = g.apply("inv_logit", q);
    // log inv_logit(q) + log(1 - inv_logit(q)) = -(log1p_exp(q) + log1p_exp(-q))
    const slope = g.neg(g.add(g.apply("log1p_exp", q), g.apply("log1p_exp", g.neg(q))));
    return { value: g.add(lower, g.mul(width, share)), logJacobian: g.add(g.log(width), slope) };
  }
  if (lower) return { value: g.add(lower, g.exp(q)), logJacobian: q };
  if (upper) return { value: g.sub(upper, g.exp(q)), logJacobian: q };
  return { value: q, logJacobian: g.constant(0) };
}

/** v[1] = q[1], v[k] = v[k-1] + exp(q[k]) */
export function constrainOrdered(g: Graph, q: readonly Node[]): Constrained {
  const values = [q[0]!];
  for (const coordinate of q.slice(1)) values.push(g.add(values.at(-1)!, g.exp(coordinate)));
  return { values, logJacobian: total(g, q.slice(1)) };
}

/**
 * A point of the simplex from one coordinate less, by breaking a stick; q = 0 is the centre.
 * @source Stan reference manual 2.36, ch. Constraint transforms, Unit simplex
 */
export function constrainSimplex(g: Graph, q: readonly Node[]): Constrained {
  const n = q.length + 1;
  const values: Node[] = [];
  const terms: Node[] = [];
  let logRest: Node = g.constant(0);
  q.forEach((coordinate, k) => {
    const x = g.sub(coordinate, g.constant(Math.log(n - 1 - k)));
    const logShare = g.neg(g.apply("log1p_exp", g.neg(x)));
    const logRemainder = g.neg(g.apply("log1p_exp", x));
    terms.push(g.add(logRest, g.add(logShare, logRemainder)));
    values.push(g.exp(g.add(logRest, logShare)));
    logRest = g.add(logRest, logRemainder);
  });
  values.push(g.exp(logRest));
  return { values, logJacobian: total(g, terms) };
}

const total = (g: Graph, nodes: readonly Node[]): Node => nodes.reduce((a, b) => g.add(a, b), g.constant(0));

/** the coordinate of a number on an interval; ±Infinity at an end */
export function freeInterval(value: number, lower?: number, upper?: number): number {
  if (lower !== undefined && upper !== undefined) return Math.log((value - lower) / (upper - value));
  if (lower !== undefined) return Math.log(value - lower);
  return upper !== undefined ? Math.log(upper - value) : value;
}

export function freeOrdered(values: readonly number[]): number[] {
  return values.map((value, k) => (k === 0 ? value : Math.log(value - values[k - 1]!)));
}

export function freeSimplex(values: readonly number[]): number[] {
  let rest = 1;
  return values.slice(0, -1).map((value, k) => {
    const share = value / rest;
    rest -= value;
    return Math.log(share / (1 - share)) + Math.log(values.length - 1 - k);
  });
}
