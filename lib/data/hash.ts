/** Content hashes: what a fit is keyed by. */
import { canonicalJson } from "./canonical-json.ts";
import { Sha256 } from "./sha256.ts";
import type { Table } from "./table.ts";

/** The SHA-256 of a JSON value's canonical text, 64 hexadecimal digits. */
export function hashJson(value: unknown): string {
  return new Sha256().updateText(canonicalJson(value)).hex();
}

/**
 * The SHA-256 of a table's content: names and cells of the given columns (all by default), in any order of columns, in
 * the table's order of rows; not of its file name, notes or lines. Numbers count by their value, not their spelling.
 * @cost about 20 ns a byte
 */
export function hashTable(table: Table, names: Iterable<string> = table.columns.keys()): string {
  const hash = new Sha256().updateText(`table ${table.rows}\n`);
  for (const name of [...names].sort()) {
    const cells = table.columns.get(name)?.cells ?? [];
    if (cells instanceof Float64Array) {
      hash.updateText(`numbers ${JSON.stringify(name)}\n`);
      hash.update(new Uint8Array(cells.buffer, cells.byteOffset, cells.byteLength));
    } else hash.updateText(`text ${JSON.stringify([name, cells])}\n`);
  }
  return hash.hex();
}
