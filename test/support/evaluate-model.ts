/** A formula of a model at given parameters and columns, to compare a law with numbers that others have computed. */
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { BoundModel } from "../../lib/model/bind.ts";
import { applyOptions, type ModelDocument, type Simulation } from "../../lib/model/document.ts";
import { Lowering } from "../../lib/model/lower.ts";
import { RowProgram } from "../../lib/model/row-program.ts";
import { givenValues } from "../../lib/model/simulate-table.ts";
import { PriorSimulator } from "../../lib/model/simulate.ts";
import { parse } from "../../lib/formula/parse.ts";
import { stream } from "../../lib/random/stream.ts";

export interface Evaluation {
  /** columns of the table; those that are not given are 1 in every row */
  readonly columns: Readonly<Record<string, readonly (number | string)[]>>;
  /** numbers, or formulas in the model's constants; the others are drawn from their priors */
  readonly parameters: Simulation["parameters"];
  readonly set?: Readonly<Record<string, string>>;
}

/** @returns the formula's value in each row, such as that of a `let`: evaluateModel(model, "mu", ...) */
export function evaluateModel(document: ModelDocument, formula: string, { columns, parameters, set }: Evaluation): number[] {
  const chosen = applyOptions(document, set);
  const rows = Object.values(columns)[0]!.length;
  const filled = Object.fromEntries(Object.keys(chosen.data).map((name) => [name, columns[name] ?? Array.from({ length: rows }, () => 1)]));
  const model = new BoundModel(chosen, tableFromColumns(filled));
  const position = new PriorSimulator(model).draw(stream("evaluate"), givenValues(model, parameters));
  const node = new Lowering(model.graph, formula, model.scope(model.rows), model.rows.place).node(parse(formula).ast);
  const program = new RowProgram(model, [{ nodes: [node], axis: model.rows.axis }]);
  program.run(position);
  return [...program.values.subarray(0, rows)];
}

/** within a relative tolerance, 1e-9 unless the number was printed with fewer digits */
export function isNear(value: number, expected: number, tolerance = 1e-9): boolean {
  return Math.abs(value - expected) <= tolerance * Math.abs(expected);
}
