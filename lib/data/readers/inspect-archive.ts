/** Logs of Inspect as archives (`.eval`, a ZIP): only the header and the samples' summaries are unpacked. */
import { CredenceError } from "../../errors.ts";
import { JsonCursor } from "../json-cursor.ts";
import { parseJson } from "../json-text.ts";
import type { SourceFile } from "../source-file.ts";
import type { Table } from "../table.ts";
import { inspectTable } from "./inspect.ts";
import type { ReadOptions } from "./reader.ts";
import { openZip, type ZipArchive } from "./zip.ts";

/**
 * @throws CredenceError data/zip for a broken or oversized archive, data/inspect-unfinished when the log has no summaries
 */
export async function readInspectArchive(file: SourceFile, options: ReadOptions): Promise<Table> {
  const archive = await openZip(file);
  const header = await member(archive, "header.json");
  const summaries = await member(archive, "summaries.json");
  return inspectTable(header, summaries.list(), options);
}

async function member(archive: ZipArchive, name: string): Promise<JsonCursor> {
  const { path } = archive.file;
  if (!archive.entries.has(name)) {
    throw new CredenceError({
      code: "data/inspect-unfinished",
      message: `the archive holds no ${name}`,
      where: { file: path },
      found: [...archive.entries.keys()].slice(0, 8).join(", ") || "an empty archive",
      expected: "the log of a finished Inspect run: header.json, summaries.json, samples/…",
    });
  }
  const place = { file: `${path}:${name}` };
  const text = new TextDecoder().decode(await archive.read(name));
  return new JsonCursor(parseJson(text, place), place);
}
