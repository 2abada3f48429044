/** A fit that is on its way, on disk: enough to go on after the process ended, at whatever moment that was. */
import { readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { readTable } from "../lib/data/files.ts";
import { csvBlocks } from "../lib/data/format-csv.ts";
import { type Table, withTable } from "../lib/data/table.ts";
import { CredenceError } from "../lib/errors.ts";
import { checkDocument, type ModelDocument } from "../lib/model/document.ts";
import type { Snapshot, WarmStart } from "../samplers/index.ts";
import { atomicWrite, readBytes, readUtf8, writeHashed } from "./disk.ts";
import { type RunRequest, sha256, usedColumns } from "./run-folder.ts";
import { packSnapshot, type SnapshotHead, unpackSnapshot } from "./snapshot-file.ts";
import type { Until } from "./stopping.ts";
import { version } from "./version.ts";

/** What a fit was started with. */
export interface Undertaking {
  /** with its options chosen */
  readonly document: ModelDocument;
  readonly table: Table;
  readonly seed: string;
  readonly request: RunRequest;
  readonly until?: Until | undefined;
  readonly warmStart?: readonly WarmStart[] | undefined;
}

export interface Checkpoint extends Undertaking {
  readonly snapshot: Snapshot;
}

const FOLDER = "checkpoint";
const HEAD = "checkpoint.json";
const DATA = "data.csv";
const SCHEMA = 1;

interface Head extends Omit<Undertaking, "table" | "warmStart">, SnapshotHead {
  readonly schema: typeof SCHEMA;
  readonly version: string;
  readonly data: { readonly source: string; readonly notes: readonly string[]; readonly hash: string };
  readonly file: string;
  readonly hash: string;
}

/** Writes checkpoints of one fit into a run's folder. Each takes the place of the one before in a single step. */
export class CheckpointWriter {
  private readonly folder: string;
  private readonly undertaking: Undertaking;
  private dataHash: string | undefined;
  private count = 0;

  constructor(dir: string, undertaking: Undertaking) {
    this.folder = join(dir, FOLDER);
    this.undertaking = undertaking;
  }

  write(snapshot: Snapshot): void {
    const { folder, undertaking } = this;
    const { table, warmStart, ...rest } = undertaking;
    this.dataHash ??= this.writeData();
    const { head: packed, bytes } = packSnapshot(snapshot, Number(undertaking.request.settings["warmup"]), warmStart);
    const file = `draws-${process.pid}-${this.count++}.bin`;
    const head: Head = {
      schema: SCHEMA,
      version,
      ...rest,
      data: { source: table.source, notes: table.notes, hash: this.dataHash },
      ...packed,
      file,
      hash: sha256(bytes),
    };
    atomicWrite(join(folder, file), bytes);
    // from here on the new one counts; what the old one spoke of is left over
    atomicWrite(join(folder, HEAD), `${JSON.stringify(head)}\n`);
    for (const name of readdirSync(folder)) if (![file, HEAD, DATA].includes(name)) rmSync(join(folder, name));
  }

  private writeData(): string {
    const { table, document } = this.undertaking;
    return writeHashed(join(this.folder, DATA), csvBlocks(usedColumns({ table, document })));
  }
}

/** The run in this folder is finished, or given up: nothing is left to go on with. An empty folder goes too. */
export function removeCheckpoint(dir: string): void {
  rmSync(join(dir, FOLDER), { recursive: true, force: true });
  try {
    rmdirSync(dir);
  } catch {
    // it holds the run
  }
}

/**
 * The checkpoint in a run's folder.
 * @throws CredenceError run/no-checkpoint, run/torn, run/version
 */
export async function openCheckpoint(dir: string): Promise<Checkpoint> {
  const folder = join(dir, FOLDER);
  const head = readHead(dir);
  if (head.version !== version) throw otherVersion(dir, head.version);
  const bytes = readBytes(join(folder, head.file));
  if (sha256(bytes) !== head.hash) throw torn(join(folder, head.file));
  if (sha256(readBytes(join(folder, DATA))) !== head.data.hash) throw torn(join(folder, DATA));
  const { document, seed, request, until, data } = head;
  const { source, notes } = data;
  const table = withTable(await readTable(join(folder, DATA)), { source, notes });
  const { snapshot, warmStart } = unpackSnapshot(head, bytes);
  return { document: checkDocument(document), table, seed, request, until, warmStart, snapshot };
}

function readHead(dir: string): Head {
  const path = join(dir, FOLDER, HEAD);
  let head: Head;
  try {
    head = JSON.parse(readUtf8(path));
  } catch (cause) {
    throw cause instanceof CredenceError ? noCheckpoint(dir, cause) : torn(path);
  }
  if (head?.schema !== SCHEMA) throw torn(path);
  return head;
}

function noCheckpoint(dir: string, cause: unknown): CredenceError {
  let names: string[] | undefined;
  try {
    names = readdirSync(dir);
  } catch {
    // told below
  }
  const found = names === undefined ? "no such folder" : names.includes("manifest.json") ? "a run that is finished" : "none";
  return new CredenceError(
    {
      code: "run/no-checkpoint",
      message: `${dir} holds no checkpoint to go on from`,
      where: { file: dir },
      found,
      expected: "the folder of a fit that was interrupted; the first checkpoint comes a few seconds after its start",
      fix: found === "a run that is finished" ? `credence report ${dir}` : "start the fit again",
    },
    { cause },
  );
}

function torn(file: string): CredenceError {
  return new CredenceError({
    code: "run/torn",
    message: "this file is not what the checkpoint speaks of",
    where: { file },
    found: "another content: the file was edited, or the disk lost a part of it",
    fix: "start the fit again",
  });
}

function otherVersion(dir: string, found: string): CredenceError {
  return new CredenceError({
    code: "run/version",
    message: "the checkpoint was written by another version, whose draws may differ from this one's",
    where: { file: dir },
    found: `credence ${found}`,
    expected: `credence ${version}`,
    fix: `npx credence@${found} fit --resume ${dir}, or start the fit again`,
  });
}
