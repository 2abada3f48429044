/** Draws of a derived quantity that takes arguments, such as N_opt(C), at chosen arguments. */
import type { SampleResult } from "../lib/fit.ts";
import { CredenceError } from "../lib/errors.ts";
import { isVector, type Value } from "../lib/expression/functions.ts";
import type { Axis, Node } from "../lib/expression/node.ts";
import { eachDraw } from "../lib/forecast/predict.ts";
import { parseDeclaration } from "../lib/formula/parse.ts";
import type { BoundModel } from "../lib/model/bind.ts";
import { located } from "../lib/model/located.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import type { ModelDensity } from "../lib/model/model-density.ts";
import type { Rows } from "../lib/model/places.ts";
import { RowProgram } from "../lib/model/row-program.ts";

/** A quantity with arguments, as the document declares it. */
export interface QuantityFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  /** which of its numbers, where it has several: `2` of a vector, a label of a factor's level */
  readonly element?: string;
}

export function quantityFunctions(document: ModelDocument): readonly QuantityFunction[] {
  const declared = Object.keys(document.quantities ?? {}).map(parseDeclaration);
  return declared.filter(({ parameters }) => parameters.length > 0);
}

/** A quantity of several numbers, a vector or one for each level of a factor, as one quantity for each; none where it has one for each row. */
export function elementsOf(model: BoundModel, quantity: QuantityFunction): readonly QuantityFunction[] {
  const value = located(`quantities.${quantity.name}`, () => valueOf(model, model.rows, quantity, quantity.parameters.map(() => model.graph.constant(1))));
  if (isVector(value)) return value.map((_, k) => ({ ...quantity, element: String(k + 1) }));
  if (value.axis === null) return [quantity];
  return value.axis === model.rows.axis ? [] : labelsOf(model, value.axis).map((element) => ({ ...quantity, element }));
}

function valueOf(model: BoundModel, rows: Rows | null, { name, element }: QuantityFunction, args: readonly Node[]): Value {
  const entity = model.scope(rows).lookup(name, { start: 0, end: name.length });
  if (entity?.kind !== "function") throw new Error(`${name} is no quantity with arguments`);
  const value = entity.call(args);
  if (element === undefined) return value;
  if (isVector(value)) return value[Number(element) - 1]!;
  return model.graph.element(value, labelsOf(model, value.axis!).indexOf(element));
}

/** of an axis of levels, possibly crossed: `gpt4,mmlu` */
const labelsOf = (model: BoundModel, { name }: Axis): string[] => model.levels.elementNames(name.split(","));

/**
 * A quantity over the levels of a factor or the rows of the fit (`1 - mean((1 - p)^k)`) is compiled once a point; one in
 * numbers alone, once for all points.
 * @param points one list of argument values a point, in the order of the quantity's parameters
 * @returns index `point * (chains * draws) + draw`; NaN where the formula leaves its domain
 * @throws CredenceError formula/* in the quantity
 * @cost O(draws · points), times the levels or rows that it reduces over
 */
export function quantityDraws(
  density: ModelDensity,
  sampled: SampleResult,
  quantity: QuantityFunction,
  points: readonly (readonly number[])[],
): Float64Array {
  const programs = located(`quantities.${quantity.name}`, () => pointPrograms(density.model, quantity, points));
  const total = sampled.chains * sampled.draws;
  const result = new Float64Array(points.length * total);
  eachDraw(density, sampled, (position, draw) => {
    programs.forEach(({ program, first, size }) => {
      program.run(position);
      for (let at = 0; at < size; at++) result[(first + at) * total + draw] = program.read(0, at);
    });
  });
  return result;
}

interface PointProgram {
  readonly program: RowProgram;
  /** the points that it computes: `size` of them from `first` */
  readonly first: number;
  readonly size: number;
}

function pointPrograms(
  model: BoundModel,
  quantity: QuantityFunction,
  points: readonly (readonly number[])[],
): PointProgram[] {
  const { graph } = model;
  const compile = (rows: Rows | null, args: readonly Node[], axis: Axis | null): RowProgram => {
    const value = valueOf(model, rows, quantity, args);
    if (isVector(value) || (value.axis !== null && value.axis !== axis)) throw new Error(`${quantity.name} is not one number for each point`);
    return new RowProgram(model, [{ nodes: [value], axis }]);
  };
  const axis = { name: "points", size: points.length };
  const columns = quantity.parameters.map((parameter, k) =>
    graph.data({ name: parameter, values: Float64Array.from(points, (point) => point[k]!) }, axis),
  );
  try {
    return [{ program: compile(null, columns, axis), first: 0, size: points.length }];
  } catch (error) {
    // arrays over points do not mix with arrays over levels or rows; plain numbers do
    if (!(error instanceof CredenceError)) throw error;
    return points.map((point, first) => {
      const args = point.map((value) => graph.constant(value));
      return { program: compile(model.rows, args, null), first, size: 1 };
    });
  }
}
