/** Any file we know to a table: the kind of file from its name or first bytes, the layout from what it holds. */
import { CredenceError, nearest } from "../errors.ts";
import { parseCsv } from "./csv.ts";
import { tableFromJson } from "./json.ts";
import { JsonCursor } from "./json-cursor.ts";
import { parseJson } from "./json-text.ts";
import type { LineReading, ReadOptions } from "./readers/reader.ts";
import { documentReaders, ITEM_KEY, lineReaders, plainReaders, tableReaders } from "./readers/registry.ts";
import { RowBuilder } from "./row-builder.ts";
import { readLines, readText, type SourceFile } from "./source-file.ts";
import { type Table, withTable } from "./table.ts";

type Container = "csv" | "json" | "jsonl" | "parquet" | "archive";

const EXTENSIONS: Readonly<Record<string, Container>> = {
  csv: "csv",
  tsv: "csv",
  txt: "csv",
  json: "json",
  jsonl: "jsonl",
  ndjson: "jsonl",
  parquet: "parquet",
  eval: "archive",
};

/**
 * The table in a file. A layout that was recognized, rather than asked for with `as`, is told in the table's notes.
 * @throws CredenceError data/reader-unknown, and those of the formats
 */
export async function readSource(file: SourceFile, options: ReadOptions = {}): Promise<Table> {
  checkReaderName(options.as);
  const container = await containerOf(file);
  if (container === "parquet") {
    const { readParquet } = await import("./readers/parquet.ts"); // only when needed: its decompressors take 30 ms to load
    return readParquet(file);
  }
  if (container === "archive") {
    const { readInspectArchive } = await import("./readers/inspect-archive.ts");
    return told(await readInspectArchive(file, options), "inspect", ITEM_KEY, options);
  }
  if (container === "jsonl") return readJsonLines(file, options);
  const text = await readText(file);
  return container === "json" ? readDocument(text, file.path, options) : readDelimited(text, file.path, options);
}

async function containerOf(file: SourceFile): Promise<Container> {
  const head = new Uint8Array(await file.slice(0, Math.min(512, file.byteLength)));
  const start = new TextDecoder().decode(head);
  if (start.startsWith("PAR1")) return "parquet";
  if (start.startsWith("PK\u0003\u0004")) return "archive";
  const known = EXTENSIONS[/\.([^./\\]+)$/.exec(file.path)?.[1]?.toLowerCase() ?? ""];
  return known ?? (/^\uFEFF?\s*[[{]/.test(start) ? "json" : "csv");
}

function readDelimited(text: string, path: string, options: ReadOptions): Table {
  const table = parseCsv(text, path);
  const reader = choose(tableReaders, (reader) => reader.recognizes(table), path, options);
  return reader === undefined ? table : told(reader.read(table), reader.name, [...table.columns.keys()], options);
}

function readDocument(text: string, path: string, options: ReadOptions): Table {
  const document = new JsonCursor(parseJson(text, { file: path }), { file: path });
  const reader = choose(documentReaders, (reader) => reader.recognizes(document), path, options);
  if (reader !== undefined) return told(reader.read(document, options), reader.name, ITEM_KEY, options);
  return tableFromJson(document.value, path);
}

async function readJsonLines(file: SourceFile, options: ReadOptions): Promise<Table> {
  const builder = new RowBuilder(file.path);
  let line = 0;
  let name: string | undefined;
  let reading: LineReading | undefined;
  for await (const text of readLines(file)) {
    line++;
    if (text.trim() === "") continue;
    const value = new JsonCursor(parseJson(text, { file: file.path, line }), { file: file.path, line });
    if (name === undefined) {
      const reader = choose(lineReaders, (reader) => reader.recognizes(value), file.path, options);
      name = reader?.name ?? "jsonl";
      reading = reader?.open(file.path, options);
    }
    for (const row of reading?.rows(value) ?? [value.value]) builder.add(row, line);
  }
  const notes = reading?.notes() ?? [];
  const table = builder.table(notes);
  return reading === undefined ? table : told(table, name!, ITEM_KEY, options);
}

/** The reader that recognizes the file; none when it is a plain table or asked for as one. */
function choose<Reader extends { readonly name: string; readonly about: string }>(
  readers: readonly Reader[],
  recognizes: (reader: Reader) => boolean,
  path: string,
  { as }: ReadOptions,
): Reader | undefined {
  if (as === undefined) return readers.find(recognizes);
  if (plainReaders.some(({ name }) => name === as)) return undefined;
  const asked = readers.filter(({ name }) => name === as);
  const reader = asked.find(recognizes);
  if (reader !== undefined) return reader;
  throw new CredenceError({
    code: "data/layout",
    message: `the file is not ${as}`,
    where: { file: path },
    found: "another layout",
    expected:
      asked.map(({ about }) => about).join("; or ") || `a file of another kind: ${as} is not read from this extension`,
  });
}

/** The table of a reader: a layout that was recognized is told; one that was asked for need not be. */
function told(table: Table, name: string, key: readonly string[], { as }: ReadOptions): Table {
  return withTable(table, { key, notes: as === name ? table.notes : [`read as ${name}`, ...table.notes] });
}

/** Names that `as` may have. */
export const readerNames: readonly string[] = [
  ...new Set([...plainReaders, ...documentReaders, ...lineReaders, ...tableReaders].map(({ name }) => name)),
];

function checkReaderName(as: string | undefined): void {
  if (as === undefined || readerNames.includes(as)) return;
  throw new CredenceError({
    code: "data/reader-unknown",
    message: `no reader "${as}"`,
    found: as,
    expected: readerNames.join(", "),
    nearest: nearest(as, readerNames),
  });
}
