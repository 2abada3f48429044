/** Compiled values and gradients equal the interpreter's, on random formulas over rows, levels and scalars. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { Instance } from "../../lib/compile/instance.ts";
import { compileProgram } from "../../lib/compile/program.ts";
import { gradient } from "../../lib/expression/gradient.ts";
import { Graph } from "../../lib/expression/graph.ts";
import type { Axis, IndexMap, Node } from "../../lib/expression/node.ts";
import { interpret } from "../support/interpret.ts";

/** 3 scalars, then one number for each of `levels` */
const SCALARS = 3;

interface World {
  g: Graph;
  rows: Axis;
  levels: Axis;
  map: IndexMap;
  leaves: Node[];
  x: Node;
  y: Node;
  theta: Node;
}

function world(rowCount: number, levelCount: number): World {
  const g = new Graph();
  const rows = { name: "rows", size: rowCount };
  const levels = { name: "level", size: levelCount };
  const wave = (k: number): Float64Array => Float64Array.from({ length: rowCount }, (_, i) => Math.sin(k + 2.3 * i) + 0.1);
  const map = { name: "level", from: rows, to: levels, index: Int32Array.from({ length: rowCount }, (_, i) => (i * i + 1) % levelCount) };
  const scalars = [0, 1, 2].map((k) => g.parameter(k, null));
  const theta = g.parameter(SCALARS, levels);
  const [x, y] = [g.data({ name: "x", values: wave(1) }, rows), g.data({ name: "y", values: wave(2).map(Math.abs).map((v) => v + 0.2) }, rows)];
  return { g, rows, levels, map, leaves: [...scalars, theta], x, y, theta };
}

/** a recipe for a node: indices into what was built before it, so that parts are shared */
interface Recipe {
  op: string;
  a: number;
  b: number;
  c: number;
}

const smooth = ["add", "sub", "mul", "neg", "exp", "tanh", "inv_logit", "log1p_exp", "sin", "cos", "square"];
const guarded = ["div", "log", "sqrt", "log1p", "lgamma", "pow", "log1m_exp", "atan"];
const shaped = ["select", "min", "max", "abs", "gather", "sum", "scatter", "scan", "shift", "shift_back", "maximum", "log_sum_exp_rows"];
const recipe: fc.Arbitrary<Recipe> = fc.record({
  op: fc.constantFrom(...smooth, ...guarded, ...shaped),
  a: fc.nat(1000), b: fc.nat(1000), c: fc.nat(1000),
});

/** every value is kept within (-2, 2), so that no random chain overflows */
const tame = (g: Graph, node: Node): Node => g.mul(g.constant(2), g.apply("tanh", g.mul(g.constant(0.5), node)));
const positive = (g: Graph, node: Node): Node => g.add(g.constant(0.3), g.square(node));

function build({ g, rows, map, leaves, x, y, theta }: World, recipes: readonly Recipe[]): Node {
  const pool: Node[] = [...leaves.slice(0, SCALARS), x, y, g.gather(theta, map), theta, g.constant(0.7)];
  for (const { op, a, b, c } of recipes) {
    const pick = (k: number): Node => pool[k % pool.length]!;
    let [p, q, r] = [pick(a), pick(b), pick(c)];
    const row = (node: Node): Node => (node.axis === theta.axis ? g.gather(node, map) : node);
    if (op !== "gather" && op !== "sum" && op !== "neg") [p, q, r] = [row(p), row(q), row(r)];
    pool.push(node());

    function node(): Node {
      switch (op) {
        case "add": return tame(g, g.add(p, q));
        case "sub": return tame(g, g.sub(p, q));
        case "mul": return g.mul(p, g.apply("tanh", q));
        case "neg": return g.neg(p);
        case "square": return tame(g, g.square(p));
        case "div": return tame(g, g.div(p, positive(g, q)));
        case "exp": return tame(g, g.exp(tame(g, p)));
        case "log": return g.log(positive(g, p));
        case "sqrt": return g.apply("sqrt", positive(g, p));
        case "log1p": return g.apply("log1p", g.square(p));
        case "lgamma": return g.apply("lgamma", positive(g, p));
        case "pow": return tame(g, g.pow(positive(g, p), tame(g, q)));
        case "log1m_exp": return tame(g, g.apply("log1m_exp", g.neg(positive(g, p))));
        case "select": return g.select(g.apply("lt", p, q), q, r);
        case "min": return g.apply("min", p, q);
        case "max": return g.apply("max", p, q);
        case "abs": return g.apply("abs", p);
        case "gather": return row(p);
        case "sum": return tame(g, g.mul(g.constant(1 / rows.size), g.sum(p)));
        case "maximum": return p.axis ? g.extreme("maximum", p) : p;
        case "scatter": return tame(g, g.gather(g.scatter(row(p), map), map));
        case "scan": return tame(g, g.scan("scan", g.mul(g.constant(0.5), g.apply("tanh", p)), q, rows));
        case "shift": return p.axis === rows ? g.shift(p, rows) : p;
        case "shift_back": return p.axis === rows ? g.shiftBack(p, rows) : p;
        case "log_sum_exp_rows": return tame(g, g.log(g.sum(g.exp(tame(g, row(p))), rows)));
        default: return g.apply(op, p);
      }
    }
  }
  const last = pool.slice(-4).map((node) => g.sum(node.axis === theta.axis ? g.gather(node, map) : node, rows));
  return last.reduce((a, b) => g.add(a, b));
}

