/** WebAssembly for leapfrog steps in whitened coordinates, on vectors in the memory of a compiled density. */
import { add, mul } from "../lib/compile/functions/arithmetic.ts";
import { encode } from "../lib/compile/wasm/encode.ts";
import { type Expr, type FunctionBuilder, ModuleBuilder, wasm } from "../lib/compile/wasm/module.ts";
import type { MetricKind } from "./metric.ts";

/** Addresses are bytes from the base of the workspace; vectors are whole pairs of lanes, a spare lane holds zero. */
export class WorkspaceLayout {
  /** bytes of a vector */
  readonly vector: number;
  /** the log density at the end of the last step */
  readonly logDensity = 0;
  readonly origin = 16;
  readonly position: number;
  readonly gradient: number;
  readonly scratch: number;
  /** the first phase point: displacement, momentum and force, one vector each */
  readonly points: number;

  constructor(dim: number) {
    this.vector = vectorBytes(dim);
    this.position = this.origin + this.vector;
    this.gradient = this.position + this.vector;
    this.scratch = this.gradient + this.vector;
    this.points = this.scratch + this.vector;
  }
}

/** whole pairs of lanes */
export const vectorBytes = (dim: number): number => 8 * (dim + (dim & 1));

/** What an instance exports. `work` is the base of the workspace, `metric` the address of the metric's packed numbers. */
export interface LeapfrogCode {
  /** force of `point` = F' gradient */
  readonly force: Readonly<Record<MetricKind, (work: number, metric: number, point: number) => void>>;
  /** position = origin + F displacement of `point` */
  readonly place: Readonly<Record<MetricKind, (work: number, metric: number, point: number) => void>>;
  /** a step of signed length from one phase point to another; returns the energy */
  readonly leapfrog: Readonly<Record<MetricKind, (work: number, metric: number, from: number, to: number, step: number) => number>>;
  /** 1 when the stretch from `a` to `b`, later in time by `sign`, has turned back at either end */
  readonly turns: (a: number, b: number, sign: number) => number;
}

const modules = new Map<number, WebAssembly.Module>();

/** @param logDensity (position, gradient) → value, by addresses in `memory` */
export function leapfrogCode(dim: number, memory: WebAssembly.Memory, logDensity: (position: number, gradient: number) => number): LeapfrogCode {
  let module = modules.get(dim);
  if (!module) modules.set(dim, (module = new WebAssembly.Module(encode(new LeapfrogProgram(dim).module))));
  const { exports } = new WebAssembly.Instance(module, { env: { memory, log_density: logDensity } });
  const each = (name: string): Record<MetricKind, never> => ({
    diagonal: exports[`${name}_diagonal`] as never,
    dense: exports[`${name}_dense`] as never,
    "low-rank": exports[`${name}_low-rank`] as never,
  });
  return { force: each("force"), place: each("place"), leapfrog: each("leapfrog"), turns: exports["turns"] as never };
}

const int = (value: number): Expr => wasm("i32.const", value);
const plus = (a: Expr, b: Expr): Expr => wasm("i32.add", a, b);
const load = (base: Expr, at: Expr, offset = 0): Expr => wasm("v128.load", plus(base, at), offset);
const zeros = wasm("v128.const", 0n, 0n);
const sumOfLanes = (pair: Expr): Expr => wasm("f64.add", wasm("f64x2.extract_lane", pair, 0), wasm("f64x2.extract_lane", pair, 1));
/** bytes of a shuffle: the first lanes of two pairs, or the second ones */
const LOWS = [0, 1, 2, 3, 4, 5, 6, 7, 16, 17, 18, 19, 20, 21, 22, 23];
const HIGHS = LOWS.map((byte) => byte + 8);
/** directions of a low-rank metric that are taken at a time: one alone waits for each addition */
export const DIRECTIONS = 4;

class LeapfrogProgram {
  readonly module = new ModuleBuilder();
  private readonly dim: number;
  private readonly at: WorkspaceLayout;
  private readonly bytes: number;

  constructor(dim: number) {
    this.dim = dim;
    this.at = new WorkspaceLayout(dim);
    this.bytes = this.at.vector;
    const logDensity = this.module.import("log_density", ["i32", "i32"], ["f64"]);
    const drift = this.drift();
    const kick = this.kick();
    this.turns();
    const maps = {
      diagonal: [this.forceDiagonal, this.placeDiagonal],
      dense: [this.forceDense, this.placeDense],
      "low-rank": [this.forceLowRank, this.placeLowRank],
    } as const;
    for (const [kind, [force, place]] of Object.entries(maps)) {
      const [forceOf, placeOf] = [force, place].map((emit, k) => {
        const f = this.module.define(`${k === 0 ? "force" : "place"}_${kind}`, ["i32", "i32", "i32"], [], true);
        emit.call(this, f, f.parameter(0), f.parameter(1), f.parameter(2));
        return f;
      });
      this.leapfrog(kind, { drift, place: placeOf!, logDensity, force: forceOf!, kick });
    }
  }

