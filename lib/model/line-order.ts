/** The order in which likelihood lines are drawn: a line comes after those whose responses it reads. */
import type { DataArray, Node } from "../expression/node.ts";
import { reachable } from "../expression/reachable.ts";

export interface DrawnLine {
  /** the response's numbers, as other lines read them */
  readonly data: DataArray | undefined;
  /** what the line's distribution is computed from */
  readonly nodes: readonly Node[];
}

/** for each line, which lines' responses it reads; its own among them in an autoregression */
export function linesRead(lines: readonly DrawnLine[]): ReadonlySet<number>[] {
  return lines.map(({ nodes }) => {
    const data = new Set([...reachable(nodes)].flatMap((node) => node.data ?? []));
    return new Set(lines.flatMap((line, k) => (line.data && data.has(line.data) ? [k] : [])));
  });
}

/** positions in the order of drawing; lines that read each other keep the order of the document */
export function lineOrder(reads: readonly ReadonlySet<number>[]): number[] {
  const order: number[] = [];
  const open = new Set(reads.keys());
  while (open.size > 0) {
    const ready = [...open].find((k) => ![...reads[k]!].some((other) => other !== k && open.has(other)));
    const next = ready ?? Math.min(...open);
    order.push(next);
    open.delete(next);
  }
  return order;
}
