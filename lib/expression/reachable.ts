/** Which nodes an expression is made of. */
import type { Node } from "./node.ts";

/** the nodes themselves and everything they are computed from */
export function reachable(nodes: readonly Node[]): ReadonlySet<Node> {
  const found = new Set<Node>();
  const open = [...nodes];
  for (let node = open.pop(); node; node = open.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    open.push(...node.inputs);
  }
  return found;
}
