/** A cell's result, computed here and now from what the store holds. Every engine ends in this function. */
import type { FitComparison, NamedFit } from "../compare.ts";
import { fitParallel } from "../fit-parallel.ts";
import type { Snapshot } from "../../samplers/index.ts";
import { makeRun, openRunFiles, type Run, runFiles } from "../run-folder.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { SbcResult } from "../sbc.ts";
import type { SbcModelsResult } from "../sbc-models.ts";
import type { Cell, CellFiles, CompareCell, FitCell, SbcCell, SbcModelsCell } from "./cell.ts";
import type { CellProgress, Store } from "./engine.ts";
import { CELL_FILE, nameCell } from "./parcel.ts";

const COMPARISON = "comparison.json";
const RANKS = "ranks.json";
const CHOICES = "choices.json";

export interface ComputeOptions {
  readonly onProgress?: ((progress: CellProgress) => void) | undefined;
  /** ends the work; its reason is thrown */
  readonly signal?: AbortSignal | undefined;
  /** threads of a fit, from the start; the result does not depend on them */
  readonly workers?: number | undefined;
  /** where an earlier attempt at this fit stood */
  readonly resume?: Snapshot | undefined;
  /** every few seconds of a fit */
  readonly onCheckpoint?: ((snapshot: Snapshot) => void) | undefined;
}

/** @throws CredenceError of the model, the data or the sampler; store/no-result when a needed one is missing */
export async function computeCell(cell: Cell, store: Store, options: ComputeOptions = {}): Promise<CellFiles> {
  switch (cell.kind) {
    case "fit":
      return computeFit(cell, store, options);
    case "compare":
      return computeComparison(cell, store);
    case "sbc":
      return computeRanks(cell, options);
    case "sbc-models":
      return computeChoices(cell, options);
  }
}

async function computeFit(
  { table: hash, input }: FitCell,
  store: Store,
  { onProgress, ...carried }: ComputeOptions,
): Promise<CellFiles> {
  const { document, seed, settings } = input;
  const table = await store.table(hash);
  const total = settings.chains * (settings.warmup + settings.draws);
  const result = await fitParallel(document, table, {
    seed,
    ...settings,
    ...carried,
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
  return { [COMPARISON]: `${JSON.stringify(comparison)}\n`, [CELL_FILE]: nameCell(cell) };
}

async function computeRanks(cell: SbcCell, { onProgress }: ComputeOptions): Promise<CellFiles> {
  const { sbc } = await import("../sbc.ts");
  const { document, count, ...options } = cell.input;
  const { ranks, divergent } = sbc(document, { ...options, simulations: count, onSimulation: told(onProgress, count) });
  return { [RANKS]: `${JSON.stringify({ ranks: [...ranks], divergent })}\n`, [CELL_FILE]: nameCell(cell) };
}

async function computeChoices(cell: SbcModelsCell, { onProgress }: ComputeOptions): Promise<CellFiles> {
  const { sbcOfModels } = await import("../sbc-models.ts");
  const { models, count, ...options } = cell.input;
  const { choices, refused } = sbcOfModels(models, { ...options, simulations: count, onSimulation: told(onProgress, count) });
  // a probability that does not exist is NaN, which JSON has not
  const written = JSON.stringify({ choices, refused }, (_, value) => (Number.isNaN(value) ? "NaN" : value));
  return { [CHOICES]: `${written}\n`, [CELL_FILE]: nameCell(cell) };
}

function told(onProgress: ComputeOptions["onProgress"], total: number): (done: number) => void {
  return (done) => onProgress?.({ done, total, divergences: 0 });
}

/** @throws CredenceError store/no-result */
export function openRanks(store: Store, key: string): Pick<SbcResult, "ranks" | "divergent"> {
  const { ranks, divergent } = openJson(store, key, RANKS) as { ranks: [string, number[]][]; divergent: number };
  return { ranks: new Map(ranks), divergent };
}

/** @throws CredenceError store/no-result */
export function openChoices(store: Store, key: string): Pick<SbcModelsResult, "choices" | "refused"> {
  return openJson(store, key, CHOICES, (_, value) => (value === "NaN" ? Number.NaN : value)) as Pick<SbcModelsResult, "choices" | "refused">;
}

/** @throws CredenceError store/no-result */
export function openComparison(store: Store, key: string): FitComparison {
  return openJson(store, key, COMPARISON) as FitComparison;
}

function openJson(store: Store, key: string, name: string, revive?: (name: string, value: unknown) => unknown): unknown {
  const content = store.read(key)?.[name];
  if (!content) throw noResult(key);
  return JSON.parse(Buffer.from(content).toString("utf8"), revive);
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
