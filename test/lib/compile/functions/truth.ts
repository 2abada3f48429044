/** The mpmath tables, and the error of a number against them. */
import { readFileSync } from "node:fs";

type Row = readonly number[];
const { tables } = JSON.parse(readFileSync(new URL("../../../truth/functions.json", import.meta.url), "utf8")) as {
  tables: Record<string, Row[]>;
};

export interface Table {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly value: readonly number[];
}

export function table(name: string): Table {
  const rows = tables[name]!;
  return { x: rows.map((row) => row[0]!), y: rows.map((row) => row.at(-2)!), value: rows.map((row) => row.at(-1)!) };
}

/** functions with zeros where they cross the axis: their error is absolute where the value is below 1 */
const crossing: ReadonlySet<string> = new Set(["lgamma", "digamma", "sin", "cos"]);
/** where sine is x itself, its error is relative after all */
const SMALL_ANGLE = 0.5;

const SMALLEST_NORMAL = 2 ** -1022;
const SMALLEST = 5e-324;

/** relative error, absolute near a zero that the function crosses; a subnormal value may be off by one unit */
export function errorOf(name: string, x: number, found: number, truth: number): number {
  if (found === truth) return 0;
  const size = Math.abs(truth);
  const unit = size < SMALLEST_NORMAL ? SMALLEST : 0;
  const absolute = crossing.has(name) && Math.abs(x) > SMALL_ANGLE;
  const error = Math.max(0, Math.abs(found - truth) - unit) / (absolute ? Math.max(size, 1) : size);
  return Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
}

export interface Worst {
  readonly error: number;
  readonly at: readonly number[];
}

export function worst(name: string, { x, y, value }: Table, found: Float64Array): Worst {
  const errors = value.map((truth, k) => errorOf(name, x[k]!, found[k]!, truth));
  const error = Math.max(...errors);
  const k = errors.indexOf(error);
  return { error, at: [x[k]!, y[k]!, found[k]!, value[k]!] };
}
