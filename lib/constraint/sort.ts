/** Numbers in order, and what goes along with them, by exchanges of neighbours: as expressions, whose conditions carry no slope. */
import type { Graph } from "../expression/graph.ts";
import type { Node } from "../expression/node.ts";

/** Places `at` and `at + 1` are exchanged when they are not in order at their turn. */
export interface Exchange {
  readonly at: number;
  readonly isInOrder: Node;
}

/** The exchanges that sort. @source bubble sort as a sorting network: Knuth 1998, The Art of Computer Programming 3, §5.3.4 */
export function sortingExchanges(g: Graph, keys: readonly Node[]): Exchange[] {
  const exchanges: Exchange[] = [];
  let values = keys;
  for (let last = keys.length - 1; last > 0; last--) {
    for (let at = 0; at < last; at++) {
      const exchange = { at, isInOrder: g.apply("le", values[at]!, values[at + 1]!) };
      exchanges.push(exchange);
      values = exchanged(g, values, [exchange]);
    }
  }
  return exchanges;
}

/** the values after these exchanges */
export function exchanged(g: Graph, values: readonly Node[], exchanges: readonly Exchange[]): Node[] {
  const result = [...values];
  for (const { at, isInOrder } of exchanges) {
    const [low, high] = [result[at]!, result[at + 1]!];
    result[at] = g.select(isInOrder, low, high);
    result[at + 1] = g.select(isInOrder, high, low);
  }
  return result;
}