  /** @source Neal 2011, eq. 5.18-5.20, in whitened coordinates */
  private leapfrog(kind: string, parts: Record<"drift" | "place" | "logDensity" | "force" | "kick", FunctionBuilder>): void {
    const { module, at, dim } = this;
    const f = module.define(`leapfrog_${kind}`, ["i32", "i32", "i32", "i32", "f64"], ["f64"], true);
    const [work, metric, from, to, step] = [0, 1, 2, 3, 4].map((k) => f.parameter(k)) as [Expr, Expr, Expr, Expr, Expr];
    f.emit(module.call(parts.drift, from, to, step));
    f.emit(module.call(parts.place, work, metric, to));
    const value = f.bind(module.call(parts.logDensity, plus(work, int(at.position)), plus(work, int(at.gradient))));
    f.emit(wasm("f64.store", work, value, at.logDensity));
    if (dim % 2 === 1) f.emit(wasm("f64.store", work, wasm("f64.const", 0), at.gradient + 8 * dim));
    f.emit(module.call(parts.force, work, metric, to));
    f.emit(wasm("f64.sub", module.call(parts.kick, to, step), value));
  }

  /** half a kick from the force at `from`, then the drift: momentum and displacement of `to` */
  private drift(): FunctionBuilder {
    const f = this.module.define("drift", ["i32", "i32", "f64"], []);
    const [from, to] = [f.parameter(0), f.parameter(1)];
    const step = f.bind(wasm("f64x2.splat", f.parameter(2)));
    const half = f.bind(mul(step, wasm("f64x2.splat", wasm("f64.const", 0.5))));
    this.each(f, (at) => {
      const p = f.bind(add(load(from, at, this.bytes), mul(half, load(from, at, 2 * this.bytes))));
      this.store(f, to, at, p, this.bytes);
      this.store(f, to, at, add(load(from, at), mul(step, p)));
    });
    return f;
  }

  /** the second half kick, from the force of `to`; returns the kinetic energy */
  private kick(): FunctionBuilder {
    const f = this.module.define("kick", ["i32", "f64"], ["f64"]);
    const to = f.parameter(0);
    const half = f.bind(wasm("f64x2.splat", wasm("f64.mul", f.parameter(1), wasm("f64.const", 0.5))));
    const square = f.local("v128");
    this.each(f, (at) => {
      const p = f.bind(add(load(to, at, this.bytes), mul(half, load(to, at, 2 * this.bytes))));
      this.store(f, to, at, p, this.bytes);
      f.assign(square, add(square, mul(p, p)));
    });
    f.emit(wasm("f64.mul", wasm("f64.const", 0.5), sumOfLanes(square)));
    return f;
  }

  private turns(): void {
    const f = this.module.define("turns", ["i32", "i32", "f64"], ["i32"], true);
    const [a, b, sign] = [f.parameter(0), f.parameter(1), f.parameter(2)];
    const [atA, atB] = [f.local("v128"), f.local("v128")];
    this.each(f, (at) => {
      const delta = f.bind(wasm("f64x2.sub", load(b, at), load(a, at)));
      f.assign(atA, add(atA, mul(delta, load(a, at, this.bytes))));
      f.assign(atB, add(atB, mul(delta, load(b, at, this.bytes))));
    });
    const isBack = (dot: Expr): Expr => wasm("f64.lt", wasm("f64.mul", sign, sumOfLanes(dot)), wasm("f64.const", 0));
    f.emit(wasm("i32.or", isBack(atA), isBack(atB)));
  }

  /** metric: the scales */
  private forceDiagonal(f: FunctionBuilder, work: Expr, metric: Expr, point: Expr): void {
    this.each(f, (at) => this.store(f, point, at, mul(load(metric, at), load(work, at, this.at.gradient)), 2 * this.bytes));
  }

  private placeDiagonal(f: FunctionBuilder, work: Expr, metric: Expr, point: Expr): void {
    this.each(f, (at) => this.store(f, work, at, add(load(work, at, this.at.origin), mul(load(metric, at), load(point, at))), this.at.position));
  }

  /** metric: the rows of L, then those of L', both filled up with zeros to whole pairs of rows and lanes */
  private forceDense(f: FunctionBuilder, work: Expr, metric: Expr, point: Expr): void {
    const transposed = plus(metric, int((this.bytes / 8) * this.bytes));
    this.rowsTimes(f, transposed, plus(work, int(this.at.gradient)), (row) => [row, int(this.bytes)], (row, sums) => this.store(f, point, row, sums, 2 * this.bytes));
  }

