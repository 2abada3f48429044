/** Expression graphs -> one WebAssembly module: a `prepare` for what depends on data alone, and the functions asked for. */
import type { Axis, Node } from "../expression/node.ts";
import { Emitter, type Place } from "./emit.ts";
import { Layout } from "./layout.ts";
import { schedule, type Step } from "./schedule.ts";
import { encode } from "./wasm/encode.ts";
import { type FunctionBuilder, ModuleBuilder, wasm } from "./wasm/module.ts";

/** A value that leaves a function: written at element `offset` of the output array, over `axis`. */
export interface Output {
  readonly node: Node;
  /** null: one number; otherwise axis.size numbers, a scalar node repeated */
  readonly axis: Axis | null;
  /** index of the first number in the output array */
  readonly offset: number;
}

export interface FunctionSpec {
  readonly name: string;
  readonly outputs: readonly Output[];
  /** the scalar that the function returns, if it returns one */
  readonly result?: Node;
}

export interface Program {
  readonly module: ModuleBuilder;
  readonly binary: Uint8Array<ArrayBuffer>;
  readonly layout: Layout;
  /** the steps of each function, `prepare` first, for `credence explain` */
  readonly steps: ReadonlyMap<string, readonly Step[]>;
}

const isLeaf = (node: Node): boolean => node.op === "constant" || node.op === "data";
const zero = wasm("i32.const", 0);

/** Each function takes (position pointer, output pointer); `prepare` takes nothing and must run once before. */
export function compileProgram(functions: readonly FunctionSpec[]): Program {
  const module = new ModuleBuilder();
  const layout = new Layout();
  const steps = new Map<string, readonly Step[]>();
  const prepared = new Map<Node, Place>();
  for (const node of boundary(functions)) {
    const bytes = node.axis === null ? 8 : 8 * (node.axis.size + 1);
    prepared.set(node, { base: zero, offset: layout.allocate(bytes) });
  }
  const prepare = module.define("prepare", [], [], true);
  const preparedOutputs = [...prepared].map(([node, place]) => ({ node, axis: node.axis, place }));
  steps.set("prepare", emit(module, prepare, layout, preparedOutputs, [], dataPlace(layout)));

  for (const { name, outputs, result } of functions) {
    const builder = module.define(name, ["i32", "i32"], result ? ["f64"] : [], true);
    const [position, output] = [builder.parameter(0), builder.parameter(1)];
    const placed = outputs.map(({ node, axis, offset }) => ({ node, axis, place: { base: output, offset: 8 * offset } }));
    const placeOf = (node: Node): Place | undefined => {
      if (node.op === "parameter") return { base: position, offset: 8 * node.offset! };
      return prepared.get(node) ?? dataPlace(layout)(node);
    };
    steps.set(name, emit(module, builder, layout, placed, result ? [result] : [], placeOf));
  }
  return { module, binary: encode(module), layout, steps };
}

const dataPlace = (layout: Layout) => (node: Node): Place | undefined =>
  node.op === "data" ? { base: zero, offset: layout.data(node.data!) } : undefined;

/** nodes of data alone that something depending on a parameter, or an output, reads */
function boundary(functions: readonly FunctionSpec[]): Set<Node> {
  const found = new Set<Node>();
  const seen = new Set<Node>();
  const visit = (node: Node): void => {
    if (seen.has(node) || isLeaf(node)) return;
    seen.add(node);
    if (node.fixed) found.add(node);
    else node.inputs.forEach(visit);
  };
  for (const { outputs, result } of functions) {
    for (const { node } of outputs) visit(node);
    if (result) visit(result);
  }
  return found;
}

interface Placed {
  readonly node: Node;
  readonly axis: Axis | null;
  readonly place: Place;
}

function emit(
  module: ModuleBuilder,
  builder: FunctionBuilder,
  layout: Layout,
  outputs: readonly Placed[],
  results: readonly Node[],
  placeOf: (node: Node) => Place | undefined,
): readonly Step[] {
  const own = new Set(outputs.map(({ node }) => node));
  // while preparing, the places of prepared nodes are targets, not sources
  const available = (node: Node): boolean => node.op === "constant" || placeOf(node) !== undefined;
  const steps = schedule([...own, ...results], available);
  const targets = new Map<Node, Place>();
  const copies: Placed[] = [];
  for (const output of outputs) {
    const { node, axis, place } = output;
    if (node.axis !== null && axis !== null && !available(node) && !targets.has(node)) targets.set(node, place);
    else copies.push(output);
  }
  const emitter = new Emitter(module, builder, layout, placeOf);
  emitter.run(steps, targets);
  for (const { node, axis, place } of copies) emitter.copy(node, axis, place);
  for (const node of results) builder.emit(wasm("f64x2.extract_lane", emitter.value(node), 0));
  return steps;
}
