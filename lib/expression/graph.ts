/** Builds expression graphs: equal expressions are one node, and each constructor simplifies what it is given. */
import { fold } from "./fold.ts";
import { type Axis, type DataArray, type IndexMap, isConstant, type Node } from "./node.ts";

/** Operators that give a positive result whenever all their inputs are positive. */
const keepsPositive: ReadonlySet<string> = new Set(["add", "mul", "div", "sqrt", "min", "max", "pow", "log1p", "expm1", "gather", "sum", "stop"]);
const alwaysPositive: ReadonlySet<string> = new Set(["exp", "inv_logit", "log1p_exp", "Phi", "trigamma"]);

/** Operators linear in their first input, through which a scalar factor can be moved out. */
type Reduction = (node: Node) => Node;

export class Graph {
  readonly nodes: Node[] = [];
  private readonly known = new Map<string, Node>();
  private readonly counts = new Map<IndexMap, Node>();
  private readonly dataIds = new Map<DataArray | IndexMap, number>();

  constant(value: number): Node {
    return this.intern(`constant ${Object.is(value, -0) ? "-0" : value}`, { op: "constant", inputs: [], axis: null, value });
  }

  data(data: DataArray, axis: Axis | null): Node {
    return this.intern(`data ${this.identity(data)}`, { op: "data", inputs: [], axis, data });
  }

  parameter(offset: number, axis: Axis | null): Node {
    return this.intern(`parameter ${offset}`, { op: "parameter", inputs: [], axis, offset });
  }

  /** an elementwise operator by name; inputs broadcast against each other */
  apply(op: string, ...inputs: Node[]): Node {
    const axis = commonAxis(inputs);
    if (inputs.every((node) => isConstant(node)) && fold[op]) {
      return this.constant(fold[op](...inputs.map((node) => node.value!)));
    }
    const hoisted = this.hoist(op, inputs);
    if (hoisted) return hoisted;
    if (commutative.has(op) && inputs[0]!.id > inputs[1]!.id) inputs = [inputs[1]!, inputs[0]!];
    return this.intern(`${op} ${inputs.map((node) => node.id).join(" ")}`, { op, inputs, axis });
  }

  add(x: Node, y: Node): Node {
    if (isConstant(x, 0)) return y;
    if (isConstant(y, 0)) return x;
    if (y.op === "neg") return this.sub(x, y.inputs[0]!);
    if (x.op === "neg") return this.sub(y, x.inputs[0]!);
    return this.apply("add", x, y);
  }

  sub(x: Node, y: Node): Node {
    if (isConstant(y, 0)) return x;
    if (isConstant(x, 0)) return this.neg(y);
    if (y.op === "neg") return this.add(x, y.inputs[0]!);
    return x === y ? this.constant(0) : this.apply("sub", x, y);
  }

  mul(x: Node, y: Node): Node {
    if (isConstant(y)) [x, y] = [y, x];
    if (isConstant(x, 0)) return x;
    if (isConstant(x, 1)) return y;
    if (isConstant(x, -1)) return this.neg(y);
    if (x.op === "neg") return this.neg(this.mul(x.inputs[0]!, y));
    if (y.op === "neg") return this.neg(this.mul(x, y.inputs[0]!));
    if (isConstant(x) && y.op === "mul" && isConstant(y.inputs[0]!)) {
      return this.mul(this.constant(x.value! * y.inputs[0]!.value!), y.inputs[1]!);
    }
    return this.apply("mul", x, y);
  }

  /** Division by what does not vary with the row becomes one reciprocal outside the loop. */
  div(x: Node, y: Node): Node {
    if (isConstant(x, 0)) return x;
    if (isConstant(y, 1)) return x;
    if (isConstant(y) && Number.isInteger(Math.log2(Math.abs(y.value!)))) return this.mul(this.constant(1 / y.value!), x);
    if (y.op === "exp") return this.mul(x, this.exp(this.neg(y.inputs[0]!)));
    const varies = x.axis !== null && !x.fixed;
    if (varies && (y.axis === null || y.fixed || y.op === "gather") && !isConstant(x)) {
      return this.mul(x, this.apply("div", this.constant(1), y));
    }
    if (x.op === "neg") return this.neg(this.div(x.inputs[0]!, y));
    return this.apply("div", x, y);
  }

