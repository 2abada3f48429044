/** The prior and the data as simulators: parameters drawn from their priors, responses drawn from their likelihood. */
import { freeInterval, freeOrdered, freeSimplex } from "../constraint/constrain.ts";
import type { NumericColumn } from "../data/column.ts";
import { tableFromColumns } from "../data/table-from-columns.ts";
import { type Table, withTable } from "../data/table.ts";
import type { LocationScale } from "../distribution/index.ts";
import { CredenceError } from "../errors.ts";
import type { Axis, Node } from "../expression/node.ts";
import type { Stream } from "../random/stream.ts";
import type { BoundModel } from "./bind.ts";
import type { BoundDistribution, FlagColumn } from "./density.ts";
import { distributionOutputs, drawVariate, type VariatePlan } from "./variates.ts";
import { lineOrder, linesRead } from "./line-order.ts";
import { bindPrediction } from "./likelihood.ts";
import { type BoundParameter, zetaOf } from "./parameters.ts";
import { RowProgram } from "./row-program.ts";

interface ParameterPlan {
  readonly parameter: BoundParameter;
  readonly plan: VariatePlan;
  /** outputs of the program: the plan's numbers, then bounds and centring */
  readonly first: number;
  readonly nodes: readonly Node[];
}

/** Draws of a model's parameters from its prior, as unconstrained positions. */
export class PriorSimulator {
  private readonly plans: readonly ParameterPlan[];
  private readonly program: RowProgram;
  private readonly model: BoundModel;
  /** between the logs of values and the own numbers of parameters that are multiples of others */
  private readonly toOwn: RowProgram | undefined;
  private readonly toValues: RowProgram | undefined;

  /** @throws CredenceError model/improper when a prior is flat */
  constructor(model: BoundModel) {
    this.model = model;
    let first = 0;
    this.plans = model.inPriorOrder.map((parameter) => {
      const plan = distributionOutputs(parameter.prior);
      const { bounds, centring, shear } = parameter;
      const extras = [bounds.lower, bounds.upper, ...(centring ? [centring.location, centring.scale] : []), ...(shear?.terms.map(({ value }) => value) ?? [])].filter((node) => node !== undefined);
      const entry = { parameter, plan, first, nodes: [...plan.nodes, ...extras] };
      first += entry.nodes.length;
      return entry;
    });
    const { logOwn, logValues } = model.multiples;
    const related = (logs: ReadonlyMap<string, Node>): RowProgram => new RowProgram(model, [...logs.values()].map((node) => ({ nodes: [node], axis: node.axis })));
    if (logOwn.size > 0) [this.toOwn, this.toValues] = [related(logOwn), related(logValues)];
    this.program = new RowProgram(model, this.plans.flatMap(({ nodes, parameter }) => nodes.map((node) => ({ nodes: [node], axis: parameter.axis }))));
  }

  /**
   * One draw; parameters come after those that their priors name, so each prior sees the values it names.
   * @param given constrained values to use instead of drawing; a single number serves every element
   */
  draw(rng: Stream, given: ReadonlyMap<string, readonly number[]> = new Map()): Float64Array {
    const free = new Float64Array(this.model.dim);
    for (const { parameter, plan, first, nodes } of this.plans) {
      this.program.run(this.position(free));
      const size = parameter.axis?.size ?? 1;
      const known = given.get(parameter.name);
      for (let at = 0; at < size; at++) {
        const read = (k: number): number => this.program.read(first + k, at);
        const variate = known ? knownVariate(known, at, parameter) : (): number | Float64Array => plan.draw(read, rng);
        const extras = Array.from({ length: nodes.length - plan.nodes.length }, (_, k) => read(plan.nodes.length + k));
        this.place(free, parameter, at, variate, extras);
      }
    }
    return this.position(free);
  }

  /** the position of parameters of which those that are multiples of others are given by the logs of their values */
  private position(free: Float64Array): Float64Array {
    return rewritten(free, this.toOwn);
  }

