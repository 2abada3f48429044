/** JSON to a table: a list of objects (rows), or an object of lists (columns). */
import { CredenceError } from "../errors.ts";
import { parseJson } from "./json-text.ts";
import { preview } from "./row-builder.ts";
import { type Cell, tableFromColumns, tableFromRows } from "./table-from-columns.ts";
import type { Table } from "./table.ts";

/**
 * Reads `[{"N": 1e9, "loss": 2.5}, …]` or `{"N": [1e9, …], "loss": [2.5, …]}`.
 * @throws CredenceError data/json, data/json-shape, and those of tableFromRows and tableFromColumns
 */
export function parseJsonTable(text: string, source: string): Table {
  return tableFromJson(parseJson(text, { file: source }), source);
}

/** The same from a value that is parsed already. Plain numbers beside lists in an object of lists are left out, noted. */
export function tableFromJson(value: unknown, source: string): Table {
  if (Array.isArray(value)) return tableFromRows(value, source);
  if (value !== null && typeof value === "object") {
    const entries = Object.entries(value);
    const lists = entries.filter((entry): entry is [string, Cell[]] => Array.isArray(entry[1]));
    if (lists.length > 0) {
      const table = tableFromColumns(Object.fromEntries(lists), source);
      const others = entries.filter(([, cells]) => !Array.isArray(cells)).map(([name]) => name);
      const note = `left out because they are not lists: ${others.join(", ")}`;
      return others.length === 0 ? table : { ...table, notes: [...table.notes, note] };
    }
  }
  throw new CredenceError({
    code: "data/json-shape",
    message: "the JSON is not a table",
    where: { file: source },
    found: preview(value),
    expected: 'a list of objects [{"N": 1e9, "loss": 2.5}, …] or an object of lists {"N": [1e9], "loss": [2.5]}',
  });
}
