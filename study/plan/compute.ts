/** A cell's result, computed here and now from what the store holds. Every engine ends in this function. */
import type { FitComparison, NamedFit } from "../compare.ts";
import { fitParallel } from "../fit-parallel.ts";
import type { Snapshot } from "../../samplers/index.ts";
import { makeRun, openRunFiles, type Run, runFiles } from "../run-folder.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { Cell, CellFiles, CompareCell, FitCell } from "./cell.ts";
import type { CellProgress, Store } from "./engine.ts";

const COMPARISON = "comparison.json";

export interface ComputeOptions {
  readonly onProgress?: ((progress: CellProgress) => void) | undefined;
  /** ends the work; its reason is thrown */
  readonly signal?: AbortSignal | undefined;
  /** most threads of a fit; the result does not depend on them */
  readonly workers?: number | undefined;
}

/** @throws CredenceError of the model, the data or the sampler; store/no-result when a needed one is missing */
export async function computeCell(cell: Cell, store: Store, options: ComputeOptions = {}): Promise<CellFiles> {
  return cell.kind === "fit" ? computeFit(cell, store, options) : computeComparison(cell, store);
}

async function computeFit(
  { table: hash, input }: FitCell,
  store: Store,
  { onProgress, signal, workers }: ComputeOptions,
): Promise<CellFiles> {
  const { document, seed, settings } = input;
  const table = await store.table(hash);
  const total = settings.chains * (settings.warmup + settings.draws);
  const result = await fitParallel(document, table, {
    seed,
    ...settings,
    signal,
    workers,
    onProgress: onProgress && ((snapshot) => onProgress({ ...progressOf(snapshot), total })),
  });
  return runFiles(makeRun(result, { model: document.name, set: {}, settings, dropped: [], at: [], command: "" }));
}

function progressOf({ states }: Snapshot): { done: number; divergences: number } {
  const known = states.filter((state) => state !== undefined);
  return {
    done: known.reduce((sum, { chain }) => sum + chain.steps, 0),
    divergences: known.reduce((sum, { divergences }) => sum + divergences.filter(({ draw }) => draw >= 0).length, 0),
  };
}

async function computeComparison(cell: CompareCell, store: Store): Promise<CellFiles> {
  // only when asked for: evidence is a large room
  const { compareFits } = await import("../compare.ts");
  const fits: NamedFit[] = [];
  for (const [k, key] of cell.needs.entries())
    fits.push({ name: cell.input.names[k]!, fit: (await openFit(store, key)).fit });
  const comparison = compareFits(fits, { seed: cell.input.seed });
  return { [COMPARISON]: `${JSON.stringify(comparison)}\n` };
}

/** @throws CredenceError store/no-result */
export function openComparison(store: Store, key: string): FitComparison {
  const content = store.read(key)?.[COMPARISON];
  if (!content) throw noResult(key);
  return JSON.parse(Buffer.from(content).toString("utf8")) as FitComparison;
}

/** @throws CredenceError store/no-result */
export async function openFit(store: Store, key: string): Promise<Run> {
  const files = store.read(key);
  if (!files) throw noResult(key);
  return openRunFiles((name) => files[name] ?? new Uint8Array(), `cell ${key.slice(0, 12)}`);
}

function noResult(key: string): CredenceError {
  return new CredenceError({
    code: "store/no-result",
    message: `the store lacks the result ${key.slice(0, 12)}`,
    found: "no such entry, or a damaged one that was removed",
    fix: "run the study again: what is missing is computed",
  });
}
