/** A bound model as compiled code: its log density with gradient, its constrained values, its pointwise likelihood. */
import { Instance } from "../compile/instance.ts";
import { compileProgram, type FunctionSpec, type Program } from "../compile/program.ts";
import { sumOverDistinctRows } from "../expression/distinct-rows.ts";
import { gradient } from "../expression/gradient.ts";
import type { Axis, Node } from "../expression/node.ts";
import type { NumericColumn } from "../data/column.ts";
import type { CompiledDensity, LogDensity } from "../log-density.ts";
import type { BoundModel } from "./bind.ts";
import { elementNames, flatNodes } from "./parameters.ts";
import { CoordinateChooser } from "./coordinates.ts";
import { consecutive, RowProgram } from "./row-program.ts";

export class ModelDensity implements LogDensity {
  readonly model: BoundModel;
  readonly dim: number;
  readonly coordinates: readonly string[];
  /** names of the constrained values that `constrain` writes: parameters, then quantities */
  readonly elements: readonly string[];
  /** how many of `elements` belong to parameters */
  readonly parameterElements: number;
  readonly program: Program;
  private readonly instance: Instance;
  readonly compiled: CompiledDensity;
  /** addresses of a position, a gradient and the constrained values */
  private readonly addresses: readonly number[];
  private position!: Float64Array;
  private gradient!: Float64Array;
  private constrained!: Float64Array;
  private chooser: CoordinateChooser | undefined;
  private terms: Terms | undefined;

  /** @param module of the same model and table, when another thread has compiled it already */
  constructor(model: BoundModel, module?: WebAssembly.Module) {
    this.model = model;
    this.dim = model.dim;
    this.coordinates = model.parameters.flatMap((p) => elementNames(p.name, p.factors, p.coordinates.length > 1 ? p.coordinates : p.coordinates[0]!, model.levels));
    this.elements = [
      ...model.parameters.flatMap((p) => elementNames(p.name, p.factors, p.value, model.levels)),
      ...model.quantities.flatMap((quantity) => quantity.elements),
    ];
    this.parameterElements = this.elements.length - model.quantities.reduce((n, quantity) => n + quantity.elements.length, 0);
    this.program = compileProgram([densityFunction(model), constrainFunction(model)]);
    const lengths = [this.dim, this.dim, this.elements.length];
    this.instance = new Instance(this.program, lengths.reduce((sum, length) => sum + length + 2, 0), module);
    this.addresses = lengths.map((length) => this.instance.array(length).byteOffset);
    this.viewArrays();
    this.compiled = {
      memory: this.instance.memory,
      evaluate: this.instance.entry("log_density"),
      workspace: (bytes) => {
        const address = this.instance.workspace(bytes);
        this.viewArrays();
        return address;
      },
    };
  }

  private viewArrays(): void {
    const { buffer } = this.instance.memory;
    const [position, gradient, constrained] = this.addresses as [number, number, number];
    this.position = new Float64Array(buffer, position, this.dim);
    this.gradient = new Float64Array(buffer, gradient, this.dim);
    this.constrained = new Float64Array(buffer, constrained, this.elements.length);
  }

  /** for a density of the same model and table in another thread */
  get module(): WebAssembly.Module {
    return this.instance.compiled;
  }

  evaluate(position: Float64Array, gradient: Float64Array): number {
    this.position.set(position);
    const value = this.compiled.evaluate(this.position.byteOffset, this.gradient.byteOffset);
    gradient.set(this.gradient);
    return value;
  }

  /** Parameters and quantities, in the order of `elements`, at an unconstrained position. The array is reused. */
  constrain(position: Float64Array): Float64Array {
    this.position.set(position);
    this.instance.entry("constrain")(this.position.byteOffset, this.constrained.byteOffset);
    return this.constrained;
  }

  /** replaces the numbers of a column that was bound as mutable */
  update(column: string, values: Float64Array): void {
    const data = this.model.rows.columns.get(column) as NumericColumn;
    data.values.set(values);
    this.instance.refresh([data]);
  }

  recoordinate(draws: Float64Array, _gradients: Float64Array, n: number, positions: readonly Float64Array[]): boolean {
    if (this.model.mutables.length === 0) return false;
    this.chooser ??= new CoordinateChooser(this.model);
    const state = this.chooser.choose(draws, n, (position, gradient) => this.evaluate(position, gradient));
    if (!state) return false;
    const moved = positions.map((position) => this.chooser!.move(position, state));
    this.setCoordinateState(state);
    positions.forEach((position, k) => position.set(moved[k]!));
    return true;
  }

  coordinateState(): readonly number[] {
    return this.model.mutables.flatMap(({ values }) => [...values]);
  }

  setCoordinateState(state: readonly number[]): void {
    let at = 0;
    let isOther = false;
    for (const { values } of this.model.mutables) {
      for (let i = 0; i < values.length; i++, at++) {
        isOther ||= values[i] !== state[at];
        values[i] = state[at]!;
      }
    }
    if (isOther) this.instance.refresh(this.model.mutables);
  }

  explain(position: Float64Array): string {
    this.terms ??= new Terms(this.model);
    return this.terms.explain(position);
  }
}

/** Σ log priors + Σ log likelihood, and its gradient in the order of the coordinates */
export function densityFunction(model: BoundModel): FunctionSpec {
  const { graph, parameters, likelihood } = model;
  const terms = [...parameters.map((p) => graph.sum(p.logPrior, p.axis)), ...likelihood.map((l) => sumOverDistinctRows(graph, l.pointwise, model.rows.axis))];
  const result = terms.reduce((a, b) => graph.add(a, b));
  const leaves = parameters.flatMap((p) => p.coordinates);
  const derivatives = gradient(graph, result, leaves);
  const outputs = leaves.map((leaf, k) => ({ node: derivatives[k]!, axis: leaf.axis, offset: leaf.offset! }));
  return { name: "log_density", outputs, result };
}

function constrainFunction(model: BoundModel): FunctionSpec {
  const values = [...model.parameters, ...model.quantities].map(({ value, axis }) => ({ nodes: flatNodes(value), axis }));
  return { name: "constrain", outputs: consecutive(values) };
}

/** every term of the log density by itself, compiled only when something went wrong */
class Terms {
  private readonly terms: readonly { name: string; axis: Axis | null; labels: readonly string[]; nodes: readonly Node[] }[];
  private readonly program: RowProgram;

  constructor(model: BoundModel) {
    const { parameters, likelihood, rows, levels } = model;
    this.terms = [
      ...parameters.map((p) => ({ name: `the prior of ${p.name}`, axis: p.axis, labels: p.axis ? levels.elementNames(p.factors) : [], nodes: [p.logPrior] })),
      ...likelihood.map((l) => ({ name: `the likelihood of ${l.response}`, axis: rows.axis, labels: [], nodes: [l.pointwise] })),
    ];
    this.program = new RowProgram(model, this.terms);
  }

  explain(position: Float64Array): string {
    this.program.run(position);
    for (const [k, { name, axis, labels }] of this.terms.entries()) {
      const size = axis?.size ?? 1;
      for (let at = 0; at < size; at++) {
        const value = this.program.read(k, at);
        if (Number.isFinite(value)) continue;
        return `${name} is ${value}${labels[at] ? ` at ${labels[at]}` : axis ? ` at row ${at + 1}` : ""}`;
      }
    }
    return "";
  }
}
