/** Simulation-based calibration as cells: batches of simulations, which any engine carries, put together as if they were one run. */
import { CredenceError } from "../lib/errors.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { type Cell, sbcCell, sbcModelsCell } from "./plan/cell.ts";
import { openChoices, openRanks } from "./plan/compute.ts";
import type { Engine, Store } from "./plan/engine.ts";
import type { SbcResult } from "./sbc.ts";
import { concludeChoices, type NamedDocument, type SbcModelsResult } from "./sbc-models.ts";

/** simulations a cell, whoever computes: the same batches have the same keys. Ranks take about a second a batch, choices some. */
const RANKS_BATCH = 10;
const CHOICES_BATCH = 2;

export interface CarriedOptions {
  readonly engine: Engine;
  readonly store: Store;
  readonly signal?: AbortSignal | undefined;
  readonly seed: string;
  readonly simulations: number;
  readonly rows?: number | undefined;
  readonly onSimulation?: (done: number) => void;
}

/**
 * As `sbc`, with the same ranks.
 * @param document with its options chosen
 * @throws CredenceError of the first batch that failed
 */
export async function sbcByCells(document: ModelDocument, { draws, ...options }: CarriedOptions & { readonly draws: number }): Promise<SbcResult> {
  // what is chosen is chosen: a worker must not apply the options' defaults again
  const { options: _, ...chosen } = document;
  const { store, simulations } = options;
  const cells = batches(RANKS_BATCH, options, (batch) => sbcCell(labelOf(document.name, batch), { ...batch, document: chosen, draws }));
  await carry(cells, options);
  const ranks = new Map<string, number[]>();
  let divergent = 0;
  for (const { key } of cells) {
    const part = openRanks(store, key);
    for (const [name, list] of part.ranks) ranks.set(name, [...(ranks.get(name) ?? []), ...list]);
    divergent += part.divergent;
  }
  return { simulations, maxRank: draws, ranks, divergent };
}

/**
 * As `sbcOfModels`, with the same choices.
 * @throws CredenceError of the first batch that failed
 */
export async function sbcOfModelsByCells(models: readonly NamedDocument[], options: CarriedOptions): Promise<SbcModelsResult> {
  const { store, simulations, seed } = options;
  const input = models.map(({ name, document }) => ({ name, document }));
  const names = models.map(({ name }) => name);
  const cells = batches(CHOICES_BATCH, options, (batch) => sbcModelsCell(labelOf(names.join("+"), batch), { ...batch, models: input }));
  await carry(cells, options);
  const parts = cells.map(({ key }) => openChoices(store, key));
  const [choices, refused] = [parts.flatMap((part) => part.choices), parts.flatMap((part) => part.refused)];
  return concludeChoices({ names, simulations, choices, refused }, seed);
}

interface Batch {
  readonly seed: string;
  readonly first: number;
  readonly count: number;
  readonly rows?: number;
}

function batches<T extends Cell>(size: number, { seed, simulations, rows }: CarriedOptions, make: (batch: Batch) => T): T[] {
  return Array.from({ length: Math.ceil(simulations / size) }, (_, k) =>
    make({ seed, first: k * size, count: Math.min(size, simulations - k * size), ...(rows === undefined ? {} : { rows }) }),
  );
}

const labelOf = (name: string, { first, count }: Batch): string => `sbc ${name} ${first + 1} to ${first + count}`;

async function carry(cells: readonly Cell[], { engine, store, signal, onSimulation }: CarriedOptions): Promise<void> {
  let done = 0;
  const onEnd = ({ cell }: { cell: Cell }): void => {
    if (cell.kind === "sbc" || cell.kind === "sbc-models") onSimulation?.((done += cell.input.count));
  };
  const outcomes = await engine.run(cells, store, { onEnd }, signal);
  const failed = outcomes.find(({ state }) => state === "failed");
  if (failed) throw new CredenceError(failed.error!);
}
