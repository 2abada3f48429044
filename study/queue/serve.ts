/** A worker of a queue: takes cells, has threads compute them, keeps their checkpoints, gives their results to the depot. */
import { randomBytes } from "node:crypto";
import type { Job } from "bullmq";
import { CredenceError, type ErrorDetails } from "../../lib/errors.ts";
import { type Cell, CELL_PROTOCOL } from "../plan/cell.ts";
import type { CellProgress } from "../plan/engine.ts";
import { belongs, openParcel, type Parcel } from "../plan/parcel.ts";
import { version } from "../version.ts";
import type { QueueAddress } from "./address.ts";
import { CellWorker, type Ending, type TaskHooks, threadFile } from "./cell-worker.ts";
import { type Depot, openDepot, type ParcelKind } from "./depot.ts";
import { MOST_DEATHS, openJobWorker } from "./jobs.ts";
import { type CellMessage, otherVersion, readMessage } from "./message.ts";
import { Recent } from "./recent.ts";

/** how soon a cancelled cell stops, and how fresh its progress is */
const PULSE_MS = 1000;
const BEATS = 10;
const SWEEP_MS = 3_600_000;
/** tables that stay at hand for threads that have not seen them */
const MOST_TABLE_BYTES = 2 ** 28;
/** the same trouble, as of a database that is away, is told so often */
const TROUBLE_MS = 10_000;

/** What a worker tells, one event a line. */
export interface WorkerEvent {
  readonly event: "ready" | "begins" | "computed" | "found" | "failed" | "refused" | "cancelled" | "returned" | "lost" | "trouble" | "version" | "ended";
  readonly key?: string;
  readonly label?: string;
  readonly seconds?: number;
  /** begun from a checkpoint */
  readonly resumed?: boolean;
  readonly attempt?: number;
  readonly error?: ErrorDetails;
}

export interface ServeOptions {
  /** cells at a time, each in a thread */
  readonly concurrency: number;
  readonly onEvent?: (event: WorkerEvent) => void;
  /** ends the worker: what it computes is given back to the queue */
  readonly signal: AbortSignal;
  /** the thread's program, where it is not beside the built one */
  readonly file?: URL;
}

/** @throws CredenceError queue/missing, queue/connection, queue/address; returns when the signal is given */
export async function serveQueue(address: QueueAddress, options: ServeOptions): Promise<void> {
  const depot = await openDepot(address);
  try {
    const file = options.file ?? threadFile();
    if (!file) throw new Error("the worker's thread is in the built program: npm run build");
    await new Server(depot, file, options).serve(address);
  } finally {
    await depot.close();
  }
}

interface Running {
  readonly worker: CellWorker;
  progress: CellProgress;
  /** why it is to end, told perhaps before its thread has begun */
  stop?: Stop;
}

/** the reason of a stop that is none of the cell's faults */
class Stop extends Error {
  readonly event: "cancelled" | "returned" | "lost";

  constructor(event: Stop["event"]) {
    super(event);
    this.event = event;
  }
}

/** tells BullMQ, by its name, that the job is no longer this worker's */
class Elsewhere extends Error {
  override readonly name = "WaitingError";
}

/** tells BullMQ, by its name, that the job is not to be tried again */
class Final extends Error {
  override readonly name = "UnrecoverableError";
}

class Server {
  private readonly depot: Depot;
  private readonly options: ServeOptions;
  private readonly file: URL;
  private readonly idle: CellWorker[];
  private readonly running = new Map<string, Running>();
  private readonly tables = new Recent<Parcel>(MOST_TABLE_BYTES);
  private readonly id = `w-${randomBytes(8).toString("hex")}`;
  /** other versions that were told of */
  private readonly warned = new Set<string>();
  private lastTrouble = { told: "", at: 0 };

  constructor(depot: Depot, file: URL, options: ServeOptions) {
    this.depot = depot;
    this.options = options;
    this.file = file;
    this.idle = Array.from({ length: options.concurrency }, () => new CellWorker(file));
  }

