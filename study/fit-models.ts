/** Several models fitted to one table, each under the name it was asked for. */
import { renameColumns } from "../lib/data/rename-columns.ts";
import type { Table } from "../lib/data/table.ts";
import { CredenceError, nearest } from "../lib/errors.ts";
import { tournaments } from "../models/tournaments.ts";
import type { Snapshot } from "../samplers/index.ts";
import type { Fit } from "./fit.ts";
import { fitParallel, type ParallelFitOptions } from "./fit-parallel.ts";
import { loadSpec, type ModelSpec } from "./model-spec.ts";
import { prepareTable } from "./prepare-table.ts";

export interface FittedModel {
  readonly name: string;
  readonly spec: ModelSpec;
  readonly fit: Fit;
}

export interface FitModelsOptions extends Omit<ParallelFitOptions, "set" | "resume" | "onCheckpoint" | "onProgress"> {
  /** model's name of a column -> the table's; each model takes the columns that it declares */
  readonly map?: Readonly<Record<string, string>>;
  readonly onProgress?: (name: string, snapshot: Snapshot) => void;
}

/** The table as one model reads it: columns that it does not declare are left as they are. */
export function tableFor({ document }: Pick<ModelSpec, "document">, table: Table, map: Readonly<Record<string, string>> = {}): Table {
  return renameColumns(table, Object.fromEntries(Object.entries(map).filter(([name]) => name in document.data)));
}

/**
 * One model after the other, each on the machine's cores.
 * @throws CredenceError as `fitParallel`, with the model's name in its place
 */
export async function fitModels(specs: readonly ModelSpec[], given: Table, { map, onProgress, ...options }: FitModelsOptions): Promise<FittedModel[]> {
  const fits: FittedModel[] = [];
  for (const spec of specs) {
    const { name, document, locate } = spec;
    const { table } = locate(() => prepareTable(document, tableFor(spec, given, map)));
    const fit = await fitParallel(document, table, { ...options, onProgress: (snapshot) => onProgress?.(name, snapshot) }).catch((error: unknown) =>
      locate(() => {
        throw error;
      }),
    );
    fits.push({ name, spec, fit });
  }
  return fits;
}

/** @throws CredenceError compare/tournament for an unknown name */
export async function loadTournament(name: string): Promise<ModelSpec[]> {
  const tournament = tournaments.get(name);
  if (tournament) return Promise.all(tournament.models.map(loadSpec));
  const names = [...tournaments.keys()];
  throw new CredenceError({
    code: "compare/tournament",
    message: `no tournament ${JSON.stringify(name)}`,
    found: name,
    expected: names.join(", "),
    nearest: nearest(name, names),
  });
}
