/** The engine that has a queue's workers compute a plan's cells: submits what the store lacks, follows it, takes results in. */
import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type Cell, CELL_PROTOCOL } from "../plan/cell.ts";
import type { CellOutcome, Engine, EngineHooks, Store } from "../plan/engine.ts";
import { version } from "../version.ts";
import type { QueueAddress } from "./address.ts";
import { type Depot, type Member, openDepot } from "./depot.ts";
import { JobQueue } from "./jobs.ts";
import { otherVersion } from "./message.ts";
import { Submission } from "./submission.ts";

const BEAT_MS = 10_000;
const NOTE_MS = 10_000;
/** how long a queue without workers is waited at before that is told */
const ALONE_MS = 3000;
/** for taking its cells off the queue, at the end of a run that was stopped */
const FAREWELL_MS = 5000;

export interface QueueEngineOptions {
  /** told what a person should know: how far it is, that no worker is there */
  readonly onNote?: (note: string) => void;
}

export interface QueueEngine extends Engine {
  /** leaves the queue; what it still computes for this engine goes on */
  close(): Promise<void>;
}

/** @throws CredenceError queue/missing, queue/connection */
export async function openQueueEngine(address: QueueAddress, options: QueueEngineOptions = {}): Promise<QueueEngine> {
  const depot = await openDepot(address);
  try {
    const jobs = await JobQueue.open(address);
    return new Submitter(depot, jobs, options);
  } catch (error) {
    await depot.close();
    throw error;
  }
}

class Submitter implements QueueEngine {
  private readonly depot: Depot;
  private readonly jobs: JobQueue;
  private readonly options: QueueEngineOptions;
  private readonly self: Member = { id: `s-${randomBytes(8).toString("hex")}`, role: "submitter", version, protocol: CELL_PROTOCOL, cells: 0 };
  private lastBeat = Number.NEGATIVE_INFINITY;
  private workers: readonly Member[] = [];
  private aloneSince: number | undefined;
  private isToldAlone = false;
  private lastNote = performance.now();

  constructor(depot: Depot, jobs: JobQueue, options: QueueEngineOptions) {
    [this.depot, this.jobs, this.options] = [depot, jobs, options];
  }

  /**
   * As every engine. Cells that others have submitted are waited for, not submitted again.
   * @throws CredenceError queue/version when only workers of other versions are there, queue/cancelled after an order, queue/connection
   */
  async run(cells: readonly Cell[], store: Store, hooks: EngineHooks = {}, signal?: AbortSignal): Promise<readonly CellOutcome[]> {
    const submission = new Submission({ cells, store, hooks, depot: this.depot, jobs: this.jobs, submitter: this.self.id });
    let pause = 0;
    try {
      while (!submission.isFinished) {
        signal?.throwIfAborted();
        await this.greet();
        await submission.advance(this.workers.reduce((sum, each) => sum + each.cells, 0));
        if (submission.isFinished) break;
        this.note(submission.done, cells.length);
        pause = submission.nextPause(pause);
        await setTimeout(pause, undefined, signal && { signal }).catch(() => {});
      }
      return submission.outcomes();
    } catch (error) {
      // a database that is away must not keep a person waiting who has stopped the program
      await Promise.race([submission.withdraw().catch(() => {}), setTimeout(FAREWELL_MS)]);
      throw error;
    }
  }

  private note(done: number, all: number): void {
    if (this.workers.length === 0 || performance.now() < this.lastNote + NOTE_MS) return;
    this.lastNote = performance.now();
    const atATime = this.workers.reduce((sum, { cells }) => sum + cells, 0);
    this.options.onNote?.(`${done} of ${all} cells; ${this.workers.length === 1 ? "one worker computes" : `${this.workers.length} workers compute`} ${atATime} at a time`);
  }

  /** says that it lives, and looks who is there */
  private async greet(): Promise<void> {
    if (performance.now() < this.lastBeat + (this.workers.length > 0 ? BEAT_MS : ALONE_MS / 3)) return;
    this.lastBeat = performance.now();
    await this.depot.beat(this.self);
    const all = (await this.depot.members()).filter(({ role }) => role === "worker");
    this.workers = all.filter((each) => each.version === version && each.protocol === CELL_PROTOCOL);
    if (this.workers.length > 0) {
      this.aloneSince = undefined;
      return;
    }
    const other = all[0];
    if (other) throw otherVersion(`workers of credence ${other.version}, protocol ${other.protocol}`, `workers of credence ${version}, protocol ${CELL_PROTOCOL}`);
    this.aloneSince ??= performance.now();
    if (this.isToldAlone || performance.now() < this.aloneSince + ALONE_MS) return;
    this.isToldAlone = true;
    this.options.onNote?.("no worker is at the queue: credence worker --queue URL on any machine; this goes on when one comes");
  }

  async close(): Promise<void> {
    const leave = async (): Promise<void> => {
      await this.depot.leave(this.self.id);
      await this.jobs.close();
      await this.depot.close();
    };
    await Promise.race([leave(), setTimeout(FAREWELL_MS, undefined, { ref: false })]);
  }
}