  async serve(address: QueueAddress): Promise<void> {
    const { signal, concurrency } = this.options;
    await this.beat();
    await this.depot.sweep();
    // jobs may come before it is here
    const jobs = await openJobWorker(address, concurrency, {
      process: (job) => this.process(job),
      onFailed: (job, error) => void this.failed(job, error).catch((trouble) => this.trouble(trouble, address)),
      onLost: (keys) => keys.forEach((key) => this.stop(key, "lost")),
      onError: (error) => this.trouble(error, address),
    });
    this.say({ event: "ready" });
    const timers = [
      this.every(PULSE_MS, () => this.pulse(), address),
      this.every(BEATS * PULSE_MS, () => this.beat(), address),
      this.every(SWEEP_MS, () => this.depot.sweep(), address),
    ];
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
    for (const key of this.running.keys()) this.stop(key, "returned");
    await jobs.close();
    for (const timer of timers) clearInterval(timer);
    await Promise.all(this.idle.map((worker) => worker.close()));
    await this.depot.leave(this.id);
    this.say({ event: "ended" });
  }

  /** one at a time: a database that is away makes no crowd of them */
  private every(ms: number, task: () => Promise<void>, address: QueueAddress): NodeJS.Timeout {
    let isBusy = false;
    return setInterval(() => {
      if (isBusy) return;
      isBusy = true;
      task()
        .catch((error) => this.trouble(error, address))
        .finally(() => (isBusy = false));
    }, ms);
  }

  private async beat(): Promise<void> {
    await this.depot.beat({ id: this.id, role: "worker", version, protocol: CELL_PROTOCOL, cells: this.options.concurrency });
    await this.warnOfOthers();
  }

  /** submitters of another version are told of, and get nothing from here */
  private async warnOfOthers(): Promise<void> {
    const others = (await this.depot.members()).filter((each) => each.role === "submitter" && (each.version !== version || each.protocol !== CELL_PROTOCOL));
    const names = new Set(others.map((each) => `credence ${each.version}, protocol ${each.protocol}`));
    for (const name of names) if (!this.warned.has(name)) this.say({ event: "version", error: otherVersion(name, `credence ${version}, protocol ${CELL_PROTOCOL}`).details });
    for (const name of names) this.warned.add(name);
  }

  private async pulse(): Promise<void> {
    if (this.running.size === 0) return;
    const stopped = await this.depot.pulse(new Map([...this.running].map(([key, { progress }]) => [key, progress])));
    for (const key of stopped) this.stop(key, "cancelled");
  }

  private stop(key: string, event: Stop["event"]): void {
    const running = this.running.get(key);
    if (!running) return;
    running.stop = new Stop(event);
    running.worker.stop(running.stop);
  }

  private async process(job: Job<CellMessage>): Promise<void> {
    const cell = this.read(job);
    const start = performance.now();
    const about = { key: cell.key, label: cell.label, attempt: job.attemptsStarted };
    const there = await this.depot.get("result", cell.key);
    // a worker before this one gave it, and had no time to say so
    if (there && isResult(cell.key, there)) return this.say({ event: "found", ...about });
    const worker = this.idle.pop() ?? new CellWorker(this.file);
    this.say({ event: "begins", ...about });
    try {
      const resumed = await this.compute(cell, worker);
      this.say({ event: "computed", ...about, resumed, seconds: (performance.now() - start) / 1000 });
    } catch (error) {
      if (!(error instanceof Stop)) throw error;
      this.say({ event: error.event, ...about });
      if (error.event === "cancelled") throw new Final(JSON.stringify(CANCELLED));
      if (error.event === "returned") await job.moveToWait(job.token).catch(() => {});
      throw new Elsewhere();
    } finally {
      this.running.delete(cell.key);
      this.idle.push(worker);
    }
  }

  private read(job: Job<CellMessage>): Cell {
    try {
      return readMessage(job.id, job.data);
    } catch (error) {
      throw this.final(error);
    }
  }

