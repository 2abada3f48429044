/** The columns of a model read from a table, with those that may have gaps. */
import { type Column, interpret } from "../data/column.ts";
import { cellText, selectRows, type Table } from "../data/table.ts";
import type { ColumnDeclaration, ModelDocument } from "./document.ts";

export interface ReadColumns {
  readonly columns: ReadonlyMap<string, Column>;
  /** for optional columns with gaps: 1 where the row has a value */
  readonly observed: ReadonlyMap<string, Float64Array>;
}

/** stands in empty cells: inside the range of every kind, and never counted */
const FILLER = 1;
const gaps: ReadonlySet<string> = new Set(["", "NA", "NaN", "null"]);

/** @throws CredenceError data/* naming column and row */
export function readColumns(document: ModelDocument, table: Table): ReadColumns {
  const columns = new Map<string, Column>();
  const observed = new Map<string, Float64Array>();
  for (const [name, declaration] of Object.entries(document.data)) {
    const { column, flags } = readColumn(table, name, declaration);
    columns.set(name, column);
    if (flags) observed.set(name, flags);
  }
  return { columns, observed };
}

/** one column, and for an optional one with gaps (or altogether absent) 1 where the row has a value */
export function readColumn(table: Table, name: string, declaration: ColumnDeclaration & { readonly levels?: readonly string[] }): { column: Column; flags?: Float64Array } {
  const present = declaration.optional ? presentRows(table, name) : undefined;
  if (!present || present.length === table.rows) return { column: interpret(table, name, declaration) };
  return { column: withGaps(table, name, declaration, present), flags: flags(table.rows, present) };
}

function presentRows(table: Table, name: string): number[] {
  const column = table.columns.get(name);
  if (!column) return [];
  return Array.from({ length: table.rows }, (_, row) => row).filter((row) => !gaps.has(cellText(column, row).trim()));
}

function withGaps(table: Table, name: string, declaration: ColumnDeclaration & { readonly levels?: readonly string[] }, present: readonly number[]): Column {
  const { kind } = declaration;
  const some = present.length > 0 ? interpret(selectRows(table, present), name, declaration) : undefined;
  if (kind === "factor") {
    const index = new Int32Array(table.rows);
    const levels = some?.kind === "factor" ? some.levels : (declaration.levels ?? ["none"]);
    present.forEach((row, k) => (index[row] = some?.kind === "factor" ? some.index[k]! : 0));
    return { kind, name, levels, index, notes: [] };
  }
  const values = new Float64Array(table.rows).fill(FILLER);
  present.forEach((row, k) => (values[row] = some && some.kind !== "factor" ? some.values[k]! : FILLER));
  return { kind, name, values, notes: [`${name}: ${table.rows - present.length} rows have no value; they do not enter its likelihood`] };
}

function flags(rows: number, present: readonly number[]): Float64Array {
  const observed = new Float64Array(rows);
  for (const row of present) observed[row] = 1;
  return observed;
}
