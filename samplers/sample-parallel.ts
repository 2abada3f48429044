/** Sampling with chains on worker threads where that pays; the draws are those of `sampleChains`. */
import { availableParallelism } from "node:os";
import type { SampleResult } from "../lib/fit.ts";
import type { LogDensity } from "../lib/log-density.ts";
import { ChainHost, type RunState, sampleResult } from "./chains.ts";
import { type DrawStore, drawStore, drawStoreBytes } from "./draw-store.ts";
import { resolveOptions, type SamplerOptions } from "./options.ts";
import { LocalAdvancer } from "./workers/advancer.ts";
import { carryChains } from "./workers/pool.ts";
import type { WorkerJob } from "./workers/serve.ts";
import { ThreadAdvancer } from "./workers/thread.ts";

/** gradients a transition takes at the very least, in the estimate of what a run will cost */
const LEAST_GRADIENTS = 4;

/** How threads come to the density of this one. */
export interface DensitySource {
  /** a module whose worker calls `serveChains` */
  readonly file: URL;
  /** its part of the worker's data; large arrays in it should be on shared memory */
  density(): unknown;
}

/** Where the chains of a run are: a view of what goes on, and all that is needed to go on elsewhere. */
export interface Snapshot {
  /** by chain; undefined before its first slice has ended */
  readonly states: readonly (RunState | undefined)[];
  readonly store: DrawStore;
}

export interface ParallelOptions extends SamplerOptions {
  /** threads, from the start; 0 or 1: none. By default as many as there are processors, once the run is long enough to gain */
  readonly workers?: number | undefined;
  /** absent: all chains stay in this thread */
  readonly source?: DensitySource | undefined;
  /** an earlier snapshot of the same run */
  readonly resume?: Snapshot | undefined;
  /**
   * After every slice of a chain.
   * @returns a number of draws a chain at which the run ends, which all chains have finished; undefined to go on
   */
  readonly afterSlice?: ((snapshot: Snapshot) => number | undefined) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * As `sampleChains`, with the same draws whatever the number of threads. Unless they are asked for, nothing is given to a
 * thread before the run has proved, or is estimated, to be long enough for that to pay.
 * @throws CredenceError sampler/initial, sampler/option; the signal's reason when it is aborted, after a last `afterSlice`
 */
export async function sampleParallel(density: LogDensity, options: ParallelOptions): Promise<SampleResult> {
  const { workers, source, resume, afterSlice, signal, ...sampler } = options;
  const settings = resolveOptions(sampler);
  const { chains, warmup, draws } = settings;
  const { dim } = density;
  const initialCoordinates = density.coordinateState?.().slice();
  const memory = new SharedArrayBuffer(drawStoreBytes(chains, draws, dim));
  const store = drawStore(chains, draws, dim, memory);
  const states: (RunState | undefined)[] = Array.from({ length: chains }, (_, chain) => resume?.states[chain]);
  if (resume) takeDraws(store, resume, warmup);
  const control = new SharedArrayBuffer(4);
  const threads = source ? Math.min(workers ?? availableParallelism(), chains) : 0;
  const startThreads = (from: DensitySource): Promise<ThreadAdvancer>[] => {
    const job: WorkerJob = { settings, dim, store: memory, control, density: from.density() };
    return Array.from({ length: threads }, () => ThreadAdvancer.start(from.file, job));
  };
  let cut: number | undefined;
  await carryChains({
    settings,
    states,
    local: new LocalAdvancer(new ChainHost(density, settings, store)),
    startThreads: source && threads > 1 ? () => startThreads(source) : undefined,
    estimateMs: threads < 2 ? 0 : workers ? Infinity : chains * (warmup + draws) * LEAST_GRADIENTS * gradientMs(density),
    afterSlice: () => {
      if (!signal?.aborted) cut = afterSlice?.({ states, store });
      return cut !== undefined || signal?.aborted === true;
    },
  });
  if (initialCoordinates) density.setCoordinateState?.(initialCoordinates);
  if (cut === undefined && signal?.aborted) {
    afterSlice?.({ states, store });
    signal.throwIfAborted();
  }
  return sampleResult(store, states as RunState[], warmup, cut);
}

/** the draws that a snapshot's states speak of, into the store of this run, which may have room for more or fewer */
function takeDraws(to: DrawStore, { states, store: from }: Snapshot, warmup: number): void {
  states.forEach((state, chain) => {
    const count = Math.min(to.draws, Math.max(0, (state?.chain.steps ?? 0) - warmup));
    to.positions.set(
      from.positions.subarray(chain * from.draws * from.dim, (chain * from.draws + count) * from.dim),
      chain * to.draws * to.dim,
    );
    for (const name of Object.keys(to.statistics) as (keyof DrawStore["statistics"])[]) {
      const at = chain * from.draws;
      to.statistics[name].set(from.statistics[name].subarray(at, at + count), chain * to.draws);
    }
  });
}

/** the second of two evaluations, as long as they are: threads for what takes milliseconds, no clock games for the rest */
function gradientMs(density: LogDensity): number {
  const [position, gradient] = [new Float64Array(density.dim), new Float64Array(density.dim)];
  density.evaluate(position, gradient);
  const start = performance.now();
  density.evaluate(position, gradient);
  return performance.now() - start;
}
