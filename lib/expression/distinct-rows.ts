/** Sums over rows that repeat: rows which an expression cannot tell apart are computed once, and weighed by their number. */
import type { Graph } from "./graph.ts";
import type { Axis, DataArray, IndexMap, Node } from "./node.ts";

/** rows are merged when at most this share of them differ: a weight costs a multiplication, and sums of logarithms their product form */
const WORTHWHILE = 0.5;
/** so many rows, evenly spread, tell whether looking at all of them is promising */
const SAMPLE = 1000;

/** operators that read other elements than their own */
const readsElsewhere: ReadonlySet<string> = new Set(["shift", "shift_back", "scan", "scan_reverse", "scatter"]);

/** What tells rows apart: the columns and the levels that an expression reads. */
interface Reads {
  readonly data: Set<DataArray>;
  readonly maps: Set<IndexMap>;
}

/**
 * Σ x over `axis`. Bernoulli rows with equal predictors become counts; so do equal counts of equal problems, or
 * confidences that were rounded. An x that reads mutable data or neighbouring rows is summed as it is.
 * @cost one pass over the rows for each column read, when a sample of them repeats
 */
export function sumOverDistinctRows(graph: Graph, x: Node, axis: Axis): Node {
  const reads: Reads = { data: new Set(), maps: new Set() };
  if (x.axis !== axis || !collectReads(x, axis, reads, new Set())) return graph.sum(x, axis);
  const columns = [...[...reads.data].map(({ values }) => values), ...[...reads.maps].map(({ index }) => index)];
  const some = Math.min(axis.size, SAMPLE);
  if (distinctRows(sampled(columns, axis.size, some), some).first.length > WORTHWHILE * some) return graph.sum(x, axis);
  const { first, counts } = distinctRows(columns, axis.size);
  if (first.length > WORTHWHILE * axis.size) return graph.sum(x, axis);
  const distinct: Axis = { name: `distinct ${axis.name}`, size: first.length };
  const weight = graph.data({ name: `count(${distinct.name})`, values: counts }, distinct);
  return graph.sum(graph.mul(weight, new Selection(graph, axis, distinct, first).of(x)), distinct);
}

/** false when the expression reads what must not be merged */
function collectReads(node: Node, axis: Axis, reads: Reads, seen: Set<Node>): boolean {
  if (node.axis !== axis || seen.has(node)) return true;
  seen.add(node);
  if (node.op === "gather") {
    reads.maps.add(node.map!);
    return true;
  }
  if (node.op === "data") {
    reads.data.add(node.data!);
    return !node.data!.mutable;
  }
  return !readsElsewhere.has(node.op) && node.op !== "parameter" && node.inputs.every((input) => collectReads(input, axis, reads, seen));
}

function sampled(columns: readonly ArrayLike<number>[], size: number, count: number): Float64Array[] {
  return columns.map((column) => Float64Array.from({ length: count }, (_, k) => column[Math.floor((k * size) / count)]!));
}

/** Where each distinct row first occurs, and how often it does; columns are taken in one after the other. */
function distinctRows(columns: readonly ArrayLike<number>[], size: number): { first: Int32Array; counts: Float64Array } {
  let group: Int32Array = new Int32Array(size);
  let groups = Math.min(size, 1);
  for (const column of columns) {
    const before = group;
    const { numbers, count } = numbered((row) => column[row]!, size);
    // a number for each pair of an earlier group and a value
    const pairs = numbered((row) => before[row]! * count + numbers[row]!, size);
    [group, groups] = [pairs.numbers, pairs.count];
    if (groups > WORTHWHILE * size) break;
  }
  const first = new Int32Array(groups).fill(-1);
  const counts = new Float64Array(groups);
  for (let row = 0; row < size; row++) {
    if (first[group[row]!] === -1) first[group[row]!] = row;
    counts[group[row]!]!++;
  }
  return { first, counts };
}

/** Values numbered in the order in which they first occur; NaN, a missing cell, is a value like others. */
function numbered(valueAt: (row: number) => number, size: number): { numbers: Int32Array; count: number } {
  const known = new Map<number, number>();
  const numbers = new Int32Array(size);
  for (let row = 0; row < size; row++) {
    const value = valueAt(row);
    let number = known.get(value);
    if (number === undefined) known.set(value, (number = known.size));
    numbers[row] = number;
  }
  return { numbers, count: known.size };
}

/** An expression over some of the rows. */
class Selection {
  private readonly graph: Graph;
  private readonly from: Axis;
  private readonly to: Axis;
  private readonly rows: Int32Array;
  private readonly known = new Map<Node, Node>();
  private readonly maps = new Map<IndexMap, IndexMap>();

  constructor(graph: Graph, from: Axis, to: Axis, rows: Int32Array) {
    this.graph = graph;
    this.from = from;
    this.to = to;
    this.rows = rows;
  }

  of(node: Node): Node {
    if (node.axis !== this.from) return node;
    let selected = this.known.get(node);
    if (!selected) this.known.set(node, (selected = this.select(node)));
    return selected;
  }

  private select({ op, inputs, data, map }: Node): Node {
    const { graph, rows, to } = this;
    if (op === "data") return graph.data({ name: data!.name, values: Float64Array.from(rows, (row) => data!.values[row]!) }, to);
    if (op === "gather") return graph.gather(inputs[0]!, this.mapOf(map!));
    return graph.apply(op, ...inputs.map((input) => this.of(input)));
  }

  private mapOf(map: IndexMap): IndexMap {
    let selected = this.maps.get(map);
    if (!selected) this.maps.set(map, (selected = { name: map.name, from: this.to, to: map.to, index: this.rows.map((row) => map.index[row]!) }));
    return selected;
  }
}
