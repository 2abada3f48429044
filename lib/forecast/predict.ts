/** What a fitted model says of rows it has not seen: the mean's draws and the next observation's draws. */
import { Instance } from "../compile/instance.ts";
import { compileProgram } from "../compile/program.ts";
import type { Column, NumericColumn } from "../data/column.ts";
import { selectRows, type Table } from "../data/table.ts";
import { isVector, type Value } from "../expression/functions.ts";
import type { Node } from "../expression/node.ts";
import { reachable } from "../expression/reachable.ts";
import type { SampleResult } from "../fit.ts";
import type { BoundModel } from "../model/bind.ts";
import { type BoundDistribution, formulaNode } from "../model/density.ts";
import { readColumn } from "../model/columns.ts";
import { lineOrder, linesRead } from "../model/line-order.ts";
import { bindPrediction } from "../model/likelihood.ts";
import { responsesOf } from "../model/responses.ts";
import type { ModelDensity } from "../model/model-density.ts";
import { RowProgram } from "../model/row-program.ts";
import { Rows } from "../model/places.ts";
import { rowBack } from "../model/simulate.ts";
import { replay } from "../random/replay.ts";
import { stream } from "../random/stream.ts";
import { distributionOutputs, drawVariate } from "../model/variates.ts";
import { isIndex, newcomersView, partByNewLevels } from "./new-levels.ts";

/** Draws at each row of a new table, for one response of the model. */
export interface Prediction {
  readonly response: string;
  readonly column: string;
  readonly rows: number;
  readonly draws: number;
  /** mean of the response's distribution carried back to the column's scale; [row * draws + draw] */
  readonly mean: Float64Array;
  /** the next observation; with shared noise, bands are smooth in the row; zeros without */
  readonly predictive: Float64Array;
}

/**
 * Posterior predictive draws at the rows of `table`; its response columns may be absent.
 * @param seed names the stream of the observation noise
 * @param noise `shared`: the same random numbers serve every row of a draw; `independent`: each row has its own, as a whole new
 *   data set would; `none`: only the means are wanted
 * @throws CredenceError model/column-here for a covariate that the table lacks; data/unknown-level for a new
 *   level of a column that is not declared `new_levels`; in one that is, its parameters are drawn from their prior
 * @cost O(draws · rows)
 */
export function predict(density: ModelDensity, sampled: SampleResult, table: Table, seed: string, noise: Noise = "shared"): Prediction[] {
  const { model } = density;
  const { known, newcomers } = partByNewLevels(model, table);
  if (newcomers.length === 0) return predictSeen(density, sampled, table, seed, noise);
  const view = newcomersView(model, seed);
  const parts = newcomers.map((party, k) => {
    const key = noise === "independent" ? `${seed}/party/${k}` : seed;
    return { rows: party.rows, predictions: predictSeen(density, sampled, party.table, key, noise, (position, draw) => view(position, draw, party)) };
  });
  if (known.length > 0) parts.unshift({ rows: known, predictions: predictSeen(density, sampled, selectRows(table, known), seed, noise) });
  return parts[0]!.predictions.map((first, k) => gathered(first, parts.map(({ rows, predictions }) => ({ rows, part: predictions[k]! })), table.rows));
}

type Noise = "shared" | "independent" | "none";

/** predictions of some rows each, put back in the order of the table */
function gathered(first: Prediction, parts: readonly { rows: readonly number[]; part: Prediction }[], rows: number): Prediction {
  const { draws } = first;
  const whole = { ...first, rows, mean: new Float64Array(rows * draws), predictive: new Float64Array(rows * draws) };
  for (const { rows: places, part } of parts) {
    for (const name of ["mean", "predictive"] as const) {
      for (const [k, row] of places.entries()) whole[name].set(part[name].subarray(k * draws, (k + 1) * draws), row * draws);
    }
  }
  return whole;
}

/** predictions of rows whose levels the fit has seen, or that `view` makes theirs */
function predictSeen(density: ModelDensity, sampled: SampleResult, table: Table, seed: string, noise: Noise, view = (position: Float64Array, _draw: number): Float64Array => position): Prediction[] {
  const { model } = density;
  const rows = predictionRows(model, table);
  const scope = model.scope(rows);
  const lines = Object.entries(model.document.likelihood).filter(([response]) => response !== "target");
  let next = 0;
  const plans = lines.map(([response, text]) => {
    const { distribution, back, column } = bindPrediction(model.graph, response, text, scope, rows.place);
    const centre = meanNode(model, distribution!);
    const plan = distributionOutputs(distribution!);
    const at = next;
    next += 1 + plan.nodes.length;
    return { response, column: column!, back: back!, plan, centre, at };
  });
  const values = plans.flatMap(({ plan, centre, back }) => [back(centre), ...plan.nodes].map((node) => ({ nodes: [node], axis: rows.axis })));
  const program = new RowProgram(model, values);
  const reads = linesRead(plans.map(({ column, plan, centre }) => ({ data: rows.columns.get(column) as NumericColumn, nodes: [...plan.nodes, centre] })));
  const order = lineOrder(reads);
  const chain = plans.map(({ column, back }, k) => chained(model, rows, table, column, back, reads.some((read, j) => j !== k && read.has(k))));
  const total = sampled.chains * sampled.draws;
  const results = plans.map(({ response, column }) => ({
    response, column, rows: rows.axis.size, draws: total,
    mean: new Float64Array(rows.axis.size * total),
    predictive: new Float64Array(rows.axis.size * total),
  }));
  const backs = plans.map(({ back }, k) => (chain[k] ? undefined : numericBack(model, back)));
  // one reader a line, not one a number: millions are drawn
  let row = 0;
  const readers = plans.map(({ at }) => (index: number): number => program.read(at + 1 + index, row));
  eachDraw(density, sampled, (drawn, draw) => {
    const position = view(drawn, draw);
    program.run(position);
    for (const k of order) {
      const { plan, at } = plans[k]!;
      const { mean, predictive, response } = results[k]!;
      if (noise === "none" && !chain[k]) {
        for (row = 0; row < rows.axis.size; row++) mean[row * total + draw] = program.read(at, row);
        continue;
      }
      const random = replay(stream(`${seed}/predict/${response}/${draw}`));
      for (row = 0; row < rows.axis.size; row++) {
        mean[row * total + draw] = program.read(at, row);
        if (noise === "shared") random.rewind();
        predictive[row * total + draw] = drawVariate(plan, readers[k]!, random);
      }
      chain[k]?.((row) => row * total + draw, predictive, (column, values) => {
        program.update(column, values);
        program.run(position);
      });
    }
  });
  results.forEach(({ predictive }, k) => backs[k]?.(predictive));
  return results;
}

