/** Values of a model compiled on their own: at a position, any nodes, read back one by one. */
import { Instance } from "../compile/instance.ts";
import { compileProgram, type Output } from "../compile/program.ts";
import type { Axis, DataArray, Node } from "../expression/node.ts";
import type { BoundModel } from "./bind.ts";

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

export class RowProgram {
  /** all values, one output after the other; rewritten by `run` */
  readonly values: Float64Array;
  readonly offsets: readonly number[];
  private readonly instance: Instance;
  private readonly position: Float64Array;
  private readonly entry: (position: number, output: number) => number;
  private readonly model: BoundModel;
  private centred: readonly Float64Array[];

  constructor(model: BoundModel, values: Parameters<typeof consecutive>[0]) {
    const outputs = consecutive(values);
    const length = outputs.reduce((n, { axis }) => n + (axis?.size ?? 1), 0);
    this.model = model;
    this.offsets = outputs.map(({ offset }) => offset);
    this.instance = new Instance(compileProgram([{ name: "values", outputs }]), length + model.dim + 4);
    this.position = this.instance.array(model.dim);
    this.values = this.instance.array(length);
    this.entry = this.instance.entry("values");
    this.centred = model.centrings.map(({ weights }) => weights.values.slice());
  }

  run(position: Float64Array): void {
    this.model.centrings.forEach(({ weights }, k) => {
      if (weights.values.every((w, i) => w === this.centred[k]![i])) return;
      this.instance.update(weights, weights.values);
      this.centred = this.centred.map((old, i) => (i === k ? weights.values.slice() : old));
    });
    this.position.set(position);
    this.entry(this.position.byteOffset, this.values.byteOffset);
  }

  /** rewrites mutable data of the nodes */
  update(data: DataArray, values: Float64Array): void {
    this.instance.update(data, values);
  }

  /** element `at` of output k */
  read(k: number, at: number): number {
    return this.values[this.offsets[k]! + at]!;
  }
}
