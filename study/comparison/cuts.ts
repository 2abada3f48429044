/** Where a table is cut for leaving the largest out: by a column, or by a formula of columns. */
import { parseNumber } from "../../lib/data/parse-number.ts";
import type { Table } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";
import { evaluateFormula } from "../../lib/model/evaluate.ts";

export interface ByColumn {
  /** a column of the table, or a formula of numeric columns: `6 * N * D` */
  readonly column: string;
  /** values of it, or shares of the distinct values as `60%`; default 60 %, 75 % and 90 % */
  readonly cuts?: readonly string[];
}

const DEFAULT_CUTS = ["60%", "75%", "90%"];

/**
 * @returns the value of every row, and the cuts in ascending order, each with rows on both sides
 * @throws CredenceError compare/cut-column, compare/cut; formula/* for a formula
 */
export function cutsOf(table: Table, { column, cuts = DEFAULT_CUTS }: ByColumn): { values: Float64Array; cuts: number[] } {
  const values = evaluateFormula(column, numericColumns(table), table.rows);
  const bad = values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new CredenceError({
      code: "compare/cut-column",
      message: `${column} is not a finite number in every row`,
      where: table.place(bad),
      found: String(values[bad]),
      expected: "a number to cut the rows by",
    });
  }
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  const chosen = cuts.map((text) => cutAt(text, distinct, column));
  return { values, cuts: [...new Set(chosen)].sort((a, b) => a - b) };
}

function cutAt(text: string, distinct: readonly number[], column: string): number {
  const [smallest, largest] = [distinct[0]!, distinct.at(-1)!];
  const share = /^(.*)%$/.exec(text.trim())?.[1];
  const value = parseNumber(share ?? text);
  // the share of the distinct values, at least one, never all
  const at = Math.min(distinct.length - 2, Math.max(0, Math.ceil((value / 100) * distinct.length) - 1));
  const cut = share === undefined ? value : (distinct[at] ?? Number.NaN);
  if (cut >= smallest && cut < largest) return cut;
  throw new CredenceError({
    code: "compare/cut",
    message: `no rows on both sides of ${column} = ${text}`,
    found: text,
    expected: `a value from ${smallest} to below ${largest}, or a share such as 75%`,
  });
}

/** columns all of whose cells are numbers */
function numericColumns(table: Table): Map<string, Float64Array> {
  const numeric = new Map<string, Float64Array>();
  for (const [name, { cells }] of table.columns) {
    const values = Float64Array.from(cells as ArrayLike<number | string>, (cell) => (typeof cell === "number" ? cell : parseNumber(cell)));
    if (!values.every(Number.isNaN)) numeric.set(name, values);
  }
  return numeric;
}
