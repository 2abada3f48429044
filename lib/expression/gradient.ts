/** Reverse-mode differentiation of an expression graph into another expression graph (Griewank & Walther 2008, ch. 3). */
import { partials } from "./derivatives.ts";
import type { Graph } from "./graph.ts";
import { type Axis, isConstant, type Node } from "./node.ts";

/**
 * ∂(Σ target)/∂(each element of w) for every w in `wrt`: an array over w's axis.
 * @param target scalar, or an array whose elements are summed (so that an elementwise derivative is its own case)
 * @returns one node per `wrt`, constant 0 where the target does not depend on it
 * @cost O(nodes between target and wrt)
 */
export function gradient(g: Graph, target: Node, wrt: readonly Node[]): Node[] {
  const leaves = new Set(wrt);
  const order = dependents(target, leaves);
  const active = new Set(order);
  const adjoints = new Map<Node, Node>([[target, g.constant(1)]]);
  for (const node of order.reverse()) {
    const adjoint = adjoints.get(node);
    if (!adjoint || leaves.has(node)) continue;
    contributions(g, node, adjoint).forEach((contribution, k) => {
      const input = node.inputs[k]!;
      if (!contribution || !active.has(input)) return;
      const reduced = reduceTo(g, contribution, node, input);
      const sofar = adjoints.get(input);
      adjoints.set(input, sofar ? g.add(sofar, reduced) : reduced);
    });
  }
  return wrt.map((leaf) => adjoints.get(leaf) ?? g.constant(0));
}

/** nodes between the leaves and the target, inputs before users */
function dependents(target: Node, leaves: ReadonlySet<Node>): Node[] {
  const depends = new Map<Node, boolean>();
  const order: Node[] = [];
  const visit = (node: Node): boolean => {
    const known = depends.get(node);
    if (known !== undefined) return known;
    depends.set(node, false);
    let found = leaves.has(node);
    for (const input of node.inputs) if (visit(input)) found = true;
    depends.set(node, found);
    if (found) order.push(node);
    return found;
  };
  visit(target);
  return order;
}

/** what each input receives, on the axis of the node itself for elementwise operators */
function contributions(g: Graph, node: Node, adjoint: Node): (Node | undefined)[] {
  const [first] = node.inputs as [Node];
  switch (node.op) {
    case "gather":
      return [g.scatter(adjoint, node.map!)];
    case "scatter":
      return [g.gather(adjoint, node.map!)];
    case "sum":
      return [adjoint];
    case "maximum":
    case "minimum": {
      // elements that share the extreme share its adjoint
      const reached = g.select(g.apply("eq", first, node), g.constant(1), g.constant(0));
      return [g.mul(adjoint, g.div(reached, g.sum(reached, first.axis)))];
    }
    case "element":
      return [g.mul(adjoint, indicator(g, first.axis!, node.at!))];
    case "shift":
      return [g.shiftBack(adjoint, node.axis!)];
    case "shift_back":
      return [g.shift(adjoint.axis === null ? g.add(adjoint, zeros(g, node.axis!)) : adjoint, node.axis!)];
    case "scan": {
      const reverse = g.scan("scan_reverse", first, adjoint, node.axis!);
      return [g.mul(reverse, g.shift(node, node.axis!)), reverse];
    }
    default: {
      const rule = partials[node.op];
      if (!rule) throw new Error(`no derivative for ${node.op}`);
      return rule(g, node, ...node.inputs).map((partial) => partial && times(g, adjoint, partial));
    }
  }
}

/** A 0-or-1 partial chooses the adjoint instead of multiplying it, so that 0 · ∞ does not arise. */
function times(g: Graph, adjoint: Node, partial: Node): Node {
  if (partial.op !== "select") return g.mul(adjoint, partial);
  const [condition, x, y] = partial.inputs as [Node, Node, Node];
  if (isConstant(x, 1) && isConstant(y, 0)) return g.select(condition, adjoint, y);
  if (isConstant(x, 0) && isConstant(y, 1)) return g.select(condition, x, adjoint);
  return g.mul(adjoint, partial);
}

/** a contribution to a scalar input of an array node is summed over the array */
function reduceTo(g: Graph, contribution: Node, node: Node, input: Node): Node {
  if (input.axis !== null || node.axis === null) return contribution;
  return g.sum(contribution, node.axis);
}

function zeros(g: Graph, axis: Axis): Node {
  return g.data({ name: "zeros", values: new Float64Array(axis.size) }, axis);
}

function indicator(g: Graph, axis: Axis, at: number): Node {
  const values = new Float64Array(axis.size);
  values[at] = 1;
  return g.data({ name: `at ${at}`, values }, axis);
}