  /** @returns whether it went on from a checkpoint */
  private async compute(cell: Cell, worker: CellWorker): Promise<boolean> {
    const running: Running = { worker, progress: { done: 0, total: 0, divergences: 0 } };
    this.running.set(cell.key, running);
    // BullMQ may hand over a job that it fetched while this worker closes
    if (this.options.signal.aborted) this.stop(cell.key, "returned");
    const needs = await Promise.all(cell.needs.map(async (key) => [key, await this.needed("result", key)] as const));
    const checkpoint = cell.kind === "fit" ? await this.depot.get("checkpoint", cell.key) : undefined;
    let saving: Promise<void> | undefined;
    const hooks: TaskHooks = {
      onProgress: (progress) => (running.progress = progress),
      // while one is on its way, the next is left out
      onCheckpoint: (parcel) =>
        (saving ??= this.depot
          .put("checkpoint", cell.key, parcel)
          .catch(() => {})
          .finally(() => (saving = undefined))),
    };
    const run = async (): Promise<Ending> => {
      const table = await this.tableFor(cell, worker);
      if (running.stop) throw running.stop;
      if (cell.kind === "fit") worker.tables.add(cell.table);
      return worker.run({ cell, table, needs: new Map(needs), checkpoint }, hooks);
    };
    let word = await run();
    if (word.kind === "failed" && word.error.code === "queue/table" && worker.tables.size > 0) {
      // it made room for others
      worker.tables.clear();
      word = await run();
    }
    await saving;
    if (word.kind === "broken") {
      // whatever it was: the next attempt does not begin with the same checkpoint
      if (checkpoint) await this.depot.remove("checkpoint", cell.key);
      throw new Error(word.message);
    }
    if (word.kind === "failed") throw this.final(new CredenceError(word.error));
    await this.depot.put("result", cell.key, word.parcel);
    return word.resumed;
  }

  /** undefined when the thread has it, or the cell wants none: a table comes over the network once, and to a thread once */
  private async tableFor(cell: Cell, worker: CellWorker): Promise<Parcel | undefined> {
    if (cell.kind !== "fit" || worker.tables.has(cell.table)) return undefined;
    let parcel = this.tables.get(cell.table);
    if (!parcel) {
      parcel = await this.depot.get("table", cell.table);
      if (parcel) this.tables.set(cell.table, parcel, parcel.body.length);
    }
    return parcel;
  }

  /** @throws CredenceError queue/needs */
  private async needed(kind: ParcelKind, key: string): Promise<Parcel> {
    const parcel = await this.depot.get(kind, key);
    if (parcel) return parcel;
    throw this.final(new CredenceError({ code: "queue/needs", message: `the queue lacks the ${kind} ${key.slice(0, 12)} that a cell needs`, fix: "submit the study again" }));
  }

  /** an error of the cell's own: it would come again, so the job is not tried again */
  private final(error: unknown): Error {
    return error instanceof CredenceError ? new Final(JSON.stringify(error.details)) : (error as Error);
  }

  private async failed(job: Job<CellMessage>, { message }: Error): Promise<void> {
    const error = detailsOf(message, job.attemptsStarted);
    if (error.code !== CANCELLED.code) this.say({ event: /^queue\/(refused|version|size)$/.test(error.code) ? "refused" : "failed", key: String(job.id), error });
    await this.depot.fail(String(job.id), error);
  }

  private trouble(error: unknown, address: QueueAddress): void {
    const { message = "", code = "queue/trouble" } = error as { message?: string; code?: string };
    const told = address.redact(message || String(code));
    if (told === this.lastTrouble.told && performance.now() < this.lastTrouble.at + TROUBLE_MS) return;
    this.lastTrouble = { told, at: performance.now() };
    this.say({ event: "trouble", error: { code: String(code), message: told } });
  }

  private say(event: WorkerEvent): void {
    this.options.onEvent?.(event);
  }
}

export const CANCELLED: ErrorDetails = { code: "queue/cancelled", message: "the cell was cancelled" };

function isResult(key: string, parcel: Parcel): boolean {
  try {
    return belongs(key, openParcel(key, parcel));
  } catch {
    return false;
  }
}

/** what a job that will not be tried again ended with */
function detailsOf(message: string, attempts: number): ErrorDetails {
  try {
    const details = JSON.parse(message) as ErrorDetails;
    if (typeof details.code === "string" && typeof details.message === "string") return details;
  } catch {
    // told below
  }
  const isDeath = /stalled/.test(message);
  return {
    code: "queue/failed",
    message: isDeath ? `its worker died ${MOST_DEATHS} times` : message.slice(0, 1000),
    found: `${attempts} attempts`,
    fix: isDeath ? "see whether its memory is enough for it: credence run without --queue" : "the messages of the workers tell more",
  };
}
