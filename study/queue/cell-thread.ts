/**
 * The program of a thread that computes cells for a worker of a queue. The worker's own thread keeps locks and connections, and is
 * never busy; this one knows neither queue nor database, and is ended when its cell is to stop.
 */
import { parentPort } from "node:worker_threads";
import { hashTable } from "../../lib/data/hash.ts";
import { readSource } from "../../lib/data/read-source.ts";
import { sourceFromBytes } from "../../lib/data/source-file.ts";
import type { Table } from "../../lib/data/table.ts";
import { CredenceError, type ErrorDetails } from "../../lib/errors.ts";
import type { Cell } from "../plan/cell.ts";
import { openCheckpointOf, packCheckpoint } from "../plan/cell-checkpoint.ts";
import { computeCell } from "../plan/compute.ts";
import type { CellProgress, Store } from "../plan/engine.ts";
import { belongs, openParcel, packParcel, type Parcel } from "../plan/parcel.ts";
import { Recent } from "./recent.ts";

/** tables that stay in memory, as bytes of their text */
const MOST_TABLE_BYTES = 2 ** 28;

export interface Task {
  readonly cell: Cell;
  readonly table?: Parcel | undefined;
  /** results of the cells that it needs, by key */
  readonly needs: ReadonlyMap<string, Parcel>;
  readonly checkpoint?: Parcel | undefined;
}

export type Word =
  | { readonly kind: "progress"; readonly progress: CellProgress }
  | { readonly kind: "checkpoint"; readonly parcel: Parcel }
  | { readonly kind: "done"; readonly parcel: Parcel; readonly resumed: boolean }
  /** an error of the model, the data or the sampler, which would come again */
  | { readonly kind: "failed"; readonly error: ErrorDetails }
  /** anything else */
  | { readonly kind: "broken"; readonly message: string };

const tables = new Recent<Table>(MOST_TABLE_BYTES);

parentPort!.on("message", (task: Task) => {
  compute(task).then(say, (error: unknown) => {
    if (error instanceof CredenceError) say({ kind: "failed", error: error.details });
    else say({ kind: "broken", message: error instanceof Error ? `${error.name}: ${error.message}` : String(error) });
  });
});

function say(word: Word): void {
  const parcel = word.kind === "done" || word.kind === "checkpoint" ? word.parcel : undefined;
  parentPort!.postMessage(word, parcel ? [parcel.body.buffer as ArrayBuffer] : []);
}

async function compute({ cell, table, needs, checkpoint }: Task): Promise<Word> {
  const results = new Map([...needs].map(([key, parcel]) => [key, openNeeded(key, parcel)]));
  const read = cell.kind === "fit" ? await readTable(cell.table, table) : undefined;
  const resume = cell.kind === "fit" && checkpoint ? openCheckpointOf(cell, checkpoint) : undefined;
  const files = await computeCell(cell, storeOf(results, read), {
    workers: 1,
    resume,
    onProgress: (progress) => say({ kind: "progress", progress }),
    ...(cell.kind === "fit" && { onCheckpoint: (snapshot) => say({ kind: "checkpoint", parcel: packCheckpoint(cell, snapshot) }) }),
  });
  return { kind: "done", parcel: packParcel(cell.key, files), resumed: resume !== undefined };
}

/** @throws CredenceError queue/parcel */
function openNeeded(key: string, parcel: Parcel): Record<string, Uint8Array> {
  const files = openParcel(key, parcel);
  if (belongs(key, files)) return files;
  throw new CredenceError({ code: "queue/parcel", message: `what is there for ${key.slice(0, 12)} is the result of something else`, fix: "submit the study again" });
}

/** @throws CredenceError queue/parcel, queue/table when the text is not that of this hash */
async function readTable(hash: string, parcel: Parcel | undefined): Promise<Table> {
  const known = tables.get(hash);
  if (known) return known;
  if (!parcel) throw noTable(hash, "nothing");
  const text = openParcel(hash, parcel)["table.csv"] ?? new Uint8Array();
  const table = await readSource(sourceFromBytes(`${hash}.csv`, text), { as: "csv" });
  if (hashTable(table) !== hash) throw noTable(hash, "a table of another content");
  tables.set(hash, table, text.byteLength);
  return table;
}

function noTable(hash: string, found: string): CredenceError {
  return new CredenceError({ code: "queue/table", message: `the queue lacks the table ${hash.slice(0, 12)}`, found, expected: "the table of this hash", fix: "submit the study again" });
}

/** the results and the table that a cell needs */
function storeOf(results: ReadonlyMap<string, Record<string, Uint8Array>>, table: Table | undefined): Store {
  const nothing = (): never => {
    throw new Error("a cell writes nothing");
  };
  return {
    has: (key) => results.has(key),
    read: (key) => results.get(key),
    write: nothing,
    putTable: nothing,
    table: () => Promise.resolve(table!),
  };
}
