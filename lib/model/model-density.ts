/** A bound model as compiled code: its log density with gradient, its constrained values, its pointwise likelihood. */
import { Instance } from "../compile/instance.ts";
import { compileProgram, type FunctionSpec, type Output, type Program } from "../compile/program.ts";
import { gradient } from "../expression/gradient.ts";
import type { Axis, Node } from "../expression/node.ts";
import type { LogDensity } from "../log-density.ts";
import type { BoundModel } from "./bind.ts";
import { elementNames, flatNodes } from "./parameters.ts";

/** vectors that a sampler may keep in the program's memory: two trees' worth of states at depth 10, with room */
const VECTORS = 96;

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
  private readonly logDensity: (position: number, gradient: number) => number;
  private readonly position: Float64Array;
  private readonly gradient: Float64Array;
  private readonly constrained: Float64Array;
  private terms: TermProgram | undefined;

  constructor(model: BoundModel) {
    this.model = model;
    this.dim = model.dim;
    this.coordinates = model.parameters.flatMap((p) => elementNames(p.name, p.factors, p.coordinates.length > 1 ? p.coordinates : p.coordinates[0]!, model.levels));
    this.elements = [
      ...model.parameters.flatMap((p) => elementNames(p.name, p.factors, p.value, model.levels)),
      ...model.quantities.flatMap((quantity) => quantity.elements),
    ];
    this.parameterElements = this.elements.length - model.quantities.reduce((n, quantity) => n + quantity.elements.length, 0);
    this.program = compileProgram([densityFunction(model), constrainFunction(model)]);
    this.instance = new Instance(this.program, (VECTORS + 2) * (this.dim + 2) + this.elements.length + 2);
    this.logDensity = this.instance.entry("log_density");
    this.position = this.instance.array(this.dim);
    this.gradient = this.instance.array(this.dim);
    this.constrained = this.instance.array(this.elements.length);
  }

  vector(): Float64Array {
    return this.instance.array(this.dim);
  }

  evaluate(position: Float64Array, gradient: Float64Array): number {
    const own = this.instance.memory.buffer;
    if (position.buffer === own && gradient.buffer === own) return this.logDensity(position.byteOffset, gradient.byteOffset);
    this.position.set(position);
    const value = this.logDensity(this.position.byteOffset, this.gradient.byteOffset);
    gradient.set(this.gradient);
    return value;
  }

  /** Parameters and quantities, in the order of `elements`, at an unconstrained position. The array is reused. */
  constrain(position: Float64Array): Float64Array {
    this.position.set(position);
    this.instance.entry("constrain")(this.position.byteOffset, this.constrained.byteOffset);
    return this.constrained;
  }

  explain(position: Float64Array): string {
    this.terms ??= new TermProgram(this.model, this.elements.length);
    return this.terms.explain(position);
  }
}

/** Σ log priors + Σ log likelihood, and its gradient in the order of the coordinates */
export function densityFunction(model: BoundModel): FunctionSpec {
  const { graph, parameters, likelihood } = model;
  const terms = [...parameters.map((p) => graph.sum(p.logPrior, p.axis)), ...likelihood.map((l) => graph.sum(l.pointwise, model.rows.axis))];
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

/** outputs one after the other in one array */
export function consecutive(values: readonly { nodes: readonly Node[]; axis: Axis | null }[]): Output[] {
  let offset = 0;
  return values.flatMap(({ nodes, axis }) =>
    nodes.map((node) => {
      const output = { node, axis, offset };
      offset += axis?.size ?? 1;
      return output;
    }),
  );
}

/** every term of the log density by itself, compiled only when something went wrong */
class TermProgram {
  private readonly labels: { name: string; offset: number; size: number; labels: readonly string[] }[] = [];
  private readonly instance: Instance;
  private readonly values: Float64Array;
  private readonly position: Float64Array;

  constructor(model: BoundModel, _elements: number) {
    const { parameters, likelihood, rows, levels } = model;
    const terms = [
      ...parameters.map((p) => ({ nodes: [p.logPrior], axis: p.axis, name: `the prior of ${p.name}`, labels: p.axis ? levels.elementNames(p.factors) : [] })),
      ...likelihood.map((l) => ({ nodes: [l.pointwise], axis: rows.axis as Axis, name: `the likelihood of ${l.response}`, labels: [] })),
    ];
    const outputs = consecutive(terms);
    terms.forEach((term, k) => this.labels.push({ name: term.name, offset: outputs[k]!.offset, size: term.axis?.size ?? 1, labels: term.labels }));
    const length = outputs.reduce((n, { axis }) => n + (axis?.size ?? 1), 0);
    this.instance = new Instance(compileProgram([{ name: "terms", outputs }]), length + model.dim + 4);
    this.values = this.instance.array(length);
    this.position = this.instance.array(model.dim);
    this.restore = () => model.parameters.forEach((p) => p.centring?.weights.mutable && this.instance.update(p.centring.weights, p.centring.weights.values));
  }

  private readonly restore: () => void;

  explain(position: Float64Array): string {
    this.restore();
    this.position.set(position);
    this.instance.entry("terms")(this.position.byteOffset, this.values.byteOffset);
    for (const { name, offset, size, labels } of this.labels) {
      for (let k = 0; k < size; k++) {
        const value = this.values[offset + k]!;
        if (Number.isFinite(value)) continue;
        const where = labels[k] ? ` at ${labels[k]}` : size > 1 ? ` at row ${k + 1}` : "";
        return `${name} is ${value}${where}`;
      }
    }
    return "";
  }
}
