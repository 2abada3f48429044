/** Delimited text to a table, in one pass over the text. */
import { CredenceError } from "../errors.ts";
import { ColumnBuilder } from "./column-builder.ts";
import { CsvRecords } from "./csv-records.ts";
import { headerNames } from "./header.ts";
import type { Table } from "./table.ts";

/**
 * Reads CSV (or text with tabs or semicolons, which is then noted): a header, then records of the same length. A byte
 * order mark, CRLF, quoted delimiters and line breaks, `#` lines before the header, and blank lines are understood.
 *
 * @param text   the whole file
 * @param source file name for messages
 * @throws CredenceError data/empty, data/no-rows, data/column-duplicate, data/ragged-row, data/csv-quote
 * @cost one pass; a column that turns out to be text after some numbers is read again up to there
 */
export function parseCsv(text: string, source: string): Table {
  const notes: string[] = [];
  const start = skipComments(text, notes);
  const delimiter = chooseDelimiter(text, start.position, notes);
  const recordsFrom = (from: { position: number; line: number }) => new CsvRecords(text, delimiter, source, from);
  const records = recordsFrom(start);
  if (!records.next()) throw emptyFile(source);
  const names = headerNames(records.fields, { file: source, line: records.line }, notes);

  const first = records.mark();
  const builders = names.map((name) => new ColumnBuilder(name));
  const lines: number[] = [];
  let blank = 0;
  while (records.next()) {
    const { fields, line } = records;
    if (names.length > 1 && records.isBlank()) {
      blank++;
      continue;
    }
    if (fields.length !== names.length) throw raggedRow(fields, names, source, line);
    for (let j = 0; j < names.length; j++) {
      builders[j]!.addCell(fields[j]!, () => earlierCells(recordsFrom(first), names.length, j, lines.length));
    }
    lines.push(line);
  }
  if (lines.length === 0) throw noRows(names, source, records.line);
  if (blank > 0) notes.push(`blank lines skipped: ${blank}`);
  if (records.trimmed > 0) notes.push(`spaces around ${records.trimmed} unquoted cells are left out`);
  const columns = new Map(builders.map((builder) => [builder.name, builder.finish()]));
  return { source, rows: lines.length, columns, notes, place: placesOf(source, Uint32Array.from(lines)) };
}

/** Outside of the parser, whose variables, the whole text among them, its closures would keep in memory. */
function placesOf(file: string, lines: Uint32Array): Table["place"] {
  return (row) => ({ file, line: lines[row]! });
}

/** The text of the first `count` cells of column `j`. */
function* earlierCells(records: CsvRecords, width: number, j: number, count: number): Generator<string> {
  while (count > 0 && records.next()) {
    if (width > 1 && records.isBlank()) continue;
    yield records.fields[j]!;
    count--;
  }
}

/** Leaves out the byte order mark, blank lines and `#` lines that stand before the header. */
function skipComments(text: string, notes: string[]): { position: number; line: number } {
  let position = text.startsWith("\uFEFF") ? 1 : 0;
  let line = 1;
  while (position < text.length) {
    const newline = text.indexOf("\n", position);
    const end = newline < 0 ? text.length : newline;
    const content = text.slice(position, Math.min(end, position + 500)).trim();
    if (content !== "" && !content.startsWith("#")) break;
    if (content !== "") notes.push(`comment: ${content.slice(1).trim()}`);
    position = end + 1;
    line++;
  }
  return { position: Math.min(position, text.length), line };
}

/** A comma, unless the header has none and holds tabs or semicolons instead. */
function chooseDelimiter(text: string, position: number, notes: string[]): string {
  const newline = text.indexOf("\n", position);
  const header = text.slice(position, newline < 0 ? text.length : newline);
  const other = header.includes(",") ? undefined : ["\t", ";"].find((delimiter) => header.includes(delimiter));
  if (other === undefined) return ",";
  notes.push(`columns are separated by ${other === "\t" ? "tabs" : "semicolons"}`);
  return other;
}

function emptyFile(source: string): CredenceError {
  return new CredenceError({
    code: "data/empty",
    message: "the file holds no table",
    where: { file: source },
    found: "nothing but blank or comment lines",
    expected: "a header line with column names, then one line a row",
  });
}

function noRows(names: readonly string[], source: string, line: number): CredenceError {
  return new CredenceError({
    code: "data/no-rows",
    message: "the file has a header and no rows",
    where: { file: source, line },
    found: `columns ${names.join(", ")}`,
    expected: "at least one row below the header",
  });
}

function raggedRow(fields: readonly string[], names: readonly string[], source: string, line: number): CredenceError {
  const [got, want] = [fields.length, names.length];
  return new CredenceError({
    code: "data/ragged-row",
    message: `a row has ${got} field${got === 1 ? "" : "s"} where the header has ${want}`,
    where: { file: source, line },
    found:
      fields
        .slice(0, 8)
        .map((field) => JSON.stringify(field.slice(0, 40)))
        .join(", ") + (got > 8 ? ", …" : ""),
    expected: `${want} fields: ${names.slice(0, 8).join(", ")}${want > 8 ? ", …" : ""}`,
    ...(got > want ? { fix: "put cells that hold a comma into double quotes" } : {}),
  });
}