function check(recipes: readonly Recipe[], rowCount: number, levelCount: number, seed: number): void {
  const w = world(rowCount, levelCount);
  const target = build(w, recipes);
  const dim = SCALARS + levelCount;
  const position = Float64Array.from({ length: dim }, (_, k) => Math.sin(seed + 1.7 * k));
  const derivatives = gradient(w.g, target, w.leaves);
  const outputs = w.leaves.map((leaf, k) => ({ node: derivatives[k]!, axis: leaf.axis, offset: leaf.offset! }));
  const instance = new Instance(compileProgram([{ name: "f", outputs, result: target }]), 2 * dim + 8);
  const [q, compiled] = [instance.array(dim), instance.array(dim)];
  q.set(position);
  const value = instance.entry("f")(q.byteOffset, compiled.byteOffset);
  const [expected] = interpret(target, position, new Float64Array(dim))[0]!;
  expect(relative(value, expected, rowCount)).toBeLessThan(1e-12);
  for (let k = 0; k < dim; k++) {
    const direction = new Float64Array(dim);
    direction[k] = 1;
    const [, slope] = interpret(target, position, direction)[0]!;
    expect(relative(compiled[k]!, slope, rowCount), `coordinate ${k}`).toBeLessThan(1e-12);
  }
}

/** sums over rows cancel, so the error is measured against the size of their terms */
const relative = (a: number, b: number, rows: number): number => Math.abs(a - b) / Math.max(Math.abs(b), rows);

test("values and gradients agree with the interpreter to 1e-12 on random formulas", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(recipe, { minLength: 1, maxLength: 12 }), fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 5 }), fc.nat(50), check),
    { numRuns: 300, seed: 20261123 },
  );
});

test("gradients agree with central differences of the compiled value to 1e-6", { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(fc.array(fc.record({ op: fc.constantFrom(...smooth, ...guarded, "gather", "sum", "scatter", "scan", "shift", "shift_back"), a: fc.nat(1000), b: fc.nat(1000), c: fc.nat(1000) }), { minLength: 1, maxLength: 10 }), fc.nat(50), (recipes, seed) => {
      const w = world(5, 3);
      const target = build(w, recipes);
      const dim = SCALARS + 3;
      const derivatives = gradient(w.g, target, w.leaves);
      const outputs = w.leaves.map((leaf, k) => ({ node: derivatives[k]!, axis: leaf.axis, offset: leaf.offset! }));
      const instance = new Instance(compileProgram([{ name: "f", outputs, result: target }]), 3 * dim + 8);
      const [q, slope, scratch] = [instance.array(dim), instance.array(dim), instance.array(dim)];
      q.set(Float64Array.from({ length: dim }, (_, k) => Math.cos(seed + 1.3 * k)));
      const f = instance.entry("f");
      f(q.byteOffset, slope.byteOffset);
      for (let k = 0; k < dim; k++) {
        const [x, h] = [q[k]!, 1e-5];
        q[k] = x + h;
        const up = f(q.byteOffset, scratch.byteOffset);
        q[k] = x - h;
        const down = f(q.byteOffset, scratch.byteOffset);
        q[k] = x;
        expect(Math.abs((up - down) / (2 * h) - slope[k]!) / Math.max(1, Math.abs(slope[k]!))).toBeLessThan(1e-6);
      }
    }),
    { numRuns: 100, seed: 7 },
  );
});
