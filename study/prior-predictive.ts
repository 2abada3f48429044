/** What a model's priors say before any data: parameters, quantities, and the responses they make at the table's covariates. */
import { interpret, type NumericColumn } from "../lib/data/column.ts";
import type { Table } from "../lib/data/table.ts";
import { CredenceError } from "../lib/errors.ts";
import { BoundModel } from "../lib/model/bind.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import { responsesOf } from "../lib/model/responses.ts";
import { DataSimulator, PriorSimulator } from "../lib/model/simulate.ts";
import { sortedQuantile } from "../lib/posterior/quantile.ts";
import { stream } from "../lib/random/stream.ts";

export interface PriorSummary {
  readonly name: string;
  readonly q5: number;
  readonly q50: number;
  readonly q95: number;
  /** share of draws in which the number does not exist; quantiles are of the others */
  readonly undefinedShare: number;
}

/** A statistic of one response over the table's rows. */
export interface PriorStatistic extends PriorSummary {
  /** of the table itself */
  readonly observed: number;
  /** share of simulated tables whose statistic is below the observed one */
  readonly below: number;
  /** the observed one lies outside the middle 99 % of what the priors expect */
  readonly isSurprising: boolean;
}

export interface PriorPredictive {
  readonly draws: number;
  readonly responses: readonly { readonly column: string; readonly unit?: string; readonly statistics: readonly PriorStatistic[] }[];
  readonly parameters: readonly PriorSummary[];
  readonly quantities: readonly PriorSummary[];
  /** share of draws whose table no column could hold: an overflow, a probability of exactly 1 */
  readonly impossible: number;
}

const STATISTICS: Readonly<Record<string, (sorted: Float64Array) => number>> = {
  smallest: (sorted) => sorted[0]!,
  median: (sorted) => sortedQuantile(sorted, 0.5),
  largest: (sorted) => sorted.at(-1)!,
};
const SURPRISING = 0.005;

/**
 * @param document with its options chosen
 * @param draws prior draws, each with a table of its own
 * @returns statistics of the smallest, the middle and the largest response of a table, beside the observed ones
 * @throws CredenceError model/improper for a flat prior, model/target for a likelihood that nothing can be drawn from
 * @cost draws · rows variates
 */
export function priorPredictive(document: ModelDocument, table: Table, seed: string, draws = 1000): PriorPredictive {
  const names = [...responsesOf(document)];
  const model = new BoundModel(document, table, names);
  const density = new ModelDensity(model);
  const [prior, data] = [new PriorSimulator(model), new DataSimulator(model)];
  const columns = density.elements.map(() => new Float64Array(draws));
  const drawn = new Map(names.map((name) => [name, [] as Float64Array[]]));
  const observed = new Map(names.map((name) => [name, valuesOf(document, table, name)]));
  let impossible = 0;
  for (let k = 0; k < draws; k++) {
    const rng = stream(`${seed}/prior/${document.name}/${k}`);
    const position = prior.draw(rng);
    density.constrain(position).forEach((value, i) => (columns[i]![k] = value));
    try {
      const made = data.draw(position, table, rng);
      for (const name of names) drawn.get(name)!.push(valuesOf(document, made, name));
    } catch (error) {
      if (!(error instanceof CredenceError)) throw error;
      impossible++;
    }
  }
  const summaries = columns.map((column, i) => ({ name: density.elements[i]!, ...summarize(column) }));
  return {
    draws,
    responses: names.map((column) => ({
      column,
      ...(document.data[column]?.unit === undefined ? {} : { unit: document.data[column]!.unit! }),
      statistics: drawn.get(column)!.length === 0 ? [] : statisticsOf(drawn.get(column)!, observed.get(column)!),
    })),
    parameters: summaries.slice(0, density.parameterElements),
    quantities: summaries.slice(density.parameterElements),
    impossible: impossible / draws,
  };
}

/** ascending */
function valuesOf(document: ModelDocument, table: Table, name: string): Float64Array {
  const column = interpret(table, name, document.data[name]!);
  return (column.kind === "factor" ? Float64Array.from(column.index, (k) => k + 1) : (column as NumericColumn).values.slice()).sort();
}

function statisticsOf(tables: readonly Float64Array[], observed: Float64Array): PriorStatistic[] {
  return Object.entries(STATISTICS).map(([name, statistic]) => {
    const values = Float64Array.from(tables, statistic);
    const own = statistic(observed);
    const below = values.filter((value) => value < own).length / values.length;
    const above = values.filter((value) => value > own).length / values.length;
    return { name, ...summarize(values), observed: own, below, isSurprising: Math.min(below, above) === 0 || 1 - Math.max(below, above) < SURPRISING };
  });
}

function summarize(values: Float64Array): Omit<PriorSummary, "name"> {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const at = (p: number): number => (sorted.length > 0 ? sortedQuantile(sorted, p) : Number.NaN);
  return { q5: at(0.05), q50: at(0.5), q95: at(0.95), undefinedShare: 1 - sorted.length / values.length };
}
