/** A study's tables: files found by their patterns, read, their columns named; what was guessed or left out is told. */
import { join } from "node:path";
import { completeCompute } from "../../lib/data/complete-compute.ts";
import { readTable, readTables } from "../../lib/data/files.ts";
import { guessColumns } from "../../lib/data/guess-columns.ts";
import { renameColumns } from "../../lib/data/rename-columns.ts";
import { type Table, withTable } from "../../lib/data/table.ts";
import { type Dropped, keepRows } from "../load-table.ts";
import { glob } from "../study-file/glob.ts";
import type { StudySource } from "../study-file/load-study.ts";
import type { DataSpec } from "../study-file/study-shape.ts";

export interface StudyTable {
  readonly name: string;
  readonly files: readonly string[];
  readonly table: Table;
  readonly dropped: readonly Dropped[];
}

/** @throws CredenceError study/outside, study/no-files at the entry's line; data/* */
export async function loadData(study: StudySource): Promise<Map<string, StudyTable>> {
  const tables = new Map<string, StudyTable>();
  for (const [name, spec] of Object.entries(study.file.data)) {
    tables.set(name, await study.at(["data", name, "files"], () => loadOne(study, name, spec)));
  }
  return tables;
}

async function loadOne(study: StudySource, name: string, spec: DataSpec): Promise<StudyTable> {
  const patterns = typeof spec.files === "string" ? [spec.files] : spec.files;
  const files = [...new Set(patterns.flatMap((pattern) => glob(pattern, study.folder, study.root)))];
  const options = {
    ...(spec.read !== undefined && { as: spec.read }),
    ...(spec.metric !== undefined && { metric: spec.metric }),
    ...(spec.filter !== undefined && { filter: spec.filter }),
  };
  const read = files.length === 1 ? await readTable(files[0]!, options) : await readTables(files, options);
  const where = Object.fromEntries(Object.entries(spec.where ?? {}).map(([column, value]) => [column, String(value)]));
  const { table, dropped } = keepRows(read, where);
  const named = nameColumns(table, spec);
  const source = files.length === 1 ? files[0]! : patterns.map((pattern) => join(study.folder, pattern)).join(", ");
  return { name, files, table: withTable(named, { source }), dropped };
}

/** Columns by the study's own map; what it does not say, and the table calls otherwise, is guessed and noted. */
export function nameColumns(table: Table, { map = {} }: Pick<DataSpec, "map"> = {}): Table {
  const renamed = renameColumns(table, map);
  const guess = guessColumns(renamed).map;
  const own = new Set(Object.values(map).map((source) => (typeof source === "string" ? source : source.from)));
  const missing = Object.entries(guess).filter(
    ([name, source]) => !(name in map) && !own.has(typeof source === "string" ? source : source.from),
  );
  if (missing.length === 0) return completeCompute(renamed);
  const guessed = renameColumns(renamed, Object.fromEntries(missing));
  return completeCompute(withTable(guessed, { notes: guessed.notes.map((note) => (renamed.notes.includes(note) ? note : `${note} (guessed)`)) }));
}
