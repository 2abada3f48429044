/** Items that stand in a table twice would count twice: two logs of the same evaluation, a run exported again. */
import { CredenceError } from "../errors.ts";
import { cellText, type Table } from "./table.ts";

/**
 * @param key the columns that together name an item; those that the table lacks are ignored
 * @throws CredenceError data/duplicate-rows with the two places
 */
export function refuseDuplicates(table: Table, key: readonly string[]): void {
  const columns = key.flatMap((name) => table.columns.get(name) ?? []);
  if (columns.length === 0) return;
  const seen = new Map<string, number>();
  for (let row = 0; row < table.rows; row++) {
    const item = JSON.stringify(columns.map((column) => cellText(column, row)));
    const first = seen.get(item);
    if (first !== undefined)
      throw duplicate(
        table,
        columns.map(({ name }) => name),
        first,
        row,
      );
    seen.set(item, row);
  }
}

/** A message names no more columns than these. */
const MAX_TOLD = 6;

function duplicate(table: Table, names: readonly string[], first: number, row: number): CredenceError {
  const told = names
    .slice(0, MAX_TOLD)
    .map((name) => `${name} ${cellText(table.columns.get(name)!, row)}`)
    .join(", ");
  const where = table.place(row);
  const earlier = table.place(first);
  return new CredenceError({
    code: "data/duplicate-rows",
    message: `the same item stands in the data twice: ${told}`,
    where,
    found: `row ${row + 1} repeats row ${first + 1}${earlier.file === where.file ? "" : ` of ${earlier.file}`}`,
    expected: `one row for each ${names.slice(0, MAX_TOLD).join(", ")}${names.length > MAX_TOLD ? ", …" : ""}`,
    fix: earlier.file === where.file ? undefined : `read one of ${earlier.file}, ${where.file}`,
  });
}
