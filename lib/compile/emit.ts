/** Steps -> WebAssembly. Every value is a pair of float64 lanes: two rows in a loop, the same number twice for a scalar. */
import { predicates } from "../expression/fold.ts";
import type { Axis, IndexMap, Node } from "../expression/node.ts";
import { callVector, vectorFunctions, vectorPairs } from "./functions/index.ts";
import type { Layout } from "./layout.ts";
import { type LogProduct, logProducts } from "./log-product.ts";
import type { LoopStep, Step } from "./schedule.ts";
import { type Expr, type FunctionBuilder, type ModuleBuilder, wasm } from "./wasm/module.ts";

/** where an array or scalar lives: a static address, or an offset from a pointer that the function was given */
export interface Place {
  readonly base: Expr;
  readonly offset: number;
}

const simple: Readonly<Record<string, string>> = {
  add: "f64x2.add", sub: "f64x2.sub", mul: "f64x2.mul", div: "f64x2.div", neg: "f64x2.neg", abs: "f64x2.abs",
  sqrt: "f64x2.sqrt", floor: "f64x2.floor", min: "f64x2.min", max: "f64x2.max",
  lt: "f64x2.lt", le: "f64x2.le", eq: "f64x2.eq", and: "v128.and", or: "v128.or", not: "v128.not",
};
const logical: ReadonlySet<string> = new Set(["and", "or", "not"]);
const zero = wasm("i32.const", 0);

export class Emitter {
  private readonly module: ModuleBuilder;
  private readonly builder: FunctionBuilder;
  private readonly layout: Layout;
  /** where nodes that are in memory before the function starts are found */
  private readonly placeOf: (node: Node) => Place | undefined;
  /** values of nodes computed so far: scalars for the whole function, array nodes for the present loop */
  private readonly scalars = new Map<Node, Expr>();
  private inLoop = new Map<Node, Expr>();
  /** nodes whose register holds a mask of all ones or zeros instead of 1 or 0 */
  private readonly masks = new Set<Node>();
  /** arrays that this function has stored */
  private readonly stored = new Map<Node, Place>();
  /** byte offset of the present pair of elements, and the mask that silences a padded lane */
  private cursor: Expr = zero;
  private mask: Expr | undefined;
  /** nodes of the present loop that are summed as one product and nothing else */
  private products = new Map<Node, LogProduct>();
  private readonly offsets = new Map<IndexMap, [Expr, Expr]>();

  constructor(module: ModuleBuilder, builder: FunctionBuilder, layout: Layout, placeOf: (node: Node) => Place | undefined) {
    this.module = module;
    this.builder = builder;
    this.layout = layout;
    this.placeOf = placeOf;
  }

  /** @param targets where stored outputs go; other stored arrays get memory of their own */
  run(steps: readonly Step[], targets: ReadonlyMap<Node, Place>): void {
    for (const step of steps) {
      if (step.kind === "scalars") this.computeAll(step.nodes, this.scalars);
      else if (step.kind === "loop") this.loop(step, targets);
      else this.scan(step.node, targets);
    }
  }

  /** the value of a node for the present lanes, as numbers */
  value(node: Node): Expr {
    const register = this.register(node);
    return this.masks.has(node) ? wasm("v128.and", register, this.module.constant(1)) : register;
  }

  /** writes an output that no loop has written: a scalar, a scalar repeated, or an array that stood in memory */
  copy(node: Node, axis: Axis | null, place: Place): void {
    if (axis === null) return this.builder.emit(wasm("v128.store64_lane", place.base, this.value(node), place.offset, 0));
    if (node.axis === null) return this.fill(place, this.value(node), axis);
    this.over(axis, () => this.store(place, this.value(node), axis));
  }

  /** writes the present pair of elements; the padded lane of an odd array stays unwritten */
  private store(place: Place, value: Expr, axis: Axis): void {
    const { builder } = this;
    const address = builder.bind(wasm("i32.add", place.base, this.cursor));
    const bound = builder.bind(value);
    const pair = (): void => builder.emit(wasm("v128.store", address, bound, place.offset));
    if (axis.size % 2 === 0) return pair();
    const isLast = wasm("i32.eq", this.cursor, wasm("i32.const", 8 * (axis.size - 1)));
    builder.when(isLast, () => builder.emit(wasm("v128.store64_lane", address, bound, place.offset, 0)), pair);
  }

