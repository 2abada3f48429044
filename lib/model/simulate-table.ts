/** A whole table drawn from a model: its covariates by design, its response at published or given parameters. */
import { type Cell, tableFromColumns } from "../data/table-from-columns.ts";
import type { Table } from "../data/table.ts";
import { CredenceError } from "../errors.ts";
import { stream } from "../random/stream.ts";
import { BoundModel } from "./bind.ts";
import { applyOptions, type ModelDocument, type Simulation } from "./document.ts";
import { evaluateFormula } from "./evaluate.ts";
import { ModelDensity } from "./model-density.ts";
import { responsesOf } from "./responses.ts";
import { DataSimulator, PriorSimulator } from "./simulate.ts";

export interface SimulateOptions {
  readonly seed?: string;
  readonly rows?: number;
  readonly set?: Readonly<Record<string, string>>;
  /** values in place of the document's own */
  readonly parameters?: Simulation["parameters"];
}

export interface SimulatedTable {
  readonly table: Table;
  /** the constrained values that the response was drawn at, by element name */
  readonly truth: ReadonlyMap<string, number>;
}

/**
 * @throws CredenceError model/no-simulation when the document does not say how
 */
export function simulateTable(document: ModelDocument, options: SimulateOptions = {}): SimulatedTable {
  const chosen = applyOptions(document, options.set);
  const { simulation } = chosen;
  if (!simulation) throw new CredenceError({ code: "model/no-simulation", message: `model ${chosen.name} does not say how to simulate it`, fix: "add simulation: { rows, columns, parameters }" });
  const design = designTable(chosen, simulation, options.rows ?? simulation.rows);
  const model = new BoundModel(chosen, design, [...responsesOf(chosen)]);
  const rng = stream(`${options.seed ?? "1"}/${chosen.name}/simulate`);
  const given = givenValues(model, { ...simulation.parameters, ...options.parameters });
  const position = new PriorSimulator(model).draw(rng, given);
  const density = new ModelDensity(model);
  const values = density.constrain(position);
  const truth = new Map(density.elements.map((name, k) => [name, values[k]!]));
  return { table: new DataSimulator(model).draw(position, design, rng), truth };
}

/** covariates as the simulation says; responses and columns without a formula are 1 until they are drawn */
export function designTable(document: ModelDocument, simulation: Simulation, rows: number): Table {
  const row = Float64Array.from({ length: rows }, (_, k) => k + 1);
  const names = new Map<string, number | Float64Array>([["row", row], ["rows", rows]]);
  const columns: Record<string, ArrayLike<Cell>> = {};
  for (const name of Object.keys(document.data)) {
    const recipe = simulation.columns[name] ?? "1";
    columns[name] = typeof recipe === "string" ? evaluateFormula(recipe, names, rows) : Array.from(row, (r) => label(recipe, r - 1));
  }
  return tableFromColumns(columns, `simulated from ${document.name}`);
}

function label({ labels, each = 1 }: { labels: readonly string[]; each?: number }, row: number): string {
  return labels[Math.floor(row / each) % labels.length]!;
}

/** the simulation's parameters as numbers: formulas see the constants of the fit */
export function givenValues(model: BoundModel, parameters: Simulation["parameters"]): Map<string, readonly number[]> {
  const constants = new Map<string, number | Float64Array>(model.constants);
  const number = (value: number | string): number => (typeof value === "number" ? value : evaluateFormula(value, constants)[0]!);
  const known = new Set(model.parameters.map(({ name }) => name));
  return new Map(
    Object.entries(parameters)
      .filter(([name]) => known.has(name))
      .map(([name, value]) => [name, Array.isArray(value) ? (value as (number | string)[]).map(number) : [number(value as number | string)]]),
  );
}
