/** A table as CSV text (RFC 4180), numbers in their shortest exact form. */
import { cellText, type Table } from "./table.ts";

/** @returns header and rows, each ended by a line feed; cells with commas, quotes, breaks or outer spaces are quoted */
export function formatCsv(table: Table): string {
  const columns = [...table.columns.values()];
  const lines = [columns.map(({ name }) => quoted(name)).join(",")];
  for (let row = 0; row < table.rows; row++) {
    lines.push(columns.map((column) => quoted(cellText(column, row))).join(","));
  }
  return `${lines.join("\n")}\n`;
}

/** A lone empty cell is quoted too: a blank line would not be a row. */
function quoted(text: string): string {
  return /^$|^[\s#]|\s$|[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
