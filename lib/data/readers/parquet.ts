/** Parquet files to tables: flat columns of numbers, text and truth values. */
import type { FileMetaData, SchemaTree } from "hyparquet";
import { parquetMetadataAsync, parquetSchema } from "hyparquet";
import { CredenceError } from "../../errors.ts";
import { ColumnBuilder } from "../column-builder.ts";
import type { SourceFile } from "../source-file.ts";
import type { RawColumn, Table } from "../table.ts";
import { readColumnChunk } from "./parquet-column.ts";

/** More cells than fit into a laptop's memory; a file of a few bytes can claim any number. */
const MAX_CELLS = 200_000_000;

/**
 * @throws CredenceError data/parquet for a file that is broken, claims too much, or has no flat column
 * @cost one pass over the columns' bytes; memory of the table and of one column chunk
 */
export async function readParquet(file: SourceFile): Promise<Table> {
  try {
    return await readTable(file);
  } catch (error) {
    throw error instanceof CredenceError ? error : broken(file, `${(error as Error).message}`, error);
  }
}

async function readTable(file: SourceFile): Promise<Table> {
  const metadata = await parquetMetadataAsync(file, { geoparquet: false });
  const rows = metadata.row_groups.reduce((sum, group) => sum + Number(group.num_rows), 0);
  const { children } = parquetSchema(metadata);
  if (!(rows >= 0) || rows * children.length > MAX_CELLS) {
    throw broken(file, `it claims ${rows} rows of ${children.length} columns; the limit is ${MAX_CELLS} cells`);
  }
  if (rows === 0) throw broken(file, "it has no rows");
  const columns = new Map<string, RawColumn>();
  const notes: string[] = [];
  for (const child of children) {
    const { name } = child.element;
    if (child.children.length > 0 || child.element.repetition_type === "REPEATED")
      notes.push(`"${name}" is nested and is left out`);
    else columns.set(name, await readColumn(file, metadata, child, notes));
  }
  if (columns.size === 0) throw broken(file, "it has no column of plain numbers or text");
  return { source: file.path, rows, columns, notes, place: () => ({ file: file.path }) };
}

async function readColumn(
  file: SourceFile,
  metadata: FileMetaData,
  column: SchemaTree,
  notes: string[],
): Promise<RawColumn> {
  const { name } = column.element;
  const builder = new ColumnBuilder(name);
  let isConverted = false;
  for (const group of metadata.row_groups) {
    const chunk = group.columns.find(
      ({ meta_data }) => meta_data?.path_in_schema.length === 1 && meta_data.path_in_schema[0] === name,
    );
    if (chunk?.meta_data === undefined) throw broken(file, `a row group lacks the column "${name}"`);
    for (const value of await readColumnChunk(file, chunk.meta_data, column, Number(group.num_rows))) {
      if (addValue(builder, value)) isConverted = true;
    }
  }
  if (isConverted) notes.push(`${name}: dates, bytes or integers beyond 2^53 are kept as text`);
  return builder.finish();
}

/** Adds one value; whether it was more than a number, text or truth value. */
function addValue(builder: ColumnBuilder, value: unknown): boolean {
  if (value === null || value === undefined || value === "") builder.addMissing();
  else if (typeof value === "number") builder.addNumber(value);
  else if (typeof value === "bigint" && Number.isSafeInteger(Number(value))) builder.addNumber(Number(value));
  else if (value instanceof Date) builder.addText(Number.isNaN(value.getTime()) ? "" : value.toISOString());
  else builder.addText(String(value));
  return (
    (typeof value === "object" && value !== null) || (typeof value === "bigint" && !Number.isSafeInteger(Number(value)))
  );
}

function broken(file: SourceFile, what: string, cause?: unknown): CredenceError {
  return new CredenceError(
    {
      code: "data/parquet",
      message: "the Parquet file cannot be read",
      where: { file: file.path },
      found: what,
      expected: "a complete Parquet file with flat columns",
    },
    { cause },
  );
}
