/** What a queue needs beside its jobs, in the same database: results, tables and checkpoints as rows, and who waits for what. */
import type { CellProgress } from "../plan/engine.ts";
import type { ErrorDetails } from "../../lib/errors.ts";
import type { Parcel } from "../plan/parcel.ts";
import type { QueueAddress } from "./address.ts";

/** a result, table or checkpoint beyond this is refused before it is read: 4 chains of 1000 draws of 2000 quantities take 128 MB */
export const MOST_PARCEL_BYTES: number = 2 ** 27;
/** results, tables and checkpoints that nobody waits for are removed after so long */
export const KEEP_HOURS = 24;
/** a member that has not been heard of for so long is gone */
export const MEMBER_SECONDS = 30;

/** by content hash of a table; by key of a cell */
export type ParcelKind = "table" | "result" | "checkpoint";

export interface Member {
  readonly id: string;
  readonly role: "worker" | "submitter";
  readonly version: string;
  readonly protocol: number;
  /** cells that it computes at a time; of a submitter 0 */
  readonly cells: number;
}

export interface News {
  readonly key: string;
  /** `cancelled`: by an order, not by the one who asks */
  readonly state: "done" | "failed" | "cancelled";
  readonly error?: ErrorDetails;
}

export interface Depot {
  /** tells that this member lives; repeated, or others take it for gone */
  beat(member: Member): Promise<void>;
  leave(id: string): Promise<void>;
  /** those that live */
  members(): Promise<Member[]>;

  /** a new one takes the place of an old one; a result ends its cell's checkpoint and progress */
  put(kind: ParcelKind, key: string, parcel: Parcel): Promise<void>;
  /**
   * Not verified.
   * @throws CredenceError queue/size
   */
  get(kind: ParcelKind, key: string): Promise<Parcel | undefined>;
  /** which of these are there; what was asked for stays for another `KEEP_HOURS` */
  has(kind: ParcelKind, keys: readonly string[]): Promise<ReadonlySet<string>>;
  remove(kind: ParcelKind, key: string): Promise<void>;

  /** These cells are waited for, whatever became of them before. Returns those whose result is there already. */
  want(submitter: string, keys: readonly string[]): Promise<ReadonlySet<string>>;
  unwant(submitter: string, keys: readonly string[]): Promise<void>;
  /** what has ended of what this submitter waits for */
  news(submitter: string): Promise<News[]>;
  progress(keys: readonly string[]): Promise<ReadonlyMap<string, CellProgress>>;
  /** Gives up all that this submitter waits for. Returns the cells that no other living one waits for. */
  giveUp(submitter: string): Promise<string[]>;
  /** workers are to stop computing these; with an order, whoever waits for them is told */
  cancel(keys: readonly string[], isOrder: boolean): Promise<void>;

  /** where a worker's cells are. Returns those that it is to stop. */
  pulse(running: ReadonlyMap<string, CellProgress>): Promise<string[]>;
  fail(key: string, error: ErrorDetails): Promise<void>;
  /** removes what is older than `KEEP_HOURS` and not waited for */
  sweep(): Promise<void>;
  close(): Promise<void>;
}

/** @throws CredenceError queue/missing, queue/connection */
export async function openDepot(address: QueueAddress): Promise<Depot> {
  return address.kind === "postgres"
    ? (await import("./postgres-depot.ts")).openPostgresDepot(address)
    : (await import("./redis-depot.ts")).openRedisDepot(address);
}