type Chained = (at: (row: number) => number, predictive: Float64Array, update: (column: NumericColumn, drawn: Float64Array) => void) => void;

/**
 * For a line whose draws another line reads (loss, then error given loss), or whose way back reads other columns: the
 * draws are carried back at once, draw by draw, and handed on unless the table knows the response.
 */
function chained(model: BoundModel, rows: Rows, table: Table, column: string, back: (value: Node) => Node, isRead: boolean): Chained | undefined {
  const probe = model.graph.data({ name: "probe", values: new Float64Array(rows.axis.size) }, rows.axis);
  const readsColumns = [...reachable([back(probe)])].some((node) => node !== probe && node.axis === rows.axis && node.op === "data");
  if (!isRead && !readsColumns) return undefined;
  const carryBack = rowBack(model, rows.axis, back);
  return (at, predictive, update) => {
    const drawn = carryBack(Float64Array.from({ length: rows.axis.size }, (_, row) => predictive[at(row)]!));
    drawn.forEach((value, row) => (predictive[at(row)] = value));
    if (isRead && !table.columns.has(column)) update(rows.columns.get(column) as NumericColumn, drawn);
  };
}

/** calls back with every unconstrained draw, each chain in its own coordinates */
export function eachDraw(density: ModelDensity, sampled: SampleResult, visit: (position: Float64Array, draw: number) => void): void {
  const { chains, draws, dim, positions, adaptation } = sampled;
  for (let chain = 0; chain < chains; chain++) {
    const state = adaptation[chain]?.coordinateState;
    if (state) density.setCoordinateState(state);
    for (let draw = chain * draws; draw < (chain + 1) * draws; draw++) visit(positions.subarray(draw * dim, (draw + 1) * dim), draw);
  }
}

/** the new table read as the fit's columns were; levels are the fit's own, and responses may be missing */
export function predictionRows(model: BoundModel, table: Table): Rows {
  const columns = new Map<string, Column>();
  const observed = new Map<string, Float64Array>();
  const responses = responsesOf(model.document);
  for (const [name, declaration] of Object.entries(model.document.data)) {
    const known = model.rows.columns.get(name)!;
    if (!table.columns.has(name) && responses.has(name) && known.kind !== "factor") {
      columns.set(name, { ...known, values: new Float64Array(table.rows).fill(1) });
    } else if (table.columns.has(name) || declaration.optional) {
      const levels = known.kind === "factor" && isIndex(model, name) ? { levels: known.levels } : {};
      const { column, flags } = readColumn(table, name, { ...declaration, ...levels });
      columns.set(name, column);
      if (flags) observed.set(name, flags);
    }
  }
  return new Rows(columns, table.rows, model.levels, observed);
}


/** the distribution's mean where it has a formula, else its first parameter (a location) */
function meanNode(model: BoundModel, bound: BoundDistribution): Node {
  const { graph } = model;
  if (bound.kind === "mixture") {
    return bound.components.map((component, k) => graph.mul(graph.exp(bound.logWeights[k]!), meanNode(model, component))).reduce((a, b) => graph.add(a, b));
  }
  if (bound.kind === "censored") return meanNode(model, bound.base);
  const { mean, locationScale } = bound.distribution;
  if (locationScale?.on === "identity") return formulaNode(graph, bound, locationScale.location);
  return mean ? formulaNode(graph, bound, mean) : first(bound.args);
}

function first(args: readonly Value[]): Node {
  const [arg] = args;
  return isVector(arg!) ? first(arg) : arg!;
}

/** the way back from the response's scale, in place on an array of numbers */
function numericBack(model: BoundModel, back: (value: Node) => Node): (values: Float64Array) => void {
  const { graph } = model;
  const probe = graph.parameter(0, { name: "rows back", size: 1 });
  if (back(probe) === probe) return () => {};
  return (values) => {
    const axis = { name: "values", size: values.length };
    const node = back(graph.data({ name: "values", values }, axis));
    const instance = new Instance(compileProgram([{ name: "back", outputs: [{ node, axis, offset: 0 }] }]), values.length + 2);
    const output = instance.array(values.length);
    instance.entry("back")(0, output.byteOffset);
    values.set(output);
  };
}
