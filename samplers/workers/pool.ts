/** The chains of a run over whatever carries them on: this thread while the work is small, worker threads when it is not. */
import type { RunState } from "../chains.ts";
import type { Settings } from "../options.ts";
import type { Advancer } from "./advancer.ts";
import { WorkerLost } from "./thread.ts";

/**
 * What a fit must still have before it, in ms of CPU, for threads to pay: each takes 100 ms to start and as much again to
 * optimize the same code, and two share the rest.
 */
const WORTH_THREADS_MS = 1500;
/** until then the pace is that of chains at their start, in code that the engine has not optimized yet */
const COLD_MS = 250;
/** a pace is measured over at least this */
const LEAST_PACE_MS = 80;

export interface PoolOptions {
  readonly settings: Settings;
  /** where each chain goes on; undefined at its start. Rewritten as slices end. */
  readonly states: (RunState | undefined)[];
  readonly local: Advancer;
  /** starts the threads that are wanted; absent when everything stays here */
  readonly startThreads?: (() => Promise<Advancer>[]) | undefined;
  /** what the whole run will take at least, ms: beyond a threshold threads are started before anything else is done */
  readonly estimateMs: number;
  /** after every slice; true ends the run */
  readonly afterSlice: () => boolean;
}

/**
 * Carries all chains to their end, the least advanced first; or until `afterSlice` or the signal ends the run.
 * Which thread carries a chain when has no influence on its draws.
 * @throws CredenceError the complaint of the chain of lowest number, when chains find no start
 */
export async function carryChains(options: PoolOptions): Promise<void> {
  const pool = new Pool(options);
  try {
    await pool.run();
  } finally {
    pool.close();
  }
}

class Pool {
  private readonly options: PoolOptions;
  private readonly idle: Advancer[] = [];
  private readonly busy = new Set<number>();
  private readonly threads: Advancer[] = [];
  private readonly failures = new Map<number, unknown>();
  /** CPU and not the clock: on a busy machine a small fit takes long, and threads would not help it */
  private readonly begin = process.cpuUsage();
  private readonly stepsAtBegin: number;
  /** where the pace is measured from */
  private warm: { readonly spent: number; readonly done: number } | undefined;
  private isEnding = false;
  private isClosed = false;
  private starting = 0;
  private finish!: () => void;
  private fail!: (error: unknown) => void;

  constructor(options: PoolOptions) {
    this.options = options;
    this.stepsAtBegin = this.steps;
  }

  run(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.finish = resolve;
      this.fail = reject;
      if (this.options.estimateMs > WORTH_THREADS_MS) this.startThreads();
      if (this.starting === 0) this.idle.push(this.options.local);
      this.dispatch();
    });
  }

  close(): void {
    this.isClosed = true;
    for (const thread of this.threads) thread.close();
  }

  private get steps(): number {
    return this.options.states.reduce((sum, state) => sum + (state?.chain.steps ?? 0), 0);
  }

  private startThreads(): void {
    const starts = this.options.startThreads?.() ?? [];
    this.starting += starts.length;
    for (const start of starts) {
      start
        .then(
          (thread) => {
            this.threads.push(thread);
            this.idle.push(thread);
            if (this.isClosed) thread.close();
          },
          // a machine without room for another thread: the others do it, or this one
          () => {},
        )
        .finally(() => {
          this.starting--;
          if (!this.isClosed) this.dispatch();
        });
    }
  }

  /** gives every idle advancer the chain that is furthest behind; ends the run when nothing is left */
  private dispatch(): void {
    if (this.threads.length > 0) this.remove(this.options.local);
    while (!this.isEnding && this.idle.length > 0) {
      const chain = this.furthestBehind();
      if (chain === undefined) break;
      void this.advance(this.idle.pop()!, chain);
    }
    if (this.busy.size > 0) return;
    if (this.failures.size > 0) this.fail([...this.failures].sort(([a], [b]) => a - b)[0]![1]);
    else if (this.isEnding || this.left.length === 0) this.finish();
    else if (this.starting === 0) {
      this.idle.push(this.options.local);
      this.dispatch();
    }
  }

  private async advance(advancer: Advancer, chain: number): Promise<void> {
    const { states, afterSlice } = this.options;
    this.busy.add(chain);
    try {
      states[chain] = await advancer.advance(chain, states[chain]);
      this.idle.push(advancer);
      if (!this.isEnding && afterSlice()) this.end();
      else if (advancer === this.options.local) this.thinkOfThreads();
    } catch (error) {
      if (error instanceof WorkerLost) this.threads.splice(this.threads.indexOf(advancer), 1);
      else {
        this.failures.set(chain, error);
        this.end();
      }
    }
    this.busy.delete(chain);
    this.dispatch();
  }

  private end(): void {
    this.isEnding = true;
    for (const thread of this.threads) thread.pause();
  }

  private thinkOfThreads(): void {
    if (this.threads.length + this.starting > 0) return;
    const { settings } = this.options;
    const done = this.steps - this.stepsAtBegin;
    const left = settings.chains * (settings.warmup + settings.draws) - this.steps;
    const { user, system } = process.cpuUsage(this.begin);
    const spent = (user + system) / 1000;
    if (spent < COLD_MS) return;
    const { warm } = this;
    if (!warm) this.warm = { spent, done };
    else if (spent - warm.spent > LEAST_PACE_MS && ((spent - warm.spent) / (done - warm.done)) * left > WORTH_THREADS_MS)
      this.startThreads();
  }

  /** chains that are not done */
  private get left(): number[] {
    const { settings, states } = this.options;
    const total = settings.warmup + settings.draws;
    return states.flatMap((state, chain) => ((state?.chain.steps ?? 0) < total ? [chain] : []));
  }

  private furthestBehind(): number | undefined {
    const steps = (chain: number): number => this.options.states[chain]?.chain.steps ?? -1;
    const free = this.left.filter((chain) => !this.busy.has(chain));
    return free.length > 0 ? free.reduce((a, b) => (steps(b) < steps(a) ? b : a)) : undefined;
  }

  private remove(advancer: Advancer): void {
    const at = this.idle.indexOf(advancer);
    if (at >= 0) this.idle.splice(at, 1);
  }
}
