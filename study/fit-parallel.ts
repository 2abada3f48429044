/** A fit that uses the machine's cores, tells how far it is, can be stopped, and can go on from where it was. */
import type { Table } from "../lib/data/table.ts";
import { BoundModel } from "../lib/model/bind.ts";
import { applyOptions, type ModelDocument } from "../lib/model/document.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import { DEFAULTS, type RunState, sampleParallel, sampleResult, type Snapshot } from "../samplers/index.ts";
import { constrainDraws, type Fit, finishFit, type FitOptions, parametersOf } from "./fit.ts";
import type { ModelSource } from "./sampling-worker.ts";
import { shareTable, withSharedNumbers } from "./shared-table.ts";
import { isEnough, lookCounts, type Until } from "./stopping.ts";
import { workerFile } from "./worker-file.ts";

/** rows from which the numbers of a table are kept once for all threads, this one too */
const MANY_ROWS = 50_000;
/** ms between checkpoints; more when writing one takes long, so that it never costs more than a twentieth of the run */
const CHECKPOINT_MS = 2000;
const CHECKPOINT_SHARE = 1 / 20;

export interface ParallelFitOptions extends Omit<FitOptions, "hooks"> {
  /** worker threads; default: one a processor, and none for a fit too small to gain */
  readonly workers?: number | undefined;
  /** the worker's program, where it is not beside the built library */
  readonly workerFile?: URL | undefined;
  /** ends the run at the first fixed count of draws where this holds; `draws` is the most */
  readonly until?: Until | undefined;
  /** ends the run, after so many seconds, at the last fixed count of draws that all chains have: the first at the least */
  readonly maxSeconds?: number | undefined;
  /** where an earlier run of the same model, table, seed and settings stood */
  readonly resume?: Snapshot | undefined;
  /** several times a second */
  readonly onProgress?: ((snapshot: Snapshot) => void) | undefined;
  /** every few seconds, and when the signal ends the run */
  readonly onCheckpoint?: ((snapshot: Snapshot) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * As `fit`, with the same draws, whatever the number of workers.
 * @throws CredenceError as `fit`; the signal's reason when it is aborted
 */
export async function fitParallel(document: ModelDocument, given: Table, options: ParallelFitOptions = {}): Promise<Fit> {
  const start = performance.now();
  const { seed = "1", set, workers, workerFile: file = workerFile(), until, maxSeconds, resume, ...rest } = options;
  const { onProgress, onCheckpoint, signal, ...sampler } = rest;
  const chosen = applyOptions(document, set);
  const columns = Object.keys(chosen.data);
  const table = file && given.rows >= MANY_ROWS ? withSharedNumbers(given, columns) : given;
  const density = new ModelDensity(new BoundModel(chosen, table));
  const compiled = performance.now();
  const source = file && {
    file,
    density: (): ModelSource => ({
      // as numbers: each thread would hold the columns once more to compute them again
      document: { ...chosen, constants: Object.fromEntries(density.model.constants) },
      table: shareTable(table, columns),
      compiled: density.module,
    }),
  };
  const stop = stopper(density, { ...DEFAULTS, ...sampler }, { until, end: start + 1000 * (maxSeconds ?? Infinity) });
  const checkpoint = periodically(onCheckpoint, signal);
  const sampled = await sampleParallel(density, {
    seed,
    model: chosen.name,
    ...sampler,
    workers,
    source,
    resume,
    signal,
    afterSlice: (snapshot) => {
      onProgress?.(snapshot);
      checkpoint(snapshot);
      return stop(snapshot);
    },
  });
  return finishFit(chosen, table, seed, density, sampled, { start, compiled });
}

/** Looks at each fixed count once, in order, as soon as all chains have it: the answer does not depend on when that is. */
function stopper(
  density: ModelDensity,
  { warmup, draws }: { readonly warmup: number; readonly draws: number },
  { until, end }: { readonly until: Until | undefined; readonly end: number },
): (snapshot: Snapshot) => number | undefined {
  const counts = lookCounts(draws).slice(0, -1);
  let looked = 0;
  return ({ states, store }) => {
    const finished = Math.min(...states.map((state) => (state ? state.chain.steps - warmup : -1)));
    for (; looked < counts.length && counts[looked]! <= finished; looked++) {
      if (!until) continue;
      const sampled = sampleResult(store, states as RunState[], warmup, counts[looked]!);
      if (isEnough(until, parametersOf(constrainDraws(density, sampled), density), sampled.statistics))
        return counts[looked]!;
    }
    return looked > 0 && performance.now() >= end ? counts[looked - 1]! : undefined;
  };
}

function periodically(save: ParallelFitOptions["onCheckpoint"], signal: AbortSignal | undefined): (snapshot: Snapshot) => void {
  let due = performance.now() + CHECKPOINT_MS;
  return (snapshot) => {
    const start = performance.now();
    if (!save || (start < due && !signal?.aborted)) return;
    save(snapshot);
    const end = performance.now();
    due = end + Math.max(CHECKPOINT_MS, (end - start) / CHECKPOINT_SHARE);
  };
}
