/** Draws of a derived quantity that takes arguments, such as N_opt(C), at chosen arguments. */
import type { SampleResult } from "../lib/fit.ts";
import { isVector } from "../lib/expression/functions.ts";
import { eachDraw } from "../lib/forecast/predict.ts";
import { parseDeclaration } from "../lib/formula/parse.ts";
import { located } from "../lib/model/bind.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import type { ModelDensity } from "../lib/model/model-density.ts";
import { RowProgram } from "../lib/model/row-program.ts";

/** A quantity with arguments, as the document declares it. */
export interface QuantityFunction {
  readonly name: string;
  readonly parameters: readonly string[];
}

export function quantityFunctions(document: ModelDocument): readonly QuantityFunction[] {
  const declared = Object.keys(document.quantities ?? {}).map(parseDeclaration);
  return declared.filter(({ parameters }) => parameters.length > 0);
}

/**
 * @param points one list of argument values a point, in the order of the quantity's parameters
 * @returns index `point * (chains * draws) + draw`; NaN where the formula leaves its domain
 * @throws CredenceError when the formula needs a row of data
 * @cost O(draws · points)
 */
export function quantityDraws(
  density: ModelDensity,
  sampled: SampleResult,
  { name, parameters }: QuantityFunction,
  points: readonly (readonly number[])[],
): Float64Array {
  const { model } = density;
  const axis = { name: "points", size: points.length };
  const args = parameters.map((parameter, k) =>
    model.graph.data({ name: parameter, values: Float64Array.from(points, (point) => point[k]!) }, axis),
  );
  const program = located(`quantities.${name}`, () => {
    const entity = model.scope(null).lookup(name, { start: 0, end: name.length });
    const value = entity?.kind === "function" ? entity.call(args) : undefined;
    if (!value || isVector(value)) throw new Error(`${name} is not a number for each point`);
    return new RowProgram(model, [{ nodes: [value], axis }]);
  });
  const total = sampled.chains * sampled.draws;
  const result = new Float64Array(points.length * total);
  eachDraw(density, sampled, (position, draw) => {
    program.run(position);
    for (let point = 0; point < points.length; point++) result[point * total + draw] = program.read(0, point);
  });
  return result;
}
