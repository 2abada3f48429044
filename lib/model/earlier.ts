/** Sums over the rows that came before within a run: pairs of rows as an axis of their own. */
import { Instance } from "../compile/instance.ts";
import { compileProgram } from "../compile/program.ts";
import { map, type Value } from "../expression/functions.ts";
import type { Graph } from "../expression/graph.ts";
import type { Axis, IndexMap, Node } from "../expression/node.ts";
import type { Place, Scope } from "./scope.ts";

/** Every pair of a row and an earlier one (or itself) of the same run that counts. */
export interface Pairs {
  readonly axis: Axis;
  readonly later: IndexMap;
  readonly earlier: IndexMap;
}

const known = new WeakMap<IndexMap, Map<Node, Pairs>>();

/**
 * @param runs rows to runs
 * @param counts depends on data alone; the earlier rows at which it is not 0 are summed over
 * @cost pairs · 8 bytes, rows² / 2 a run when every row counts
 */
export function pairsOf(runs: IndexMap, counts: Node): Pairs {
  const found = known.get(runs) ?? new Map<Node, Pairs>();
  known.set(runs, found);
  let pairs = found.get(counts);
  if (!pairs) found.set(counts, (pairs = enumerate(runs, rowValues(counts, runs.from), found.size + 1)));
  return pairs;
}

function enumerate(runs: IndexMap, counts: Float64Array, number: number): Pairs {
  const [later, earlier]: [number[], number[]] = [[], []];
  const sofar = new Map<number, number[]>();
  for (const [row, run] of runs.index.entries()) {
    const rows = sofar.get(run) ?? [];
    if (counts[row] !== 0) rows.push(row);
    sofar.set(run, rows);
    for (const before of rows) {
      later.push(row);
      earlier.push(before);
    }
  }
  const axis = { name: `pairs ${number} of ${runs.name}`, size: later.length };
  const to = (name: string, index: number[]): IndexMap => ({ name: `${name} of ${axis.name}`, from: axis, to: runs.from, index: Int32Array.from(index) });
  return { axis, later: to("later", later), earlier: to("earlier", earlier) };
}

function rowValues(node: Node, axis: Axis): Float64Array {
  const instance = new Instance(compileProgram([{ name: "values", outputs: [{ node, axis, offset: 0 }] }]), axis.size + 2);
  const values = instance.array(axis.size);
  instance.entry("values")(0, values.byteOffset);
  return values;
}

/** an array over rows read at one of the two rows of each pair */
export function readAt(g: Graph, value: Value, rows: IndexMap): Value {
  return map(value, (node) => (node.axis === rows.to ? g.gather(node, rows) : node));
}

/** names as they are at the later row of each pair */
export function pairScope(g: Graph, outer: Scope, { later }: Pairs): Scope {
  return {
    lookup: (name, span) => {
      const entity = outer.lookup(name, span);
      return entity?.kind === "value" ? { kind: "value", value: readAt(g, entity.value, later) } : entity;
    },
    names: () => outer.names(),
  };
}

export function pairPlace(rows: Place, { axis, later }: Pairs): Place {
  const maps = new Map<IndexMap, IndexMap>();
  return {
    ...rows,
    axis,
    mapTo: (factors) => {
      const outer = rows.mapTo(factors);
      if (!outer || outer === "same") return undefined;
      let composed = maps.get(outer);
      if (!composed) {
        composed = { name: `${outer.name} at ${later.name}`, from: axis, to: outer.to, index: later.index.map((row) => outer.index[row]!) };
        maps.set(outer, composed);
      }
      return composed;
    },
  };
}