  /** Draws anew, in place, what belongs to one level of a factor: each of its parameters from its prior given everything else. */
  redraw(position: Float64Array, factor: string, level: number, rng: Stream): void {
    const free = rewritten(position, this.toValues);
    for (const { parameter, plan, first, nodes } of this.plans) {
      if (!parameter.factors.includes(factor)) continue;
      this.program.run(this.position(free));
      const { index } = this.model.levels.margin(parameter.factors, [factor])!;
      index.forEach((own, at) => {
        if (own !== level) return;
        const read = (k: number): number => this.program.read(first + k, at);
        this.place(free, parameter, at, () => plan.draw(read, rng), Array.from({ length: nodes.length - plan.nodes.length }, (_, k) => read(plan.nodes.length + k)));
      });
    }
    position.set(this.position(free));
  }

  private place(position: Float64Array, parameter: BoundParameter, at: number, variate: () => number | Float64Array, extras: number[]): void {
    const { offset, axis, coordinates, constraint, bounds, centring, shear } = parameter;
    const stride = axis?.size ?? 1;
    const put = (values: readonly number[]): void => values.forEach((value, k) => (position[offset + k * stride + at] = value));
    if (constraint === "ordered") return put(freeOrdered(coordinates.map(() => variate() as number).sort((a, b) => a - b)));
    if (constraint === "simplex") return put(freeSimplex([...(variate() as Float64Array)]));
    const lower = bounds.lower && extras.shift();
    const upper = bounds.upper && extras.shift();
    if (centring) {
      const [location, scale] = extras as [number, number];
      return put([zetaOf(unscaled(variate() as number, centring.on), location, scale, centring.precisions.values[at]!, centring.pulls.values[at]!)]);
    }
    const taken = shear ? shear.terms.reduce((sum, { coefficient }, k) => sum + coefficient.values[0]! * extras[k]!, 0) : 0;
    put(coordinates.map(() => freeInterval(variate() as number, lower, upper) - taken));
  }
}

/** a position whose first coordinates are what the program makes of it */
function rewritten(position: Float64Array, program: RowProgram | undefined): Float64Array {
  if (!program) return position;
  program.run(position);
  const result = position.slice();
  result.set(program.values);
  return result;
}

/** a vector takes its numbers one by one, levels take theirs by position, one number serves all */
function knownVariate(known: readonly number[], at: number, parameter: BoundParameter): () => number | Float64Array {
  if (parameter.constraint === "simplex") return () => Float64Array.from(known);
  let next = parameter.coordinates.length > 1 ? 0 : at;
  return () => known[known.length === 1 ? 0 : next++]!;
}

/** the element on the scale of its location */
function unscaled(theta: number, on: LocationScale["on"]): number {
  return on === "log" ? Math.log(theta) : on === "logit" ? Math.log(theta / (1 - theta)) : theta;
}

interface ResponseLine {
  readonly column: string;
  readonly plan: VariatePlan;
  readonly first: number;
  readonly back: RowBack;
  readonly censor?: Censor;
}

/**
 * Responses drawn from the likelihood at given parameters, for the rows that the model is bound to. A line may read the
 * response of another, and is drawn after it: p(loss), then p(error | loss).
 */
export class DataSimulator {
  private readonly model: BoundModel;
  private readonly lines: readonly ResponseLine[];
  private readonly program: RowProgram;
  /** whether a distribution depends on responses: of rows before it, as in an autoregression, or of lines before it */
  private readonly isRecursive: boolean;

  /**
   * @param model bound with its responses mutable when a line reads responses of earlier rows
   * @throws CredenceError model/target when a line is a bare log likelihood, from which nothing can be drawn
   */
  constructor(model: BoundModel) {
    this.model = model;
    const { graph, rows } = model;
    const scope = model.scope(rows);
    const nodes: Node[] = [];
    const lines = Object.entries(model.document.likelihood).map(([response, text]) => {
      if (response === "target") throw noSimulator(model.document.name);
      const { column, distribution, back } = bindPrediction(graph, response, text, scope, rows.place);
      const plan = distributionOutputs(distribution!);
      const first = nodes.length;
      nodes.push(...plan.nodes);
      const censor = censorOf(model, distribution!, nodes.length);
      if (censor) nodes.push(censor.limit);
      return { column: column!, plan, first, back: rowBack(model, rows.axis, back!), ...(censor && { censor }) };
    });
    const reads = linesRead(lines.map(({ column, plan }) => ({ data: rows.columns.get(column) as NumericColumn, nodes: plan.nodes })));
    this.lines = lineOrder(reads).map((k) => lines[k]!);
    this.isRecursive = reads.some(({ size }) => size > 0);
    this.program = new RowProgram(model, nodes.map((node) => ({ nodes: [node], axis: rows.axis })));
  }

