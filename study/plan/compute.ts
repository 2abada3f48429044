/** A cell's result, computed here and now from what the store holds. Every engine ends in this function. */
import type { FitComparison, NamedFit } from "../compare.ts";
import { fit } from "../fit.ts";
import { makeRun, openRunFiles, type Run, runFiles } from "../run-folder.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { Cell, CellFiles, CompareCell, FitCell } from "./cell.ts";
import type { CellProgress, Store } from "./engine.ts";

/** a report of progress each so many transitions: they may take a microsecond */
const PROGRESS_EVERY = 64;

const COMPARISON = "comparison.json";

/** @throws CredenceError of the model, the data or the sampler; store/no-result when a needed one is missing */
export async function computeCell(
  cell: Cell,
  store: Store,
  onProgress?: (progress: CellProgress) => void,
): Promise<CellFiles> {
  return cell.kind === "fit" ? computeFit(cell, store, onProgress) : computeComparison(cell, store);
}

async function computeFit(
  { table: hash, input }: FitCell,
  store: Store,
  onProgress?: (progress: CellProgress) => void,
): Promise<CellFiles> {
  const { document, seed, settings } = input;
  const table = await store.table(hash);
  const total = settings.chains * (settings.warmup + settings.draws);
  let [done, divergences] = [0, 0];
  const onDraw = (_chain: number, draw: number, isDivergent: boolean): void => {
    done++;
    if (isDivergent && draw >= 0) divergences++;
    if (done % PROGRESS_EVERY === 0 || done === total) onProgress?.({ done, total, divergences });
  };
  const result = fit(document, table, { seed, ...settings, hooks: onProgress ? { onDraw } : {} });
  return runFiles(makeRun(result, { model: document.name, set: {}, settings, dropped: [], at: [], command: "" }));
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
