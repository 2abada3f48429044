/** The table of a fit: read from a file, its columns renamed, rows chosen; what was left out is told. */
import { readTable } from "../lib/data/files.ts";
import { parseNumber } from "../lib/data/parse-number.ts";
import { type ColumnSource, renameColumns } from "../lib/data/rename-columns.ts";
import { cellText, type RawColumn, selectRows, type Table } from "../lib/data/table.ts";
import { CredenceError, nearest } from "../lib/errors.ts";

export interface TableOptions {
  /** model's name of a column -> the file's */
  readonly map?: Readonly<Record<string, ColumnSource>>;
  /** only rows whose cell in each of these columns (the file's names) is this value */
  readonly where?: Readonly<Record<string, string>>;
}

export interface LoadedTable {
  readonly table: Table;
  readonly dropped: readonly Dropped[];
}

/** Rows left out, in words, and why. */
export interface Dropped {
  readonly rows: string;
  readonly reason: string;
}

/** @throws CredenceError data/* for the file, its columns, or a condition that no row meets */
export async function loadTable(path: string, { map = {}, where = {} }: TableOptions = {}): Promise<LoadedTable> {
  const { table, dropped } = keepRows(await readTable(path), where);
  return { table: renameColumns(table, map), dropped };
}

/** The rows that meet every condition; what was left out is told. */
export function keepRows(all: Table, where: Readonly<Record<string, string>>): LoadedTable {
  const dropped: Dropped[] = [];
  let table = all;
  for (const [name, value] of Object.entries(where)) {
    const column = table.columns.get(name);
    if (!column) throw noColumn(table, name);
    const kept = Array.from({ length: table.rows }, (_, row) => row).filter((row) => equals(column, row, value));
    if (kept.length === 0) throw noRow(table, column, value);
    if (kept.length < table.rows)
      dropped.push({ rows: String(table.rows - kept.length), reason: `${name} is not ${value}` });
    table = selectRows(table, kept);
  }
  return { table, dropped };
}

function equals(column: RawColumn, row: number, value: string): boolean {
  return column.cells instanceof Float64Array
    ? column.cells[row] === parseNumber(value)
    : cellText(column, row) === value;
}

function noColumn(table: Table, name: string): CredenceError {
  const names = [...table.columns.keys()];
  return new CredenceError({
    code: "data/column-missing",
    message: `no column "${name}" to choose rows by`,
    where: { file: table.source, line: 1 },
    found: names.join(", "),
    expected: `a column "${name}"`,
    nearest: nearest(name, names),
  });
}

function noRow(table: Table, column: RawColumn, value: string): CredenceError {
  const cells = [...new Set(Array.from({ length: Math.min(table.rows, 1000) }, (_, row) => cellText(column, row)))];
  return new CredenceError({
    code: "data/no-rows",
    message: `no row has ${column.name} = ${value}`,
    where: { file: table.source },
    found: cells.slice(0, 8).join(", ") + (cells.length > 8 ? ", …" : ""),
    expected: `a row whose ${column.name} is ${value}`,
    nearest: nearest(value, cells),
  });
}
