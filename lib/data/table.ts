/** A table as it was read: named columns of cells whose meaning the model's declarations decide later. */
import type { Where } from "../errors.ts";

export interface RawColumn {
  readonly name: string;
  /**
   * A Float64Array, missing cells NaN, when every cell that is there was written as a number; else the cells' text,
   * missing cells "". Numbers that may be names (`007`, more than 15 digits) stay text.
   */
  readonly cells: readonly string[] | Float64Array;
  /** whether each number's shortest decimal form is the text of its cell, so that nothing is lost in a factor's levels */
  readonly literal: boolean;
}

export interface Table {
  /** file name or names, for messages */
  readonly source: string;
  readonly rows: number;
  readonly columns: ReadonlyMap<string, RawColumn>;
  /** what reading did that is not literal: rows left out, names changed, guesses made */
  readonly notes: readonly string[];
  /** in a log, the columns that together name an item, which may stand in the data once */
  readonly key?: readonly string[];
  /** where a row stands: its file and, in text files, its 1-based line */
  place(row: number): Where;
}

/** The same table with some parts replaced. `place` is carried over unless replaced. */
export function withTable(table: Table, parts: Partial<Table>): Table {
  return { ...table, place: (row) => table.place(row), ...parts };
}

/** A cell as text: what was written, or a number's shortest decimal form; "" when it is missing. */
export function cellText(column: RawColumn, row: number): string {
  const cell = column.cells[row]!;
  return typeof cell === "string" ? cell : numberText(cell);
}

/** A number's shortest decimal form; NaN, a missing cell, is "". */
export function numberText(value: number): string {
  return Number.isNaN(value) ? "" : String(value);
}

/**
 * The rows of `table` with the given indices, in that order.
 * @param rows indices into the table; they may repeat
 */
export function selectRows(table: Table, rows: ArrayLike<number>): Table {
  const columns = new Map<string, RawColumn>();
  for (const [name, column] of table.columns) columns.set(name, { ...column, cells: selectCells(column.cells, rows) });
  return withTable(table, { rows: rows.length, columns, place: (row) => table.place(rows[row]!) });
}

function selectCells(cells: RawColumn["cells"], rows: ArrayLike<number>): RawColumn["cells"] {
  if (cells instanceof Float64Array) return Float64Array.from(rows, (row) => cells[row]!);
  return Array.from(rows, (row) => cells[row]!);
}
