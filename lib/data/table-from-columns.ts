/** Tables from values in memory, for users of the library and for JSON. */
import { CredenceError } from "../errors.ts";
import { ColumnBuilder } from "./column-builder.ts";
import { preview, RowBuilder } from "./row-builder.ts";
import type { RawColumn, Table } from "./table.ts";

export type Cell = number | string | boolean | bigint | null | undefined;

/**
 * A table from an object of equally long arrays: `tableFromColumns({ N: [1e8, 1e9], loss: [3.1, 2.7] })`.
 * @param columns a Float64Array is kept as it is, not copied; null, undefined and "" are missing cells
 * @throws CredenceError data/column-length, data/no-rows, data/not-a-cell
 */
export function tableFromColumns(columns: Readonly<Record<string, ArrayLike<Cell>>>, source = "table"): Table {
  const entries = Object.entries(columns);
  const rows = entries[0]?.[1]?.length ?? 0;
  const result = new Map<string, RawColumn>();
  for (const [name, cells] of entries) {
    if (cells?.length !== rows) throw unequal(source, name, cells?.length, entries[0]![0], rows);
    result.set(name, rawColumn(name, cells, source));
  }
  if (rows === 0) {
    throw new CredenceError({
      code: "data/no-rows",
      message: "the table has no rows",
      where: { file: source },
      found: entries.length === 0 ? "no columns" : `columns ${entries.map(([name]) => name).join(", ")} of length 0`,
      expected: "at least one row",
    });
  }
  return { source, rows, columns: result, notes: [], place: () => ({ file: source }) };
}

/**
 * A table from objects, one a row: `tableFromRows([{ N: 1e8, loss: 3.1 }, { N: 1e9, loss: 2.7 }])`.
 * @throws CredenceError data/no-rows, data/not-a-row, data/too-deep
 */
export function tableFromRows(rows: readonly unknown[], source = "table"): Table {
  const builder = new RowBuilder(source);
  for (const row of rows) builder.add(row);
  return builder.table();
}

function rawColumn(name: string, cells: ArrayLike<Cell>, source: string): RawColumn {
  if (cells instanceof Float64Array) return { name, cells, literal: true };
  const builder = new ColumnBuilder(name);
  for (let row = 0; row < cells.length; row++) {
    const cell = cells[row];
    if (typeof cell === "number") builder.addNumber(cell);
    else if (cell === null || cell === undefined || cell === "") builder.addMissing();
    else if (typeof cell !== "object" && typeof cell !== "function") builder.addText(String(cell));
    else {
      throw new CredenceError({
        code: "data/not-a-cell",
        message: `row ${row + 1} of column "${name}" is not a number, text or truth value`,
        where: { file: source },
        found: preview(cell),
        expected: "a number, text, true, false, null or undefined",
      });
    }
  }
  return builder.finish();
}

function unequal(source: string, name: string, length: unknown, first: string, rows: number): CredenceError {
  return new CredenceError({
    code: "data/column-length",
    message: `column "${name}" has another length than column "${first}"`,
    where: { file: source },
    found: length === undefined ? `"${name}" is not a list` : `${length} cells`,
    expected: `${rows} cells`,
  });
}
