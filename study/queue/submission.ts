/** One plan on its way through a queue: which cells are out, which have come back, and what the rest wait for. */
import { formatCsv } from "../../lib/data/format-csv.ts";
import { CredenceError, type ErrorDetails } from "../../lib/errors.ts";
import type { Cell } from "../plan/cell.ts";
import type { CellOutcome, EngineHooks, Store } from "../plan/engine.ts";
import { belongs, openParcel, packParcel } from "../plan/parcel.ts";
import type { Depot, News } from "./depot.ts";
import { type JobQueue, MOST_ATTEMPTS } from "./jobs.ts";
import { messageOf } from "./message.ts";
import { cancelled, removeJobs } from "./cancel.ts";

/** cells that are out at a time, however long the plan is: memory and queue stay as small; workers of more cells get more */
const LEAST_OUT = 256;
const OUT_PER_CELL = 3;
/** cells a round trip */
const BATCH = 64;
/** results that are fetched at a time */
const FETCHES = 4;
/** between looks: soon after something came, later when nothing does */
const SHORTEST_MS = 50;
const LONGEST_MS = 1000;
/** a job that is gone without a word (a database restored, a queue emptied by hand) is submitted again; looked for so often */
const SEARCH_MS = 20_000;
/** tables that are still wanted are asked for, so that they are kept */
const TOUCH_MS = 3_600_000;
const PROGRESS_MS = 1000;

export interface SubmissionOptions {
  readonly cells: readonly Cell[];
  readonly store: Store;
  readonly hooks: EngineHooks;
  readonly depot: Depot;
  readonly jobs: JobQueue;
  /** the name under which it waits for its cells */
  readonly submitter: string;
}

interface Out {
  readonly cell: Cell;
  /** how often it was submitted */
  tries: number;
}

export class Submission {
  private readonly options: SubmissionOptions;
  private readonly ended = new Map<string, CellOutcome>();
  private readonly out = new Map<string, Out>();
  private readonly tables = new Set<string>();
  /** the next cell of the plan */
  private at = 0;
  /** cells that need results which are still out */
  private held: readonly Cell[] = [];
  private readonly clock = { searched: performance.now(), touched: performance.now(), told: performance.now() };
  /** cells that had no job at the last search */
  private missing: ReadonlySet<string> = new Set();
  private hasMoved = false;

  constructor(options: SubmissionOptions) {
    this.options = options;
  }

  get isFinished(): boolean {
    return this.at === this.options.cells.length && this.held.length === 0 && this.out.size === 0;
  }

  /** cells that have ended, one way or another */
  get done(): number {
    return this.ended.size;
  }

  /** @returns ms to wait before the next `advance`: longer and longer while nothing happens */
  nextPause(last: number): number {
    return this.hasMoved ? SHORTEST_MS : Math.min(LONGEST_MS, Math.max(SHORTEST_MS, 1.5 * last));
  }

  outcomes(): readonly CellOutcome[] {
    return this.options.cells.map(({ key }) => this.ended.get(key)!);
  }

  /**
   * @param capacity cells that workers compute at a time
   * @throws CredenceError queue/cancelled, queue/connection
   */
  async advance(capacity: number): Promise<void> {
    this.hasMoved = false;
    await this.submit(Math.max(LEAST_OUT, OUT_PER_CELL * capacity));
    if (this.out.size === 0) return;
    const { depot, submitter } = this.options;
    const news = await depot.news(submitter);
    for (let k = 0; k < news.length; k += FETCHES) await Promise.all(news.slice(k, k + FETCHES).map((each) => this.hear(each)));
    const heard = news.map(({ key }) => key).filter((key) => !this.out.has(key));
    if (heard.length > 0) await depot.unwant(submitter, heard);
    await this.search();
    await this.tell();
  }

  /** Nobody waits here any longer: cells that no other waits for are taken off the queue, or stopped. */
  async withdraw(): Promise<void> {
    const { depot, jobs, submitter } = this.options;
    const abandoned = await depot.giveUp(submitter);
    await depot.cancel(abandoned, false);
    await removeJobs(jobs, abandoned);
  }

  private async submit(most: number): Promise<void> {
    const { cells } = this.options;
    const candidates = [...this.held];
    this.held = [];
    while (candidates.length > 0 || (this.at < cells.length && this.out.size < most)) {
      const batch: Cell[] = [];
      while (batch.length < BATCH) {
        const cell = candidates.shift() ?? cells[this.at++];
        if (!cell) break;
        if (this.out.has(cell.key) || this.settleHere(cell)) continue;
        if (cell.needs.every((key) => this.ended.has(key) || this.options.store.has(key))) batch.push(cell);
        else this.held = [...this.held, cell];
      }
      this.at = Math.min(this.at, cells.length);
      await this.send(batch);
    }
  }

  /** what needs no computing: the store has it, or it needs what failed */
  private settleHere(cell: Cell): boolean {
    if (this.ended.has(cell.key)) return true;
    const broken = cell.needs.map((key) => this.ended.get(key)).find((outcome) => outcome?.state === "failed");
    if (broken) this.settle({ cell, state: "failed", error: broken.error! });
    else if (this.options.store.has(cell.key)) this.settle({ cell, state: "reused" });
    else return false;
    return true;
  }

