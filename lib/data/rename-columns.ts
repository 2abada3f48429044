/** Gives a table's columns the names a model uses: `--map N=params`, or `map:` in a study. */
import { CredenceError, nearest } from "../errors.ts";
import { parseNumber } from "./parse-number.ts";
import { type RawColumn, type Table, withTable } from "./table.ts";

/** The column to read, or the column and a factor that brings it to the model's unit. */
export type ColumnSource = string | { readonly from: string; readonly times?: number };

/**
 * The table with column `name` read from the column that `map[name]` names; other columns stay. A column that had the
 * name before is set aside, which is noted.
 *
 * @throws CredenceError data/column-missing (the nearest column suggested), data/not-a-number when a factor meets text
 */
export function renameColumns(table: Table, map: Readonly<Record<string, ColumnSource>>): Table {
  const sources = Object.entries(map).map(([name, source]) => ({
    name,
    ...(typeof source === "string" ? { from: source } : source),
  }));
  const taken = new Set(sources.map(({ from }) => from));
  const columns = new Map([...table.columns].filter(([name]) => !taken.has(name)));
  const notes = [...table.notes];
  for (const { name, from, times = 1 } of sources) {
    const column = table.columns.get(from);
    if (column === undefined) throw sourceMissing(table, name, from);
    if (columns.has(name)) notes.push(`the file's own column "${name}" is set aside for "${from}"`);
    if (times !== 1) notes.push(`${name} is ${from} times ${times}`);
    else if (name !== from) notes.push(`${name} is ${from}`);
    columns.set(name, { ...(times === 1 ? column : scaled(table, column, times)), name });
  }
  return withTable(table, { columns, notes });
}

function scaled(table: Table, column: RawColumn, times: number): RawColumn {
  const cells = Float64Array.from(column.cells as ArrayLike<number | string>, (cell, row) => {
    const value = typeof cell === "number" ? cell : parseNumber(cell);
    if (!Number.isNaN(value) || typeof cell === "number" || cell === "") return value * times;
    throw new CredenceError({
      code: "data/not-a-number",
      message: `${JSON.stringify(cell)} in column "${column.name}", row ${row + 1}, cannot be multiplied by ${times}`,
      where: table.place(row),
      found: cell,
      expected: "a number",
    });
  });
  return { name: column.name, cells, literal: false };
}

function sourceMissing(table: Table, name: string, from: string): CredenceError {
  const names = [...table.columns.keys()];
  const near = nearest(from, names);
  return new CredenceError({
    code: "data/column-missing",
    message: `no column "${from}" to read ${name} from`,
    where: { file: table.source, line: 1 },
    found: names.slice(0, 12).join(", ") + (names.length > 12 ? `, … (${names.length} columns)` : ""),
    expected: `a column "${from}"`,
    nearest: near,
    fix: near === undefined ? undefined : `--map ${name}=${near}`,
  });
}
