/** Leaves out rows that lack a value the model needs, and says which. */
import { CredenceError } from "../errors.ts";
import { cellText, selectRows, type Table, withTable } from "./table.ts";

/**
 * The rows in which each of the named columns has a cell; columns that the table lacks are left to `interpret`.
 * @returns the same table when nothing is missing
 * @throws CredenceError data/no-rows when no row is complete
 */
export function dropIncomplete(table: Table, names: Iterable<string>): Table {
  const columns = [...names].flatMap((name) => table.columns.get(name) ?? []);
  const kept: number[] = [];
  const dropped = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const missing = columns.filter((column) => cellText(column, row) === "").map(({ name }) => name);
    if (missing.length === 0) kept.push(row);
    else {
      const reason = missing.join(", ");
      dropped.set(reason, [...(dropped.get(reason) ?? []), row]);
    }
  }
  if (dropped.size === 0) return table;
  const reasons = [...dropped].map(([names, rows]) => `${rows.length} (${names} missing: rows ${listed(rows)})`);
  if (kept.length === 0) {
    throw new CredenceError({
      code: "data/no-rows",
      message: "no row has all the columns that are needed",
      where: { file: table.source },
      found: `${table.rows} rows, left out: ${reasons.join("; ")}`,
      expected: `a row with ${columns.map(({ name }) => name).join(", ")}`,
    });
  }
  return withTable(selectRows(table, kept), { notes: [...table.notes, `rows left out: ${reasons.join("; ")}`] });
}

/** 1-based rows; a long list is cut. */
function listed(rows: readonly number[]): string {
  return (
    rows
      .slice(0, 10)
      .map((row) => row + 1)
      .join(", ") + (rows.length > 10 ? ", …" : "")
  );
}
