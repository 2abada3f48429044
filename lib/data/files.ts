/** Tables from and to disk: the one room of lib/ that touches files. */
import { createReadStream, statSync } from "node:fs";
import { open, writeFile } from "node:fs/promises";
import { CredenceError } from "../errors.ts";
import { concatTables } from "./concat-tables.ts";
import { formatCsv } from "./format-csv.ts";
import { readPosteriorSources } from "./posterior/formats.ts";
import type { Posterior } from "./posterior/posterior.ts";
import { readSource } from "./read-source.ts";
import type { ReadOptions } from "./readers/reader.ts";
import { refuseDuplicates } from "./refuse-duplicates.ts";
import type { SourceFile } from "./source-file.ts";
import type { Table } from "./table.ts";

/**
 * Reads a table from a file: CSV, JSON, JSON lines, Parquet, and the logs of wandb, lm-evaluation-harness, Inspect, HELM
 * and every_eval_ever. The table's notes say which layout was recognized and what was not literal.
 * @throws CredenceError data/file and those of the formats
 */
export async function readTable(path: string, options: ReadOptions = {}): Promise<Table> {
  try {
    return await readSource(openFile(path), options);
  } catch (error) {
    throw error instanceof Error && "errno" in error ? fileError(path, "read", error) : error;
  }
}

/**
 * Reads several files as one table.
 * @throws CredenceError data/duplicate-rows when an item of an evaluation, or a run, stands in two of them
 */
export async function readTables(paths: readonly string[], options: ReadOptions = {}): Promise<Table> {
  const tables: Table[] = [];
  for (const path of paths) tables.push(await readTable(path, options));
  const table = concatTables(tables);
  if (table.key !== undefined) refuseDuplicates(table, table.key);
  return table;
}

/**
 * Reads a posterior: CmdStan CSV (one file a chain), ArviZ JSON, MCMCChains JSON, or a draws table as CSV or Parquet.
 * @throws CredenceError data/file, data/posterior-format and those of the formats
 */
export async function readPosterior(paths: readonly string[]): Promise<Posterior> {
  return readPosteriorSources(paths.map(openFile));
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
 * A file on disk, read piece by piece as readers ask for it.
 * @throws CredenceError data/file when it is not there or not a file
 */
export function openFile(path: string): SourceFile {
  const byteLength = sizeOf(path);
  return {
    path,
    byteLength,
    slice: async (start, end = byteLength) => {
      const handle = await open(path);
      try {
        const buffer = new ArrayBuffer(Math.max(0, Math.min(end, byteLength) - start));
        const { bytesRead } = await handle.read(new Uint8Array(buffer), 0, buffer.byteLength, start);
        return bytesRead === buffer.byteLength ? buffer : buffer.slice(0, bytesRead);
      } finally {
        await handle.close();
      }
    },
    chunks: () => createReadStream(path, { highWaterMark: 2 ** 20 }),
  };
}

function sizeOf(path: string): number {
  try {
    const status = statSync(path);
    if (status.isFile()) return status.size;
  } catch (error) {
    throw fileError(path, "read", error);
  }
  throw new CredenceError({
    code: "data/file",
    message: `cannot read ${path}`,
    where: { file: path },
    found: "it is not a file",
    expected: "a file, or a pattern such as sweeps/*.csv",
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EISDIR: "it is a folder",
  EACCES: "permission denied",
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
};

function fileError(path: string, verb: "read" | "write", error: unknown): CredenceError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const found = REASONS[code] ?? message;
  return new CredenceError(
    {
      code: "data/file",
      message: `cannot ${verb} ${path}`,
      where: { file: path },
      found,
      expected: `a file that one can ${verb}`,
    },
    { cause: error },
  );
}
