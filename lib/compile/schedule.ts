/**
 * Orders the nodes of a function into steps: straight-line scalar code, one fused loop per axis, scans.
 *
 * A node has a level: how many loops must have ended before it can be computed. A reduction is known one level after
 * the loop that feeds it; an array read at other places than its own (gather, element, shift) must have been stored by
 * an earlier loop. Within a level all nodes of an axis share one loop.
 */
import type { Axis, Node } from "../expression/node.ts";

export interface LoopStep {
  readonly kind: "loop";
  readonly axis: Axis;
  /** elementwise nodes and gathers, inputs before users */
  readonly nodes: readonly Node[];
  /** sum, maximum, minimum fed by this loop */
  readonly reductions: readonly Node[];
  readonly scatters: readonly Node[];
  /** nodes of the loop that later steps read from memory, or that leave the function */
  readonly stores: readonly Node[];
}

export type Step =
  | LoopStep
  | { readonly kind: "scalars"; readonly nodes: readonly Node[] }
  | { readonly kind: "scan"; readonly node: Node };

/** operators that read their first input from memory at other places than the loop's own */
const readsElsewhere: ReadonlySet<string> = new Set(["gather", "element", "shift", "shift_back"]);
const reduces: ReadonlySet<string> = new Set(["sum", "maximum", "minimum", "scatter"]);
const isScan = (node: Node): boolean => node.op === "scan" || node.op === "scan_reverse";

/**
 * @param outputs nodes whose values leave the function
 * @param available whether a node is in memory, or a constant, before the function starts
 */
export function schedule(outputs: readonly Node[], available: (node: Node) => boolean): Step[] {
  const order = topological(outputs, available);
  const level = assignLevels(order, available, new Set(outputs));
  const stored = storedNodes(order, level, available, new Set(outputs));
  const steps: Step[] = [];
  const last = Math.max(0, ...level.values());
  for (let l = 0; l <= last; l++) {
    const scalars = order.filter((node) => node.axis === null && level.get(node) === l && !isReduction(node));
    if (scalars.length > 0) steps.push({ kind: "scalars", nodes: scalars });
    for (const axis of axesOf(order)) {
      const nodes = order.filter((node) => inLoop(node) && node.axis === axis && level.get(node) === l);
      const fed = order.filter((node) => reduces.has(node.op) && level.get(node) === l + 1 && node.inputs[0]!.axis === axis);
      if (nodes.length === 0 && fed.length === 0) continue;
      steps.push({
        kind: "loop",
        axis,
        nodes,
        reductions: fed.filter((node) => node.op !== "scatter"),
        scatters: fed.filter((node) => node.op === "scatter"),
        stores: nodes.filter((node) => stored.has(node)),
      });
    }
    for (const node of order) if (isScan(node) && level.get(node) === l) steps.push({ kind: "scan", node });
  }
  return steps;
}

const isReduction = (node: Node): boolean => reduces.has(node.op);
const inLoop = (node: Node): boolean => node.axis !== null && !reduces.has(node.op) && !isScan(node);

function topological(outputs: readonly Node[], available: (node: Node) => boolean): Node[] {
  const seen = new Set<Node>();
  const order: Node[] = [];
  const visit = (node: Node): void => {
    if (seen.has(node) || available(node)) return;
    seen.add(node);
    node.inputs.forEach(visit);
    order.push(node);
  };
  outputs.forEach(visit);
  return order;
}

/** how many loops later than its input a user of that input can run; a scan's result is there one level after it */
function delay(user: Node, input: Node, available: (node: Node) => boolean): number {
  const waits = !available(input) && (isScan(input) || (readsElsewhere.has(user.op) && inLoop(input)));
  return (waits ? 1 : 0) + (isReduction(user) ? 1 : 0);
}

function assignLevels(order: readonly Node[], available: (node: Node) => boolean, outputs: ReadonlySet<Node>): Map<Node, number> {
  const earliest = new Map<Node, number>();
  for (const node of order) {
    const ready = node.inputs.map((input) => (earliest.get(input) ?? 0) + delay(node, input, available));
    earliest.set(node, Math.max(0, ...ready));
  }
  const last = Math.max(0, ...earliest.values());
  const users = new Map<Node, Node[]>();
  for (const node of order) for (const input of node.inputs) users.set(input, [...(users.get(input) ?? []), node]);
  const bound = (node: Node, chosen: ReadonlyMap<Node, number>): number =>
    Math.min(last, ...(users.get(node) ?? []).map((user) => chosen.get(user)! - delay(user, node, available)));

  // loops that must exist anyway: where some node of the axis has no freedom
  const latest = new Map<Node, number>();
  const required = new Map<Axis, Set<number>>();
  for (const node of order.toReversed()) {
    latest.set(node, outputs.has(node) && node.axis === null ? last : bound(node, latest));
    const axis = loopAxis(node);
    if (axis && earliest.get(node) === latest.get(node)) levelsOf(required, axis).add(loopLevel(node, earliest.get(node)!));
  }
  for (const node of order) {
    const axis = loopAxis(node);
    if (axis && !required.has(axis)) levelsOf(required, axis).add(Math.max(...order.filter((n) => loopAxis(n) === axis).map((n) => loopLevel(n, earliest.get(n)!))));
  }
  // every other node joins the last of these loops that it can
  const chosen = new Map<Node, number>();
  for (const node of order.toReversed()) {
    const axis = loopAxis(node);
    const [low, high] = [earliest.get(node)!, bound(node, chosen)];
    const shift = isReduction(node) ? 1 : 0;
    const candidates = axis ? [...required.get(axis)!].map((l) => l + shift).filter((l) => l >= low && l <= high) : [];
    chosen.set(node, candidates.length > 0 ? Math.max(...candidates) : low);
  }
  return chosen;
}

/** the axis of the loop in which a node is computed; null for scalar code and scans */
function loopAxis(node: Node): Axis | null {
  if (isScan(node)) return null;
  return isReduction(node) ? node.inputs[0]!.axis : node.axis;
}

const loopLevel = (node: Node, level: number): number => (isReduction(node) ? level - 1 : level);

function levelsOf(map: Map<Axis, Set<number>>, axis: Axis): Set<number> {
  let set = map.get(axis);
  if (!set) map.set(axis, (set = new Set()));
  return set;
}

function storedNodes(
  order: readonly Node[],
  level: ReadonlyMap<Node, number>,
  available: (node: Node) => boolean,
  outputs: ReadonlySet<Node>,
): Set<Node> {
  const stored = new Set<Node>([...outputs].filter((node) => inLoop(node)));
  for (const user of order) {
    for (const input of user.inputs) {
      if (available(input) || !inLoop(input)) continue;
      const runsAt = isReduction(user) ? level.get(user)! - 1 : level.get(user)!;
      if (readsElsewhere.has(user.op) || isScan(user) || runsAt > level.get(input)!) stored.add(input);
    }
  }
  return stored;
}

function axesOf(order: readonly Node[]): Axis[] {
  return [...new Set(order.map(loopAxis).filter((axis) => axis !== null))];
}