  private placeDense(f: FunctionBuilder, work: Expr, metric: Expr, point: Expr): void {
    this.rowsTimes(f, metric, point, (row) => [int(0), plus(row, int(16))], (row, sums) =>
      this.store(f, work, row, add(load(work, row, this.at.origin), sums), this.at.position));
  }

  /** matrix · vector, two rows at a time; `range` gives the columns of the pair of rows that are not zero, in bytes */
  private rowsTimes(f: FunctionBuilder, matrix: Expr, vector: Expr, range: (row: Expr) => [Expr, Expr], write: (row: Expr, sums: Expr) => void): void {
    const [first, x] = [f.bind(plus(matrix, int(0))), f.bind(vector)];
    const [upper, lower] = [f.local("v128"), f.local("v128")];
    this.each(f, (row) => {
      const second = f.bind(plus(first, int(this.bytes)));
      f.assign(upper, zeros);
      f.assign(lower, zeros);
      const [from, to] = range(row);
      this.each(f, (at) => {
        const value = f.bind(load(x, at));
        f.assign(upper, add(upper, mul(load(first, at), value)));
        f.assign(lower, add(lower, mul(load(second, at), value)));
      }, from, to);
      write(row, add(wasm("i8x16.shuffle", upper, lower, ...LOWS), wasm("i8x16.shuffle", upper, lower, ...HIGHS)));
      f.assign(first, plus(second, int(this.bytes)));
    });
  }

  /** metric: the number of directions as an int32 in 16 bytes, the scales, the stretches √Λ - 1, the directions */
  private forceLowRank(f: FunctionBuilder, work: Expr, metric: Expr, point: Expr): void {
    this.each(f, (at) => {
      const scaled = f.bind(mul(load(metric, at, 16), load(work, at, this.at.gradient)));
      this.store(f, work, at, scaled, this.at.scratch);
      this.store(f, point, at, scaled, 2 * this.bytes);
    });
    this.addStretch(f, metric, plus(work, int(this.at.scratch)), plus(point, int(2 * this.bytes)));
  }

  private placeLowRank(f: FunctionBuilder, work: Expr, metric: Expr, point: Expr): void {
    this.each(f, (at) => this.store(f, work, at, load(point, at), this.at.scratch));
    this.addStretch(f, metric, point, plus(work, int(this.at.scratch)));
    this.each(f, (at) =>
      this.store(f, work, at, add(load(work, at, this.at.origin), mul(load(metric, at, 16), load(work, at, this.at.scratch))), this.at.position));
  }

  /** out += U'(√Λ - I)U vector, where `out` is not `vector` */
  private addStretch(f: FunctionBuilder, metric: Expr, vector: Expr, out: Expr): void {
    const count = f.bind(wasm("i32.load", metric, 0));
    const [x, y] = [f.bind(vector), f.bind(out)];
    const stretch = f.bind(plus(metric, int(16 + this.bytes)));
    const direction = f.bind(plus(stretch, wasm("i32.mul", int(8), count)));
    const left = f.bind(plus(count, int(0)));
    const dots = Array.from({ length: DIRECTIONS }, () => f.local("v128"));
    f.when(left, () =>
      f.loop(
        () => {
          for (const dot of dots) f.assign(dot, zeros);
          this.each(f, (at) => {
            const value = f.bind(load(x, at));
            const base = f.bind(plus(direction, at));
            dots.forEach((dot, k) => f.assign(dot, add(dot, mul(wasm("v128.load", base, k * this.bytes), value))));
          });
          dots.forEach((dot, k) => f.assign(dot, wasm("f64x2.splat", wasm("f64.mul", wasm("f64.load", stretch, 8 * k), sumOfLanes(dot)))));
          this.each(f, (at) => {
            const base = f.bind(plus(direction, at));
            const [a, b, c, d] = dots.map((dot, k) => mul(dot, wasm("v128.load", base, k * this.bytes))) as [Expr, Expr, Expr, Expr];
            this.store(f, y, at, add(load(y, at), add(add(a, b), add(c, d))));
          });
          f.assign(direction, plus(direction, int(DIRECTIONS * this.bytes)));
          f.assign(stretch, plus(stretch, int(8 * DIRECTIONS)));
          f.assign(left, plus(left, int(-DIRECTIONS)));
        },
        () => left,
      ));
  }

  /** a loop over byte offsets of pairs of lanes */
  private each(f: FunctionBuilder, body: (at: Expr) => void, from: Expr = int(0), to: Expr = int(this.bytes)): void {
    const at = f.local("i32");
    f.assign(at, from);
    f.loop(
      () => {
        body(at);
        f.assign(at, plus(at, int(16)));
      },
      () => wasm("i32.lt_u", at, to),
    );
  }

  private store(f: FunctionBuilder, base: Expr, at: Expr, value: Expr, offset = 0): void {
    f.emit(wasm("v128.store", plus(base, at), value, offset));
  }
}
