/** Tables from and to disk: the one room of lib/ that touches files. */
import { createReadStream, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { CredenceError } from "../errors.ts";
import { parseCsv } from "./csv.ts";
import { formatCsv } from "./format-csv.ts";
import { parseJsonTable } from "./json.ts";
import { tableFromJsonLines } from "./jsonl.ts";
import type { Table } from "./table.ts";

type Format = "csv" | "json" | "jsonl";

const EXTENSIONS: Readonly<Record<string, Format>> = {
  ".csv": "csv",
  ".tsv": "csv",
  ".txt": "csv",
  ".json": "json",
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
};

/**
 * Reads a table from a CSV, JSON or JSONL file: by its extension, or by its first character when the extension says
 * nothing. The table's notes say what was not literal.
 * @throws CredenceError data/file, data/encoding and those of the formats
 */
export async function readTable(path: string): Promise<Table> {
  const known = EXTENSIONS[extname(path).toLowerCase()];
  if (known === "jsonl") return tableFromJsonLines(readLines(path), path);
  const text = readText(path);
  const format = known ?? (/^\s*[[{]/.test(text.slice(0, 1000)) ? "json" : "csv");
  return format === "json" ? parseJsonTable(text, path) : parseCsv(text, path);
}

/** Writes a table as CSV that `readTable` reads back with the same cells. */
export async function writeCsv(path: string, table: Table): Promise<void> {
  try {
    await writeFile(path, formatCsv(table));
  } catch (error) {
    throw fileError(path, "write", error);
  }
}

/**
 * The text of a UTF-8 file.
 * @throws CredenceError data/file when it cannot be read, data/encoding when it is not UTF-8
 */
export function readText(path: string): string {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw fileError(path, "read", error);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    throw new CredenceError(
      {
        code: "data/encoding",
        message: "the file is not UTF-8 text",
        where: { file: path },
        found: utf16 ? "UTF-16" : `bytes ${bytes.subarray(0, 8).toString("hex")}…`,
        expected: "UTF-8",
        fix: utf16 ? `iconv -f UTF-16 -t UTF-8 ${path}` : undefined,
      },
      { cause: error },
    );
  }
}

/** The lines of a text file as a stream, for files that do not fit into memory. */
export async function* readLines(path: string): AsyncGenerator<string> {
  const stream = createReadStream(path, "utf8");
  try {
    yield* createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
  } catch (error) {
    throw error instanceof CredenceError ? error : fileError(path, "read", error);
  } finally {
    stream.destroy();
  }
}

function fileError(path: string, verb: "read" | "write", error: unknown): CredenceError {
  const { code, message } = error as NodeJS.ErrnoException;
  const reasons: Record<string, string> = {
    ENOENT: "there is no such file",
    EISDIR: "it is a folder",
    EACCES: "permission denied",
    ENOSPC: "the disk is full",
    EROFS: "the disk is read-only",
  };
  return new CredenceError(
    {
      code: "data/file",
      message: `cannot ${verb} ${path}`,
      where: { file: path },
      found: reasons[code ?? ""] ?? message,
    },
    { cause: error },
  );
}
