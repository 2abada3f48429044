/** The contract of a reader: it recognizes a file's layout and turns it into a table. */
import type { Cell } from "../table-from-columns.ts";
import type { JsonCursor } from "../json-cursor.ts";
import type { Table } from "../table.ts";

export interface ReadOptions {
  /** the reader's name, instead of recognition */
  readonly as?: string;
  /** the metric (scorer, statistic) whose value becomes the column `score` */
  readonly metric?: string;
  /** lm-evaluation-harness: the answer filter */
  readonly filter?: string;
}

/** Reads one JSON document. */
export interface DocumentReader {
  readonly name: string;
  /** what the table holds, in a line */
  readonly about: string;
  recognizes(document: JsonCursor): boolean;
  read(document: JsonCursor, options: ReadOptions): Table;
}

/** Reads what is a table already, with conventions of its own. */
export interface TableReader {
  readonly name: string;
  readonly about: string;
  recognizes(table: Table): boolean;
  read(table: Table): Table;
}

/** Reads JSON lines one at a time. */
export interface LineReader {
  readonly name: string;
  readonly about: string;
  recognizes(first: JsonCursor): boolean;
  open(path: string, options: ReadOptions): LineReading;
}

export interface LineReading {
  /** the table's rows that one line holds; none when it is left out */
  rows(line: JsonCursor): Iterable<Record<string, Cell>>;
  /** what was not literal; called after the last line */
  notes(): string[];
}

/** The folders and the file name of a path, whichever system wrote it. */
export function pathParts(path: string): string[] {
  return path.split(/[\\/]/).filter((part) => part !== "");
}

/** A member's number, text or truth value; undefined when it is absent or something else. */
export function scalar(object: JsonCursor | undefined, key: string): Cell {
  const value = object?.maybe(key)?.value;
  return typeof value === "number" || typeof value === "string" || typeof value === "boolean" ? value : undefined;
}

/** A member that names something. */
export function identifier(object: JsonCursor, key: string): string | number {
  const { value } = object.get(key);
  if (typeof value === "string" || typeof value === "number") return value;
  throw object.get(key).mismatch("text or a number");
}
