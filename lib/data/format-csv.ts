/** A table as CSV text (RFC 4180), numbers in their shortest exact form. */
import { cellText, type Table } from "./table.ts";

/** lines joined at a time: a million line strings at once take ten times the memory of their text */
const BLOCK = 4096;

/** @returns header and rows, each ended by a line feed; cells with commas, quotes, breaks or outer spaces are quoted */
export function formatCsv(table: Table): string {
  const columns = [...table.columns.values()];
  const blocks = [`${columns.map(({ name }) => quoted(name)).join(",")}\n`];
  for (let first = 0; first < table.rows; first += BLOCK) {
    const lines: string[] = [];
    for (let row = first; row < Math.min(first + BLOCK, table.rows); row++)
      lines.push(columns.map((column) => quoted(cellText(column, row))).join(","));
    blocks.push(`${lines.join("\n")}\n`);
  }
  return blocks.join("");
}

/** A lone empty cell is quoted too: a blank line would not be a row. */
function quoted(text: string): string {
  return /^$|^[\s#]|\s$|[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
