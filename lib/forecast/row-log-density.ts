/** The log density that a fit gives to the outcomes of rows it has not seen, in every draw. */
import type { Table } from "../data/table.ts";
import type { SampleResult } from "../fit.ts";
import { bindLikelihood } from "../model/likelihood.ts";
import type { ModelDensity } from "../model/model-density.ts";
import { RowProgram } from "../model/row-program.ts";
import { eachDraw, predictionRows } from "./predict.ts";

/**
 * @param table new rows with covariates and every response; all likelihood lines of a row count together
 * @returns index `row * (chains * draws) + draw`
 * @throws CredenceError data/column-missing, data/unknown-level
 * @cost O(draws · rows)
 */
export function rowLogDensities(density: ModelDensity, sampled: SampleResult, table: Table): Float64Array {
  const { model } = density;
  const rows = predictionRows(model, table);
  const scope = model.scope(rows);
  const lines = Object.entries(model.document.likelihood).map(
    ([response, text]) => bindLikelihood(model.graph, response, text, scope, rows).pointwise,
  );
  const program = new RowProgram(
    model,
    lines.map((node) => ({ nodes: [node], axis: rows.axis })),
  );
  const total = sampled.chains * sampled.draws;
  const result = new Float64Array(rows.axis.size * total);
  eachDraw(density, sampled, (position, draw) => {
    program.run(position);
    for (let row = 0; row < rows.axis.size; row++) {
      for (let line = 0; line < lines.length; line++) result[row * total + draw] += program.read(line, row);
    }
  });
  return result;
}
