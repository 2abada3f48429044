/** Models fitted to one table and compared, as cells that any engine carries. */
import { hashTable } from "../lib/data/hash.ts";
import { type Table, withTable } from "../lib/data/table.ts";
import { CredenceError } from "../lib/errors.ts";
import { DEFAULTS } from "../samplers/index.ts";
import type { FitComparison, NamedFit } from "./compare.ts";
import { tableFor } from "./fit-models.ts";
import type { ModelSpec } from "./model-spec.ts";
import { compareCell, type FitCell, fitCell } from "./plan/cell.ts";
import { openComparison, openFit } from "./plan/compute.ts";
import type { Engine, EngineHooks, Store } from "./plan/engine.ts";
import { prepareTable } from "./prepare-table.ts";

export interface CompareCellsOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly hooks?: EngineHooks;
  readonly signal?: AbortSignal | undefined;
  readonly seed: string;
  readonly chains: number;
  readonly warmup: number;
  readonly draws: number;
  /** model's name of a column -> the table's */
  readonly map?: Readonly<Record<string, string>>;
}

export interface CarriedComparison {
  readonly comparison: FitComparison;
  /** the fits themselves, read from the store with the whole table beside them */
  fits(): Promise<NamedFit[]>;
}

/**
 * As `fitModels` and `compareFits`, with the same numbers.
 * @throws CredenceError of the model whose fit failed, or of the comparison
 */
export async function compareByCells(specs: readonly ModelSpec[], given: Table, options: CompareCellsOptions): Promise<CarriedComparison> {
  const { engine, store, hooks, signal, seed } = options;
  const planned = specs.map((spec) => ({ spec, ...spec.locate(() => planFit(spec, given, options)) }));
  for (const { cell, used } of planned) store.putTable(cell.table, used);
  const needs = planned.map(({ cell }) => cell.key);
  const whole = compareCell("comparison", needs, { names: specs.map(({ name }) => name), seed });
  const outcomes = await engine.run([...planned.map(({ cell }) => cell), whole], store, hooks, signal);
  outcomes.forEach(({ state, error }, k) => {
    if (state !== "failed") return;
    (planned[k]?.spec.locate ?? ((run: () => never) => run()))(() => {
      throw new CredenceError(error!);
    });
  });
  return {
    comparison: openComparison(store, whole.key),
    fits: () => Promise.all(planned.map(async ({ spec, cell, table }) => ({ name: spec.name, fit: { ...(await openFit(store, cell.key)).fit, table } }))),
  };
}

function planFit(spec: ModelSpec, given: Table, { seed, chains, warmup, draws, map }: CompareCellsOptions): { cell: FitCell; table: Table; used: Table } {
  // what is chosen is chosen: the fit must not apply the options' defaults again
  const { options: _, ...document } = spec.document;
  const { table } = prepareTable(document, tableFor(spec, given, map));
  const used = withTable(table, { columns: new Map([...table.columns].filter(([name]) => name in document.data)) });
  const { targetAccept, maxTreeDepth, sampler, metric } = DEFAULTS;
  const settings = { chains, warmup, draws, targetAccept, maxTreeDepth, sampler, metric };
  return { cell: fitCell(spec.name, hashTable(used), { document, seed, settings }), table, used };
}
