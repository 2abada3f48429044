/** `credence data FILE...`: the table that would be read; nothing is written. */
import { readTable, readTables } from "../../lib/data/files.ts";
import { guessColumns } from "../../lib/data/guess-columns.ts";
import type { ReadOptions } from "../../lib/data/readers/reader.ts";
import { cellText, type RawColumn, type Table } from "../../lib/data/table.ts";
import { significant } from "../../reports/numbers.ts";
import { plural } from "../../reports/words.ts";
import { nameColumns } from "../../study/plan/load-data.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { columns } from "../text/columns.ts";

interface DataFlags extends ReadOptions {
  readonly map?: Record<string, string>;
  readonly json?: boolean;
}

/** columns shown; a log may have hundreds */
const MOST = 60;
const EXAMPLES = 3;

export async function dataCommand(files: readonly string[], { json, map = {}, ...options }: DataFlags, terminal: Terminal): Promise<number> {
  const read = files.length === 1 ? await readTable(files[0]!, options) : await readTables(files, options);
  const table = nameColumns(read, { map });
  const { explanation } = guessColumns(read);
  if (json) {
    const list = [...table.columns.values()].map((column) => ({ name: column.name, ...describe(column, table.rows) }));
    terminal.out(`${JSON.stringify({ schema: 1, source: table.source, rows: table.rows, notes: table.notes, guess: explanation, columns: list })}\n`);
    return exitCode.ok;
  }
  terminal.out(`read      ${files.length === 1 ? files[0] : plural(files.length, "file")}   ${plural(table.rows, "row")}, ${plural(table.columns.size, "column")}\n`);
  for (const note of table.notes) terminal.out(`          ${note}\n`);
  for (const line of explanation) terminal.out(`guess     ${line}\n`);
  terminal.out(`\n${columnLines(table).join("\n")}\n`);
  return exitCode.ok;
}

function columnLines(table: Table): string[] {
  const shown = [...table.columns.values()].slice(0, MOST);
  const rows = shown.map((column) => {
    const { kind, missing, range } = describe(column, table.rows);
    return [column.name, kind, range, missing > 0 ? `${missing} missing` : ""];
  });
  const more = table.columns.size - shown.length;
  return [...columns([["column", "cells", "values", ""], ...rows], "l"), ...(more > 0 ? [`… ${more} more columns`] : [])];
}

interface Described {
  readonly kind: "numbers" | "text";
  readonly missing: number;
  /** lowest to highest number, or the first different texts */
  readonly range: string;
}

function describe(column: RawColumn, rows: number): Described {
  const { cells } = column;
  if (cells instanceof Float64Array) {
    const known = cells.filter((value) => !Number.isNaN(value));
    const [low, high] = known.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
    return { kind: "numbers", missing: rows - known.length, range: known.length > 0 ? `${significant(low!, 4)} to ${significant(high!, 4)}` : "" };
  }
  const missing = cells.filter((cell) => cell === "").length;
  const levels = new Set(Array.from({ length: Math.min(rows, 10_000) }, (_, row) => cellText(column, row)).filter((text) => text !== ""));
  const examples = [...levels].slice(0, EXAMPLES).map((text) => (text.length > 24 ? `${text.slice(0, 23)}…` : text));
  return { kind: "text", missing, range: `${examples.join(", ")}${levels.size > EXAMPLES ? `, … (${levels.size} different)` : ""}` };
}
