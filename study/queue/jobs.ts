/** BullMQ, as far as it is used: jobs named by their cells' keys, locks that are renewed, jobs of dead workers given to others. */
import type { Job, Queue, QueueOptions, Worker, WorkerOptions } from "bullmq";
import type { Cell } from "../plan/cell.ts";
import { CELL_PROTOCOL } from "../plan/cell.ts";
import { version } from "../version.ts";
import type { QueueAddress } from "./address.ts";
import { connectionError, patiently } from "./connection.ts";
import { type CellMessage, messageOf } from "./message.ts";
import { requirePackage } from "./packages.ts";
import { openRedis } from "./redis-depot.ts";

type BullMQ = typeof import("bullmq");

/** the schema of BullMQ's tables; on Redis the prefix of its keys */
const SCHEMA = "credence_jobs";
/** a queue a version: workers and submitters of others do not take each other's jobs (dots are not allowed everywhere) */
const NAME = `cells-${version.replaceAll(".", "-")}-${CELL_PROTOCOL}`;
/** attempts of a cell that fails */
export const MOST_ATTEMPTS = 3;
/** workers that die in the midst of a cell; mostly it is their machines' fault, not the cell's */
export const MOST_DEATHS = 5;
/** Renewed at half of it by a thread that computes nothing. A dead worker's cell goes on elsewhere after one to two of both together. */
const LOCK_MS = 10_000;
const STALLED_MS = 4000;
/** a finished job that could not be reported, as while a database restarts, is reported again after so long */
const RETRY_MS = 1000;

/** @throws CredenceError queue/missing */
// oxlint-disable-next-line no-explicit-any
function connect(address: QueueAddress): { bullmq: BullMQ; options: any; factory: any } {
  const bullmq = requirePackage<BullMQ>("bullmq", address);
  // asked for now, so that its absence is told by us
  requirePackage(address.kind === "postgres" ? "pg" : "ioredis", address);
  if (address.kind === "redis") return { bullmq, options: { connection: openRedis(address), prefix: SCHEMA }, factory: undefined };
  const connection = { connectionString: address.url, schema: SCHEMA, migrate: true, max: 2 };
  return { bullmq, options: { connection }, factory: bullmq.createPostgresBackend };
}

/** The submitter's side. */
export class JobQueue {
  private readonly address: QueueAddress;
  private readonly queue: Queue<CellMessage>;
  private readonly connection: { disconnect?(): void };

  private constructor(address: QueueAddress, queue: Queue<CellMessage>, connection: { disconnect?(): void }) {
    [this.address, this.queue, this.connection] = [address, queue, connection];
  }

  /** @throws CredenceError queue/missing, queue/connection */
  static async open(address: QueueAddress): Promise<JobQueue> {
    const { bullmq, options, factory } = connect(address);
    const queue = new bullmq.Queue<CellMessage>(NAME, options as QueueOptions, factory);
    // told by what is asked of it
    queue.on("error", () => {});
    try {
      await queue.waitUntilReady();
    } catch (error) {
      throw connectionError(address, error);
    }
    return new JobQueue(address, queue, options.connection);
  }

  /** A cell that has a job already, of whomever, gets no other. */
  async add(cells: readonly Cell[]): Promise<void> {
    const jobs = cells.map((cell) => ({
      name: cell.kind,
      data: messageOf(cell),
      opts: { jobId: cell.key, attempts: MOST_ATTEMPTS, removeOnComplete: true, removeOnFail: true, stackTraceLimit: 0 },
    }));
    if (jobs.length > 0) await patiently(this.address, () => this.queue.addBulk(jobs));
  }

  /** @returns false when a worker has it, or nobody */
  async remove(key: string): Promise<boolean> {
    try {
      return (await patiently(this.address, () => this.queue.remove(key))) === 1;
    } catch {
      // locked by the worker that computes it
      return false;
    }
  }

  /** keys of all jobs that wait or are worked on, whoever wants them */
  async present(): Promise<ReadonlySet<string>> {
    const ids = await patiently(this.address, () => this.queue.getRanges(["waiting", "active", "delayed", "prioritized"], 0, -1));
    return new Set(ids);
  }

  async close(): Promise<void> {
    await this.queue.close();
    this.connection.disconnect?.();
  }
}

export interface WorkerHooks {
  /** computes a cell; what it throws is an attempt that failed, an error of the name `UnrecoverableError` the last one */
  readonly process: (job: Job<CellMessage>) => Promise<void>;
  /** a job that will not be tried again */
  readonly onFailed: (job: Job<CellMessage>, error: Error) => void;
  /** others have these jobs, since their locks could not be kept */
  readonly onLost: (keys: readonly string[]) => void;
  readonly onError: (error: Error) => void;
}

export interface JobWorker {
  /** takes no further job, waits for those that it has */
  close(): Promise<void>;
}

/** @throws CredenceError queue/missing, queue/connection */
export async function openJobWorker(address: QueueAddress, concurrency: number, hooks: WorkerHooks): Promise<JobWorker> {
  const { bullmq, options, factory } = connect(address);
  const own: Partial<WorkerOptions> = {
    concurrency,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_MS,
    maxStalledCount: MOST_DEATHS - 1,
    runRetryDelay: RETRY_MS,
  };
  const worker: Worker<CellMessage> = new bullmq.Worker<CellMessage>(NAME, hooks.process, { ...options, ...own } as WorkerOptions, factory);
  worker.on("failed", (job, error) => {
    if (job && (job.finishedOn || error.name === "UnrecoverableError")) hooks.onFailed(job, error);
  });
  worker.on("lockRenewalFailed", (keys) => hooks.onLost(keys));
  worker.on("error", (error) => hooks.onError(error));
  try {
    await worker.waitUntilReady();
  } catch (error) {
    throw connectionError(address, error);
  }
  return {
    close: async () => {
      await worker.close();
      options.connection.disconnect?.();
    },
  };
}
