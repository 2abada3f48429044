/** The columns that a model reads, in memory that threads share: what a worker binds its own density from. */
import { type RawColumn, type Table, withTable } from "../lib/data/table.ts";

/** Plain data for a thread: numbers stay where they are, texts are sent once each, with their places on shared memory. */
export interface SharedTable {
  readonly source: string;
  readonly rows: number;
  readonly columns: readonly SharedColumn[];
}

type SharedColumn = Pick<RawColumn, "name" | "literal"> &
  ({ readonly numbers: Float64Array } | { readonly texts: readonly string[]; readonly codes: Int32Array });

/** The named columns, each copied to shared memory unless it is there already. */
export function shareTable(table: Table, names: readonly string[]): SharedTable {
  const columns = names.flatMap((name) => table.columns.get(name) ?? []);
  return { source: table.source, rows: table.rows, columns: columns.map(shareColumn) };
}

/** The same table in a thread. Rows have no place in a file there: a table is sent when it is known to be good. */
export function openSharedTable({ source, rows, columns }: SharedTable): Table {
  const opened = columns.map((column): RawColumn => {
    const { name, literal } = column;
    if ("numbers" in column) return { name, literal, cells: column.numbers };
    return { name, literal, cells: Array.from(column.codes, (code) => column.texts[code]!) };
  });
  const byName = new Map(opened.map((column) => [column.name, column]));
  return { source, rows, columns: byName, notes: [], place: () => ({ file: source }) };
}

/** The table with its numbers of the named columns on shared memory: one copy for this thread and all others. */
export function withSharedNumbers(table: Table, names: readonly string[]): Table {
  const columns = new Map(table.columns);
  for (const name of names) {
    const column = table.columns.get(name);
    if (column?.cells instanceof Float64Array) columns.set(name, { ...column, cells: shared(column.cells) });
  }
  return withTable(table, { columns });
}

function shareColumn({ name, literal, cells }: RawColumn): SharedColumn {
  if (cells instanceof Float64Array) return { name, literal, numbers: shared(cells) };
  const places = new Map<string, number>();
  const codes = new Int32Array(new SharedArrayBuffer(4 * cells.length));
  for (const [row, text] of cells.entries()) {
    let code = places.get(text);
    if (code === undefined) places.set(text, (code = places.size));
    codes[row] = code;
  }
  return { name, literal, texts: [...places.keys()], codes };
}

function shared(numbers: Float64Array): Float64Array {
  if (numbers.buffer instanceof SharedArrayBuffer) return numbers;
  const copy = new Float64Array(new SharedArrayBuffer(numbers.byteLength));
  copy.set(numbers);
  return copy;
}