  private fill(place: Place, value: Expr, axis: Axis): void {
    const bound = this.builder.bind(value);
    this.over(axis, () => this.store(place, bound, axis));
  }

  private places(node: Node): Place | undefined {
    return this.placeOf(node) ?? this.stored.get(node);
  }

  /** Computes nodes in order; a function and its derivative at one point are computed together. */
  private computeAll(nodes: readonly Node[], values: Map<Node, Expr>): void {
    const partners = pairs(nodes, vectorPairs);
    const alongProducts = pairs(nodes, logProducts);
    const done = new Set<Node>();
    for (const node of nodes) {
      if (values.has(node) || done.has(node)) continue;
      const [summed, along] = alongProducts.get(node) ?? [node];
      const product = this.products.get(summed);
      if (product) {
        const derivative = product.term(this.builder.bind(this.value(summed.inputs[0]!)), this.mask);
        done.add(summed);
        if (along && derivative) values.set(along, derivative);
        continue;
      }
      const partner = partners.get(node);
      if (!partner) {
        values.set(node, this.bound(node));
        continue;
      }
      const [value, derivative] = partner;
      const x = this.builder.bind(this.value(node.inputs[0]!));
      const both = vectorPairs[value.op]!.build(this.module, this.builder, x);
      values.set(value, both[0]).set(derivative, both[1]);
    }
  }

  private bound(node: Node): Expr {
    const register = this.builder.bind(this.compute(node));
    if (predicates.has(node.op)) this.masks.add(node);
    return register;
  }

  /** the lanes as they are held: a mask for predicates of this loop, a number otherwise */
  private register(node: Node): Expr {
    if (node.op === "constant") return this.module.constant(node.value!);
    const known = this.scalars.get(node) ?? this.inLoop.get(node);
    if (known) return known;
    const place = this.places(node);
    if (!place) throw new Error(`${node.op} ${node.id} is used before it is computed`);
    this.masks.delete(node);
    if (node.axis === null) {
      const value = this.builder.bind(wasm("v128.load64_splat", place.base, place.offset));
      if (this.mask === undefined && this.cursor === zero) this.scalars.set(node, value);
      return value;
    }
    const value = this.builder.bind(wasm("v128.load", wasm("i32.add", place.base, this.cursor), place.offset));
    this.inLoop.set(node, value);
    return value;
  }

  private compute(node: Node): Expr {
    const { op, inputs } = node;
    if (op === "gather") return this.gather(node);
    if (op === "element") {
      const { base, offset } = this.places(inputs[0]!)!;
      return wasm("v128.load64_splat", base, offset + 8 * node.at!);
    }
    if (op === "stop") return this.value(inputs[0]!);
    if (op === "shift") return this.shifted(this.places(inputs[0]!)!);
    if (op === "shift_back") return this.shiftedBack(this.places(inputs[0]!)!, node.axis!);
    if (op === "select") return wasm("v128.bitselect", this.value(inputs[1]!), this.value(inputs[2]!), this.truth(inputs[0]!));
    if (logical.has(op)) return wasm(simple[op]!, ...inputs.map((input) => this.truth(input)));
    const args = inputs.map((input) => this.value(input));
    if (simple[op]) return wasm(simple[op], ...args);
    const known = vectorFunctions[op];
    if (!known) throw new Error(`no code for ${op}`);
    if (!known.inline) return callVector(this.module, this.builder, op, ...args);
    return known.build(this.module, this.builder, ...args.map((arg) => this.builder.bind(arg)));
  }

  /** the elements one before the present pair, 0 before the first */
  private shifted({ base, offset }: Place): Expr {
    const before = wasm("v128.load", wasm("i32.add", base, this.cursor), offset - 8);
    const first = wasm("f64x2.splat", wasm("f64.convert_i32_s", wasm("i32.eqz", this.cursor)));
    const silence = wasm("f64x2.replace_lane", wasm("f64x2.eq", first, this.module.constant(1)), wasm("f64.const", 0), 1);
    return wasm("v128.andnot", before, silence);
  }

  /** the elements one after the present pair, 0 after the last */
  private shiftedBack({ base, offset }: Place, { size }: Axis): Expr {
    const after = wasm("v128.load", wasm("i32.add", base, this.cursor), offset + 8);
    const lastPair = wasm("i32.eq", this.cursor, wasm("i32.const", 8 * (size - (size % 2 === 0 ? 2 : 1))));
    const silence = wasm("f64x2.eq", wasm("f64x2.splat", wasm("f64.convert_i32_s", lastPair)), this.module.constant(1));
    // of an even number the last pair still has one element after its first
    return wasm("v128.andnot", after, size % 2 === 0 ? wasm("f64x2.replace_lane", silence, wasm("f64.const", 0), 0) : silence);
  }

