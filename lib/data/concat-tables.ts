/** Several files as one table: the shards of a sweep, the models of an evaluation. */
import { CredenceError } from "../errors.ts";
import { cellText, type RawColumn, type Table } from "./table.ts";

/**
 * The rows of all tables in order. A column that a table lacks is missing in its rows, which is noted.
 * @throws CredenceError data/no-rows without tables
 */
export function concatTables(tables: readonly Table[]): Table {
  if (tables.length === 0) {
    throw new CredenceError({
      code: "data/no-rows",
      message: "there are no tables to join",
      found: "none",
      expected: "at least one table",
    });
  }
  if (tables.length === 1) return tables[0]!;
  const starts = [0];
  for (const { rows } of tables) starts.push(starts.at(-1)! + rows);
  const notes = tables.flatMap((table) => table.notes.map((note) => `${table.source}: ${note}`));
  const columns = new Map<string, RawColumn>();
  for (const name of new Set(tables.flatMap((table) => [...table.columns.keys()]))) {
    columns.set(name, joined(name, tables, starts));
    const lacking = tables.filter((table) => !table.columns.has(name)).map((table) => table.source);
    if (lacking.length > 0) notes.push(`column "${name}" is missing in ${lacking.join(", ")}`);
  }
  const place = (row: number) => {
    const table = starts.findIndex((start) => start > row) - 1;
    return tables[table]!.place(row - starts[table]!);
  };
  const source = tables.map((table) => table.source).join(", ");
  const key = tables.every((table) => table.key !== undefined)
    ? new Set(tables.flatMap((table) => table.key!))
    : undefined;
  return { source, rows: starts.at(-1)!, columns, notes, place, ...(key && { key: [...key] }) };
}

function joined(name: string, tables: readonly Table[], starts: readonly number[]): RawColumn {
  const parts = tables.map((table) => table.columns.get(name));
  const literal = parts.every((part) => part?.literal ?? true);
  if (parts.every((part) => part === undefined || part.cells instanceof Float64Array)) {
    const cells = new Float64Array(starts.at(-1)!).fill(Number.NaN);
    parts.forEach((part, index) => {
      if (part !== undefined) cells.set(part.cells as Float64Array, starts[index]);
    });
    return { name, cells, literal };
  }
  const cells = tables.flatMap((table, index) =>
    Array.from({ length: table.rows }, (_, row) => (parts[index] === undefined ? "" : cellText(parts[index], row))),
  );
  return { name, cells, literal: true };
}
