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
  private readonly mutables: BoundModel["mutables"];
  private state: readonly Float64Array[];

  constructor(model: BoundModel, values: Parameters<typeof consecutive>[0]) {
    const outputs = consecutive(values);
    const length = outputs.reduce((n, { axis }) => n + (axis?.size ?? 1), 0);
    this.mutables = model.mutables;
    this.offsets = outputs.map(({ offset }) => offset);
    this.instance = new Instance(compileProgram([{ name: "values", outputs }]), length + model.dim + 4);
    this.position = this.instance.array(model.dim);
    this.values = this.instance.array(length);
    this.entry = this.instance.entry("values");
    this.state = this.mutables.map(({ values }) => values.slice());
  }

  run(position: Float64Array): void {
    const { mutables } = this;
    if (this.isStale()) {
      this.instance.refresh(mutables);
      this.state = mutables.map(({ values }) => values.slice());
    }
    this.position.set(position);
    this.entry(this.position.byteOffset, this.values.byteOffset);
  }

  /** whether mutable data have changed; loops, because this is asked for every draw */
  private isStale(): boolean {
    for (let k = 0; k < this.mutables.length; k++) {
      const [values, known] = [this.mutables[k]!.values, this.state[k]!];
      for (let i = 0; i < values.length; i++) if (values[i] !== known[i]) return true;
    }
    return false;
  }

  /** rewrites mutable data of the nodes */
  update(data: DataArray, values: Float64Array): void {
    data.values.set(values);
    this.instance.refresh([data]);
  }

  /** element `at` of output k */
  read(k: number, at: number): number {
    return this.values[this.offsets[k]! + at]!;
  }
}
