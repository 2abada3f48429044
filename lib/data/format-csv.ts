/** A table as CSV text (RFC 4180), numbers in their shortest exact form. */
import { cellText, type Table } from "./table.ts";

/** lines joined at a time: a million line strings at once take ten times the memory of their text */
const BLOCK = 4096;

/** The whole text, a block of lines at a time. */
export function* csvBlocks(table: Table): Generator<string> {
  const columns = [...table.columns.values()];
  yield `${columns.map(({ name }) => quoted(name)).join(",")}\n`;
  for (let first = 0; first < table.rows; first += BLOCK) {
    const lines: string[] = [];
    for (let row = first; row < Math.min(first + BLOCK, table.rows); row++)
      lines.push(columns.map((column) => quoted(cellText(column, row))).join(","));
    yield `${lines.join("\n")}\n`;
  }
}

/** @returns header and rows, each ended by a line feed; cells with commas, quotes, breaks or outer spaces are quoted */
export function formatCsv(table: Table): string {
  return [...csvBlocks(table)].join("");
}

/** The text as UTF-8, without a copy of the text: memory is that of the bytes. */
export function csvBytes(table: Table): Uint8Array {
  const encoder = new TextEncoder();
  let [bytes, length] = [new Uint8Array(BLOCK), 0];
  for (const block of csvBlocks(table)) {
    // a character of a string takes three bytes at most; pages that are never written take no memory
    const least = length + 3 * block.length;
    if (least > bytes.length) {
      const larger = new Uint8Array(least + Math.ceil(table.rows / BLOCK) * block.length);
      larger.set(bytes.subarray(0, length));
      bytes = larger;
    }
    length += encoder.encodeInto(block, bytes.subarray(length)).written;
  }
  return bytes.subarray(0, length);
}

/** A lone empty cell is quoted too: a blank line would not be a row. */
function quoted(text: string): string {
  return /^$|^[\s#]|\s$|[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