  private truth(node: Node): Expr {
    const register = this.register(node);
    return this.masks.has(node) ? register : wasm("f64x2.ne", register, this.module.constant(0));
  }

  private gather(node: Node): Expr {
    const place = this.places(node.inputs[0]!)!;
    const [first, second] = this.indexPair(node.map!);
    const low = wasm("v128.load64_zero", wasm("i32.add", place.base, first), place.offset);
    return wasm("v128.load64_lane", wasm("i32.add", place.base, second), low, place.offset, 1);
  }

  /** the byte offsets of the present pair of elements in the array that `map` points into */
  private indexPair(map: IndexMap): [Expr, Expr] {
    let pair = this.offsets.get(map);
    if (!pair) {
      const address = this.layout.index(map);
      const half = this.builder.bind(wasm("i32.shr_u", this.cursor, wasm("i32.const", 1)));
      const load = (at: number): Expr => this.builder.bind(wasm("i32.load", half, address + at));
      pair = [load(0), load(4)];
      this.offsets.set(map, pair);
    }
    return pair;
  }

  private loop(step: LoopStep, targets: ReadonlyMap<Node, Place>): void {
    const { builder, module } = this;
    const { axis } = step;
    const pairsOfRows = Math.ceil(axis.size / 2);
    const asProducts = step.reductions.filter((node) => isOnlySummed(node, step));
    this.products = new Map(asProducts.map((node) => [node.inputs[0]!, logProducts[node.inputs[0]!.op]!.begin(module, builder, pairsOfRows)]));
    const accumulators = step.reductions.filter((node) => !asProducts.includes(node)).map((node) => {
      const start = node.op === "sum" ? 0 : node.op === "maximum" ? -Infinity : Infinity;
      const local = builder.local("v128");
      builder.assign(local, module.constant(start));
      return { node, local, start };
    });
    for (const node of step.scatters) {
      const place = this.reserve(node, targets);
      this.fill(place, module.constant(0), node.axis!);
    }
    for (const node of step.stores) this.reserve(node, targets);
    // scalars that the loop reads from memory are loaded before it
    this.preload([...step.nodes, ...step.reductions, ...step.scatters]);
    this.over(axis, () => {
      this.computeAll(step.nodes, this.inLoop);
      for (const { node, local, start } of accumulators) {
        const value = this.silence(this.value(node.inputs[0]!), start, axis);
        const op = node.op === "sum" ? "f64x2.add" : node.op === "maximum" ? "f64x2.max" : "f64x2.min";
        builder.assign(local, wasm(op, local, value));
      }
      for (const node of step.stores) this.store(this.stored.get(node)!, this.value(node), axis);
      for (const node of step.scatters) this.scatter(node, axis);
    });
    for (const { node, local } of accumulators) this.scalars.set(node, builder.bind(horizontal(node.op, local)));
    for (const node of asProducts) this.scalars.set(node, this.products.get(node.inputs[0]!)!.total());
    this.products = new Map();
  }

  private preload(nodes: readonly Node[]): void {
    for (const node of nodes) for (const input of node.inputs) if (input.axis === null && !this.scalars.has(input)) this.register(input);
  }

  private reserve(node: Node, targets: ReadonlyMap<Node, Place>): Place {
    const place = targets.get(node) ?? { base: zero, offset: this.layout.allocate(8 * (node.axis!.size + 1)) };
    this.stored.set(node, place);
    return place;
  }

  private scatter(node: Node, axis: Axis): void {
    const place = this.stored.get(node)!;
    const value = this.builder.bind(this.silence(this.value(node.inputs[0]!), 0, axis));
    this.indexPair(node.map!).forEach((offset, lane) => {
      const address = this.builder.bind(wasm("i32.add", place.base, offset));
      const old = wasm("f64.load", address, place.offset);
      const sum = wasm("f64.add", old, wasm("f64x2.extract_lane", value, lane));
      this.builder.emit(wasm("f64.store", address, sum, place.offset));
    });
  }