  neg(x: Node): Node {
    if (x.op === "neg") return x.inputs[0]!;
    if (x.op === "sub") return this.sub(x.inputs[1]!, x.inputs[0]!);
    if (x.op === "mul" && isConstant(x.inputs[0]!)) return this.mul(this.constant(-x.inputs[0]!.value!), x.inputs[1]!);
    return this.apply("neg", x);
  }

  square(x: Node): Node {
    if (x.op === "neg" || x.op === "abs") return this.square(x.inputs[0]!);
    return this.apply("mul", x, x);
  }

  exp(x: Node): Node {
    return x.op === "log" && x.inputs[0]!.positive ? x.inputs[0]! : this.apply("exp", x);
  }

  log(x: Node): Node {
    if (x.op === "exp") return x.inputs[0]!;
    if (x.op === "div" && isConstant(x.inputs[0]!, 1)) return this.neg(this.log(x.inputs[1]!));
    return this.apply("log", x);
  }

  pow(x: Node, y: Node): Node {
    if (isConstant(y)) {
      const power = y.value!;
      if (power === 0) return this.constant(1);
      if (power === 1) return x;
      if (power === 0.5) return this.apply("sqrt", x);
      if (power === 2) return this.square(x);
      if (power === 3) return this.mul(x, this.square(x));
      if (power === 4) return this.square(this.square(x));
      if (power === -1 || power === -2 || power === -3) return this.div(this.constant(1), this.pow(x, this.constant(-power)));
    }
    if (isConstant(x) && x.value === 1) return x;
    return x.positive ? this.exp(this.mul(y, this.log(x))) : this.apply("pow", x, y);
  }

  select(condition: Node, x: Node, y: Node): Node {
    if (isConstant(condition)) return condition.value !== 0 ? x : y;
    return x === y ? x : this.apply("select", condition, x, y);
  }

  gather(x: Node, map: IndexMap): Node {
    if (x.axis === null) return x;
    return this.intern(`gather ${x.id} ${this.identity(map)}`, { op: "gather", inputs: [x], axis: map.from, map });
  }

  /** Σ over the elements of map.from that belong to each element of map.to */
  scatter(x: Node, map: IndexMap): Node {
    if (x.axis === null) return this.mul(x, this.count(map));
    if (x.op === "gather" && x.map === map) return this.mul(x.inputs[0]!, this.count(map));
    const moved = this.moveOut(x, (inner) => this.scatter(inner, map), map);
    return moved ?? this.intern(`scatter ${x.id} ${this.identity(map)}`, { op: "scatter", inputs: [x], axis: map.to, map });
  }

  /** Σ over an axis; a scalar counts once for every element */
  sum(x: Node, axis: Axis | null = x.axis): Node {
    if (axis === null) return x;
    if (x.axis === null) return this.mul(this.constant(axis.size), x);
    if (x.op === "gather") return this.sum(this.mul(x.inputs[0]!, this.count(x.map!)));
    const moved = this.moveOut(x, (inner) => this.sum(inner, axis));
    return moved ?? this.intern(`sum ${x.id}`, { op: "sum", inputs: [x], axis: null });
  }

  /** reduction to a scalar by `maximum` or `minimum` */
  extreme(op: "maximum" | "minimum", x: Node): Node {
    return x.axis === null ? x : this.intern(`${op} ${x.id}`, { op, inputs: [x], axis: null });
  }

  element(x: Node, at: number): Node {
    return x.axis === null ? x : this.intern(`element ${x.id} ${at}`, { op: "element", inputs: [x], axis: null, at });
  }

  /** y[i] = a[i] y[i-1] + b[i] and its transpose l[i] = b[i] + a[i+1] l[i+1], along an axis */
  scan(op: "scan" | "scan_reverse", a: Node, b: Node, axis: Axis): Node {
    return this.intern(`${op} ${a.id} ${b.id} ${axis.name}`, { op, inputs: [a, b], axis });
  }

  /** y[i-1], 0 at the first element */
  shift(x: Node, axis: Axis): Node {
    return this.intern(`shift ${x.id}`, { op: "shift", inputs: [x], axis });
  }

