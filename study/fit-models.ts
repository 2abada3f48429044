/** Several models fitted to one table, each under the name it was asked for. */
import { renameColumns } from "../lib/data/rename-columns.ts";
import type { Table } from "../lib/data/table.ts";
import { CredenceError, nearest } from "../lib/errors.ts";
import type { SampleHooks } from "../samplers/index.ts";
import { tournaments } from "../models/tournaments.ts";
import { type Fit, fit, type FitOptions } from "./fit.ts";
import { loadSpec, type ModelSpec } from "./model-spec.ts";

export interface FittedModel {
  readonly name: string;
  readonly spec: ModelSpec;
  readonly fit: Fit;
}

export interface FitModelsOptions extends Omit<FitOptions, "set" | "hooks"> {
  /** model's name of a column -> the table's; each model takes the columns that it declares */
  readonly map?: Readonly<Record<string, string>>;
  readonly hooks?: (spec: ModelSpec) => SampleHooks;
}

/** The table as one model reads it: columns that it does not declare are left as they are. */
export function tableFor({ document }: Pick<ModelSpec, "document">, table: Table, map: Readonly<Record<string, string>> = {}): Table {
  return renameColumns(table, Object.fromEntries(Object.entries(map).filter(([name]) => name in document.data)));
}

/** @throws CredenceError as `fit`, with the model's name in its place */
export function fitModels(specs: readonly ModelSpec[], table: Table, { map, hooks, ...options }: FitModelsOptions): FittedModel[] {
  return specs.map((spec) => {
    const own = tableFor(spec, table, map);
    const result = spec.locate(() => fit(spec.base, own, { ...options, set: spec.set, ...(hooks ? { hooks: hooks(spec) } : {}) }));
    return { name: spec.name, spec, fit: result };
  });
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
