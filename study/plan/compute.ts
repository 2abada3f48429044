/** A cell's result, computed here and now from what the store holds. Every engine ends in this function. */
import { fit } from "../fit.ts";
import { makeRun, openRunFiles, type Run, runFiles } from "../run-folder.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { Cell, CellFiles } from "./cell.ts";
import type { CellProgress, Store } from "./engine.ts";

/** a report of progress each so many transitions: they may take a microsecond */
const PROGRESS_EVERY = 64;

/** @throws CredenceError of the model, the data or the sampler; store/no-result when a needed one is missing */
export async function computeCell(
  cell: Cell,
  store: Store,
  onProgress?: (progress: CellProgress) => void,
): Promise<CellFiles> {
  const { table: hash, input } = cell;
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

/** @throws CredenceError store/no-result */
export async function openFit(store: Store, key: string): Promise<Run> {
  const files = store.read(key);
  if (!files) throw noResult(key);
  return openRunFiles((name) => files[name] ?? new Uint8Array(), `cell ${key.slice(0, 12)}`);
}

export function noResult(key: string): CredenceError {
  return new CredenceError({
    code: "store/no-result",
    message: `the store lacks the result ${key.slice(0, 12)}`,
    found: "no such entry, or a damaged one that was removed",
    fix: "run the study again: what is missing is computed",
  });
}