  /** y[i+1], 0 at the last element; a scalar is first spread over the axis */
  shiftBack(x: Node, axis: Axis): Node {
    if (x.axis !== null) return this.intern(`shift_back ${x.id}`, { op: "shift_back", inputs: [x], axis });
    const values = new Float64Array(axis.size).fill(1);
    values[axis.size - 1] = 0;
    return this.mul(x, this.data({ name: "but the last", values }, axis));
  }

  /** how many elements of map.from belong to each of map.to */
  count(map: IndexMap): Node {
    let node = this.counts.get(map);
    if (!node) {
      const values = new Float64Array(map.to.size);
      for (const level of map.index) values[level]!++;
      node = this.data({ name: `count(${map.name})`, values }, map.to);
      this.counts.set(map, node);
    }
    return node;
  }

  /** Linear reductions: scalar factors, signs, and terms that do not vary with the row leave the loop. */
  private moveOut(x: Node, reduce: Reduction, map?: IndexMap): Node | undefined {
    const [a, b] = x.inputs as [Node, Node];
    const invariant = (node: Node): boolean =>
      node.axis === null || node.fixed || (node.op === "gather" && (map === undefined || node.map === map));
    if (x.op === "neg") return this.neg(reduce(a));
    if (x.op === "add" && (invariant(a) || invariant(b))) return this.add(reduce(a), reduce(b));
    if (x.op === "sub" && (invariant(a) || invariant(b))) return this.sub(reduce(a), reduce(b));
    if (x.op === "mul" && a.axis === null) return this.mul(a, reduce(b));
    if (x.op === "mul" && b.axis === null) return this.mul(b, reduce(a));
    if (map && x.op === "mul" && a.op === "gather" && a.map === map) return this.mul(a.inputs[0]!, reduce(b));
    if (map && x.op === "mul" && b.op === "gather" && b.map === map) return this.mul(b.inputs[0]!, reduce(a));
    return undefined;
  }

  /** f(g[i], h[i]) = f(g, h)[i]: what depends on a level only is computed once a level, not once a row. */
  private hoist(op: string, inputs: readonly Node[]): Node | undefined {
    const map = inputs.find((node) => node.op === "gather")?.map;
    if (!map || inputs.some((node) => node.axis !== null && node.map !== map)) return undefined;
    return this.gather(this.apply(op, ...inputs.map((node) => (node.axis === null ? node : node.inputs[0]!))), map);
  }

  private identity(object: DataArray | IndexMap): number {
    let id = this.dataIds.get(object);
    if (id === undefined) this.dataIds.set(object, (id = this.dataIds.size));
    return id;
  }

  private intern(key: string, node: Omit<Node, "id" | "fixed" | "positive">): Node {
    let known = this.known.get(key);
    if (!known) {
      const fixed = node.op !== "parameter" && node.inputs.every((input) => input.fixed);
      known = { ...node, id: this.nodes.length, fixed, positive: isPositive(node) };
      this.nodes.push(known);
      this.known.set(key, known);
    }
    return known;
  }
}

const commutative: ReadonlySet<string> = new Set(["add", "mul", "min", "max", "eq", "and", "or"]);

function isPositive({ op, inputs, value, data }: Omit<Node, "id" | "fixed" | "positive">): boolean {
  if (op === "constant") return value! > 0;
  if (op === "data") return !data!.mutable && data!.values.every((x) => x > 0);
  if (op === "select") return inputs[1]!.positive && inputs[2]!.positive;
  if (op === "max") return inputs.some((input) => input.positive);
  return alwaysPositive.has(op) || (keepsPositive.has(op) && inputs.every((input) => input.positive));
}

/** the axis of an elementwise result; callers check user formulas first, so a mismatch here is our fault */
function commonAxis(inputs: readonly Node[]): Axis | null {
  let axis: Axis | null = null;
  for (const input of inputs) {
    if (input.axis === null || input.axis === axis) continue;
    if (axis !== null) throw new Error(`axes ${axis.name} and ${input.axis.name} in one elementwise expression`);
    axis = input.axis;
  }
  return axis;
}