  private settle(outcome: CellOutcome): void {
    this.out.delete(outcome.cell.key);
    this.ended.set(outcome.cell.key, outcome);
    this.hasMoved = true;
    this.options.hooks.onEnd?.(outcome);
  }

  private async send(batch: readonly Cell[]): Promise<void> {
    const cells = batch.filter((cell) => this.isSayable(cell));
    if (cells.length === 0) return;
    const { depot, jobs, submitter, hooks } = this.options;
    await this.sendTables(cells);
    await this.sendNeeds(cells);
    for (const cell of cells) {
      this.out.set(cell.key, { cell, tries: 1 });
      hooks.onStart?.(cell);
    }
    const there = await depot.want(submitter, cells.map(({ key }) => key));
    await jobs.add(cells.filter(({ key }) => !there.has(key)));
    this.hasMoved = true;
  }

  /** one that is too large for the queue fails here */
  private isSayable(cell: Cell): boolean {
    try {
      messageOf(cell);
      return true;
    } catch (error) {
      if (!(error instanceof CredenceError)) throw error;
      this.settle({ cell, state: "failed", error: error.details });
      return false;
    }
  }

  private async sendTables(cells: readonly Cell[]): Promise<void> {
    const { depot, store } = this.options;
    const wanted = new Set(cells.flatMap((cell) => (cell.kind === "fit" && !this.tables.has(cell.table) ? [cell.table] : [])));
    if (wanted.size === 0) return;
    const there = await depot.has("table", [...wanted]);
    for (const hash of wanted) {
      if (!there.has(hash)) await depot.put("table", hash, packParcel(hash, { "table.csv": formatCsv(await store.table(hash)) }));
      this.tables.add(hash);
    }
  }

  /** results that a worker reads, and that came from the store, not from the queue */
  private async sendNeeds(cells: readonly Cell[]): Promise<void> {
    const { depot, store } = this.options;
    const wanted = [...new Set(cells.flatMap(({ needs }) => needs))];
    if (wanted.length === 0) return;
    const there = await depot.has("result", wanted);
    for (const key of wanted.filter((each) => !there.has(each))) {
      const files = store.read(key);
      if (files) await depot.put("result", key, packParcel(key, files));
    }
  }

  private async hear({ key, state, error }: News): Promise<void> {
    const out = this.out.get(key);
    if (!out) return;
    if (state === "cancelled") throw cancelled();
    if (state === "failed") {
      // given up by another who waited for it, or a job under its name that was not it
      if (error?.code === "queue/cancelled" || error?.code === "queue/refused") return this.again(out, error);
      return this.settle({ cell: out.cell, state: "failed", error: error ?? { code: "queue/failed", message: "a worker failed without a word" } });
    }
    const problem = await this.takeIn(key);
    if (problem === undefined) return this.settle({ cell: out.cell, state: "computed" });
    await this.options.depot.remove("result", key);
    await this.again(out, problem);
  }

  /** @returns why what came is not the cell's result */
  private async takeIn(key: string): Promise<ErrorDetails | undefined> {
    try {
      const parcel = await this.options.depot.get("result", key);
      if (!parcel) return { code: "queue/parcel", message: `the result of ${key.slice(0, 12)} was removed before it was read` };
      const files = openParcel(key, parcel);
      if (!belongs(key, files)) return { code: "queue/parcel", message: `what came for ${key.slice(0, 12)} is the result of something else` };
      this.options.store.write(key, files);
      return undefined;
    } catch (error) {
      if (error instanceof CredenceError && /^queue\/(parcel|size)$/.test(error.code)) return error.details;
      throw error;
    }
  }

  private async again(out: Out, reason: ErrorDetails): Promise<void> {
    if (out.tries >= MOST_ATTEMPTS) return this.settle({ cell: out.cell, state: "failed", error: reason });
    out.tries++;
    const there = await this.options.depot.want(this.options.submitter, [out.cell.key]);
    if (there.size === 0) await this.options.jobs.add([out.cell]);
  }

  /** cells without a job, result or failure: gone twice in a row, they are submitted again */
  private async search(): Promise<void> {
    const { depot, jobs } = this.options;
    if (performance.now() < this.clock.searched + SEARCH_MS) return;
    this.clock.searched = performance.now();
    const present = await jobs.present();
    const gone = [...this.out.keys()].filter((key) => !present.has(key));
    const there = await depot.has("result", gone);
    // a result whose word has been lost
    for (const key of there) await this.hear({ key, state: "done" });
    const missing = gone.filter((key) => !there.has(key));
    const lost = missing.filter((key) => this.missing.has(key));
    this.missing = new Set(missing);
    for (const key of lost) await this.again(this.out.get(key)!, { code: "queue/lost", message: `the job of ${key.slice(0, 12)} is gone from the queue` });
    if (performance.now() < this.clock.touched + TOUCH_MS || this.tables.size === 0) return;
    this.clock.touched = performance.now();
    await depot.has("table", [...this.tables]);
  }

  private async tell(): Promise<void> {
    const { hooks, depot } = this.options;
    if (!hooks.onProgress || performance.now() < this.clock.told + PROGRESS_MS) return;
    this.clock.told = performance.now();
    for (const [key, progress] of await depot.progress([...this.out.keys()])) {
      const out = this.out.get(key);
      if (out) hooks.onProgress(out.cell, progress);
    }
  }
}