  /**
   * the table with its response columns replaced by draws
   * @param only rows (from 0) to draw, where each row is drawn by itself; the others are 1
   */
  draw(position: Float64Array, table: Table, rng: Stream, only?: readonly number[]): Table {
    const { size } = this.model.rows.axis;
    const written = this.lines.flatMap(({ column, censor }) => (censor ? [column, censor.flag.column] : [column]));
    const drawn = Object.fromEntries(written.map((column) => [column, new Float64Array(size).fill(1)]));
    const all = only && !this.isRecursive ? only : Array.from({ length: size }, (_, row) => row);
    // one row after the other when a row needs the ones above it, else all at once
    for (const rows of this.isRecursive ? all.map((row) => [row]) : [all]) {
      this.program.run(position);
      for (const { column, plan, first, back, censor } of this.lines) {
        const values = Float64Array.from(rows, (row) => drawVariate(plan, (k) => this.program.read(first + k, row), rng));
        if (censor) rows.forEach((row, k) => (drawn[censor.flag.column]![row] = cut(values, k, censor, this.program.read(censor.at, row))));
        const known = drawn[column]!.slice();
        rows.forEach((row, k) => (known[row] = values[k]!));
        const made = back(known);
        for (const row of rows) drawn[column]![row] = made[row]!;
        if (!this.isRecursive) continue;
        this.program.update(this.model.rows.columns.get(column) as NumericColumn, drawn[column]!);
        if (this.lines.length > 1) this.program.run(position);
      }
    }
    const columns = new Map(table.columns);
    for (const [name, column] of tableFromColumns(drawn, table.source).columns) columns.set(name, column);
    return withTable(table, { columns });
  }
}

interface Censor {
  readonly flag: FlagColumn;
  readonly side: "right" | "left" | "interval";
  readonly limit: Node;
  /** its place among the program's outputs */
  readonly at: number;
}

/** where the limit's column has no value, observation has no end */
function censorOf({ graph, rows }: BoundModel, bound: BoundDistribution, at: number): Censor | undefined {
  if (bound.kind !== "censored" || !bound.limit) return undefined;
  const { side, limit: { node, column, flag } } = bound;
  const known = column === undefined ? undefined : rows.observed.get(column);
  const end = graph.constant(side === "left" ? -Infinity : Infinity);
  return { flag, side, at, limit: known ? graph.select(graph.data({ name: `observed(${column})`, values: known }, rows.axis), node, end) : node };
}

/** a draw beyond the limit becomes the limit; returns the flag */
function cut(values: Float64Array, k: number, { side, flag }: Censor, limit: number): number {
  const isCensored = side === "left" ? values[k]! < limit : values[k]! > limit;
  if (isCensored) values[k] = limit;
  return isCensored ? flag.censored : 1 - flag.censored;
}

export type RowBack = (values: Float64Array) => Float64Array;

/** the inverse of the response's transform, row by row */
export function rowBack(model: BoundModel, axis: Axis, back: (value: Node) => Node): RowBack {
  const { graph } = model;
  const data = { name: "simulated", values: new Float64Array(axis.size), mutable: true };
  const leaf = graph.data(data, axis);
  const node = back(leaf);
  if (node === leaf) return (draws) => draws;
  const program = new RowProgram(model, [{ nodes: [node], axis }]);
  return (draws) => {
    program.update(data, draws);
    program.run(new Float64Array(model.dim));
    return program.values.slice();
  };
}

function noSimulator(name: string): CredenceError {
  return new CredenceError({
    code: "model/target",
    message: `model ${name} has a \`target\` line, from which no data can be drawn`,
    fix: "say the likelihood as response: distribution",
  });
}

