/** A model as a world: its parameters drawn from the prior, its table from the parameters, its density given any such table. */
import { interpret, type NumericColumn } from "../lib/data/column.ts";
import type { Table } from "../lib/data/table.ts";
import { CredenceError } from "../lib/errors.ts";
import { BoundModel } from "../lib/model/bind.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import { responsesOf } from "../lib/model/responses.ts";
import { RowProgram } from "../lib/model/row-program.ts";
import { DataSimulator, PriorSimulator } from "../lib/model/simulate.ts";
import { designTable } from "../lib/model/simulate-table.ts";
import type { Stream } from "../lib/random/stream.ts";

/** Responses of a simulated table, by column. */
export type Responses = ReadonlyMap<string, Float64Array>;

/**
 * The covariates of a model's own simulation.
 * @param rows the document's own number when not given
 * @throws CredenceError model/no-simulation
 */
export function designOf(document: ModelDocument, rows?: number): Table {
  const { simulation } = document;
  if (simulation) return designTable(document, simulation, rows ?? simulation.rows);
  throw new CredenceError({
    code: "model/no-simulation",
    message: `model ${document.name} does not say how to simulate it`,
    fix: "add simulation: { rows, columns, parameters }",
  });
}

/** One bound model whose responses are rewritten for every simulation. */
export class World {
  readonly density: ModelDensity;
  /** names of the test quantities: parameters, quantities without arguments, `log_lik` */
  readonly names: readonly string[];
  private readonly design: Table;
  private readonly responses: readonly string[];
  private readonly prior: PriorSimulator;
  private readonly data: DataSimulator;
  private readonly logLikelihood: RowProgram;
  private readonly origin: readonly number[];

  /** @throws CredenceError model/improper for a flat prior, model/target for a likelihood that nothing can be drawn from */
  constructor(document: ModelDocument, design: Table) {
    this.design = design;
    this.responses = [...responsesOf(document)];
    const model = new BoundModel(document, design, this.responses);
    this.density = new ModelDensity(model);
    this.names = [...this.density.elements, "log_lik"];
    [this.prior, this.data] = [new PriorSimulator(model), new DataSimulator(model)];
    const total = model.likelihood.map((line) => model.graph.sum(line.pointwise, model.rows.axis)).reduce((a, b) => model.graph.add(a, b));
    this.logLikelihood = new RowProgram(model, [{ nodes: [total], axis: null }]);
    this.origin = this.density.coordinateState().map(() => 0);
  }

  /**
   * Parameters and a table drawn at them.
   * @returns undefined for a table that the columns cannot hold: an overflow, a probability of exactly 1
   */
  draw(rng: Stream): { readonly position: Float64Array; readonly responses: Responses } | undefined {
    this.density.setCoordinateState(this.origin);
    const position = this.prior.draw(rng);
    try {
      const table = this.data.draw(position, this.design, rng);
      const { document } = this.density.model;
      const read = (name: string): Float64Array => (interpret(table, name, document.data[name]!) as NumericColumn).values;
      return { position, responses: new Map(this.responses.map((name) => [name, read(name)])) };
    } catch (error) {
      if (error instanceof CredenceError) return undefined;
      throw error;
    }
  }

  /** puts a table into the density, whose coordinates are then those of the start */
  observe(responses: Responses): void {
    this.density.setCoordinateState(this.origin);
    const { rows } = this.density.model;
    for (const [name, values] of responses) {
      this.density.update(name, values);
      this.logLikelihood.update(rows.columns.get(name) as NumericColumn, values);
    }
  }

  /** parameters, quantities, log likelihood, at a position in the present coordinates */
  quantities(position: Float64Array): number[] {
    this.logLikelihood.run(position);
    return [...this.density.constrain(position), this.logLikelihood.read(0, 0)];
  }
}