  /** replaces a padded lane by the neutral element */
  private silence(value: Expr, neutral: number, axis: Axis): Expr {
    if (axis.size % 2 === 0) return value;
    if (neutral === 0) return wasm("v128.and", value, this.mask!);
    return wasm("v128.bitselect", value, this.module.constant(neutral), this.mask!);
  }

  /** a loop over pairs of elements; the body sees `cursor` and `mask` */
  private over(axis: Axis, body: () => void): void {
    const { builder } = this;
    const cursor = builder.local("i32");
    const end = wasm("i32.const", 8 * axis.size);
    builder.assign(cursor, zero);
    builder.loop(
      () => {
        this.cursor = cursor;
        this.inLoop = new Map();
        this.offsets.clear();
        if (axis.size % 2 === 1) {
          const isLast = wasm("i32.eq", cursor, wasm("i32.const", 8 * (axis.size - 1)));
          const keepBoth = wasm("v128.const", -1n, -1n);
          this.mask = builder.local("v128");
          builder.assign(this.mask, keepBoth);
          const mask = this.mask;
          builder.when(isLast, () => builder.assign(mask, wasm("v128.const", -1n, 0n)));
        }
        body();
        builder.assign(cursor, wasm("i32.add", cursor, wasm("i32.const", 16)));
      },
      () => wasm("i32.lt_u", cursor, end),
    );
    this.cursor = zero;
    this.mask = undefined;
    this.inLoop = new Map();
    this.offsets.clear();
  }

  /** y[i] = a[i] y[i-1] + b[i], or from the end l[i] = b[i] + a[i+1] l[i+1]; one element after the other */
  private scan(node: Node, targets: ReadonlyMap<Node, Place>): void {
    const { builder } = this;
    const axis = node.axis!;
    const place = this.reserve(node, targets);
    const reverse = node.op === "scan_reverse";
    const [a, b] = node.inputs as [Node, Node];
    const cursor = builder.local("i32");
    const state = builder.local("f64");
    const at = (input: Node, shift: number): Expr => {
      if (input.axis === null) return wasm("f64x2.extract_lane", this.value(input), 0);
      const source = this.places(input)!;
      return wasm("f64.load", wasm("i32.add", source.base, cursor), source.offset + shift);
    };
    builder.assign(cursor, wasm("i32.const", reverse ? 8 * (axis.size - 1) : 0));
    builder.assign(state, wasm("f64.const", 0));
    builder.loop(
      () => {
        // the factor that would multiply the state beyond the end meets a state of 0; its lane is padding, hence finite
        builder.assign(state, wasm("f64.add", wasm("f64.mul", at(a, reverse ? 8 : 0), state), at(b, 0)));
        builder.emit(wasm("f64.store", wasm("i32.add", place.base, cursor), state, place.offset));
        builder.assign(cursor, wasm("i32.add", cursor, wasm("i32.const", reverse ? -8 : 8)));
      },
      () => (reverse ? wasm("i32.ge_s", cursor, zero) : wasm("i32.lt_u", cursor, wasm("i32.const", 8 * axis.size))),
    );
  }
}

function horizontal(op: string, pair: Expr): Expr {
  const scalar = op === "sum" ? "f64.add" : op === "maximum" ? "f64.max" : "f64.min";
  const lane = (k: number): Expr => wasm("f64x2.extract_lane", pair, k);
  return wasm("f64x2.splat", wasm(scalar, lane(0), lane(1)));
}

/** whether a reduction is the sum of logarithms that this loop computes for nothing else */
function isOnlySummed(sum: Node, { nodes, reductions, scatters, stores }: LoopStep): boolean {
  const [term] = sum.inputs as [Node];
  const others = [...nodes, ...reductions, ...scatters].filter((user) => user !== sum && user.inputs.includes(term));
  return sum.op === "sum" && term.op in logProducts && nodes.includes(term) && !stores.includes(term) && others.length === 0;
}

/** for each node of a value-and-derivative pair among these nodes, that pair */
function pairs(nodes: readonly Node[], table: Readonly<Record<string, { readonly derivative?: string }>>): Map<Node, readonly [value: Node, derivative: Node]> {
  const found = new Map<Node, readonly [Node, Node]>();
  for (const value of nodes) {
    const derivativeOp = table[value.op]?.derivative;
    if (!derivativeOp) continue;
    const derivative = nodes.find(({ op, inputs }) => op === derivativeOp && inputs[0] === value.inputs[0]);
    if (!derivative) continue;
    found.set(value, [value, derivative]).set(derivative, [value, derivative]);
  }
  return found;
}
