/** Hamiltonian dynamics of a log density by leapfrog steps in whitened coordinates. */
import { ensureBytes } from "../lib/compile/wasm/memory.ts";
import type { CompiledDensity, LogDensity } from "../lib/log-density.ts";
import type { Stream } from "../lib/random/stream.ts";
import { type LeapfrogCode, leapfrogCode, WorkspaceLayout } from "./leapfrog-program.ts";
import type { Metric } from "./metric.ts";

/** Where a chain stands between transitions. */
export interface Point {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  logDensity: number;
}

/** A point on a trajectory, in whitened phase space: the address of its displacement from the start, momentum and force. */
export type PhasePoint = number;

/** whose vectors a density's workspace holds: another kernel of the same density may have been at work in between */
const users = new WeakMap<CompiledDensity, Hamiltonian>();

/**
 * One trajectory at a time: `begin` at a point with fresh momentum, then any number of `leapfrog` steps between phase
 * points. All vectors lie in the density's own memory, beside its code.
 */
export class Hamiltonian {
  readonly density: LogDensity;
  /** for trajectories of one step that nobody keeps */
  readonly trial: readonly [PhasePoint, PhasePoint];
  /** for the kernel */
  readonly points: readonly PhasePoint[];
  /** gradients evaluated so far */
  evaluations = 0;
  private readonly compiled: CompiledDensity;
  private readonly code: LeapfrogCode;
  private readonly layout: WorkspaceLayout;
  private readonly metricOffset: number;
  private work = 0;
  /** the memory as numbers: element `address / 8` */
  private heap!: Float64Array;
  private metric: Metric | undefined;

  /** @param points how many phase points the kernel needs */
  constructor(density: LogDensity, points: number) {
    const { dim } = density;
    this.density = density;
    this.compiled = density.compiled ?? interpreted(density);
    this.layout = new WorkspaceLayout(dim);
    this.code = leapfrogCode(dim, this.compiled.memory, this.compiled.evaluate);
    this.metricOffset = this.layout.points + 3 * this.layout.vector * (points + 2);
    this.reserve(this.metricOffset);
    const all = Array.from({ length: points + 2 }, (_, k) => this.work + this.layout.points + 3 * this.layout.vector * k);
    this.trial = [all[0], all[1]];
    this.points = all.slice(2);
  }

  private reserve(bytes: number): void {
    this.work = this.compiled.workspace(bytes);
    this.heap = new Float64Array(this.compiled.memory.buffer);
  }

  /** the vector at an offset of the workspace; void when the memory grows */
  private vectorAt(offset: number): Float64Array {
    const at = (this.work + offset) / 8;
    return this.heap.subarray(at, at + this.density.dim);
  }

  /** the model position of the last evaluation; a copy */
  get position(): Float64Array {
    return this.vectorAt(this.layout.position).slice();
  }

  get gradient(): Float64Array {
    return this.vectorAt(this.layout.gradient).slice();
  }

  /** Copies what the last leapfrog step found into `point`. */
  take(point: Point): void {
    const { heap, work, layout } = this;
    const { position, gradient } = point;
    const from = (work + layout.position) / 8;
    const slope = (work + layout.gradient) / 8;
    for (let i = 0; i < position.length; i++) {
      position[i] = heap[from + i];
      gradient[i] = heap[slope + i];
    }
    point.logDensity = heap[(work + layout.logDensity) / 8];
  }

  /** Evaluates the density at `point.position`, filling in its gradient and log density. */
  evaluate(point: Point): void {
    const { work, layout } = this;
    this.vectorAt(layout.position).set(point.position);
    this.evaluations++;
    point.logDensity = this.compiled.evaluate(work + layout.position, work + layout.gradient);
    point.gradient.set(this.vectorAt(layout.gradient));
  }

  /** Starts a trajectory at `point` with standard normal momentum; returns the energy. */
  begin(point: Point, metric: Metric, start: PhasePoint, rng: Stream): number {
    this.use(metric);
    const { heap, layout, work } = this;
    const { dim } = this.density;
    this.vectorAt(layout.origin).set(point.position);
    heap.fill(0, (work + layout.gradient) / 8, (work + layout.gradient + layout.vector) / 8);
    this.vectorAt(layout.gradient).set(point.gradient);
    const momentum = (start + layout.vector) / 8;
    heap.fill(0, start / 8, (start + 2 * layout.vector) / 8);
    let square = 0;
    for (let i = momentum; i < momentum + dim; i++) {
      heap[i] = rng.normal();
      square += heap[i] * heap[i];
    }
    this.code.force[metric.kind](work, work + this.metricOffset, start);
    return 0.5 * square - point.logDensity;
  }

  /** Chains of one thread take turns, each with its metric; so may kernels. */
  private use(metric: Metric): void {
    if (this.metric === metric && users.get(this.compiled) === this) return;
    users.set(this.compiled, this);
    const { packed } = metric;
    this.reserve(this.metricOffset + packed.byteLength);
    this.heap.set(packed, (this.work + this.metricOffset) / 8);
    this.metric = metric;
  }

  copy(from: PhasePoint, to: PhasePoint): void {
    this.heap.copyWithin(to / 8, from / 8, (from + 3 * this.layout.vector) / 8);
  }

  /**
   * One leapfrog step of (signed) length `step`; returns the energy, NaN or infinite where the density is.
   * @source Neal 2011, eq. 5.18-5.20, in whitened coordinates
   * @cost one gradient; no allocation
   */
  leapfrog(from: PhasePoint, to: PhasePoint, step: number): number {
    this.evaluations++;
    return this.code.leapfrog[this.metric!.kind](this.work, this.work + this.metricOffset, from, to, step);
  }

  /** Whether the stretch from `a` to `b` (later in time when sign is 1) has turned back at either end. */
  turns(a: PhasePoint, b: PhasePoint, sign: number): boolean {
    return this.code.turns(a, b, sign) !== 0;
  }

  /** The model position of a phase point of this trajectory; `position` is this one afterwards. */
  positionOf(point: PhasePoint): Float64Array {
    this.code.place[this.metric!.kind](this.work, this.work + this.metricOffset, point);
    return this.position;
  }
}

/** a density without code of its own, in a memory of the sampler's */
function interpreted(density: LogDensity): CompiledDensity {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const [position, gradient] = [new Float64Array(density.dim), new Float64Array(density.dim)];
  return {
    memory,
    evaluate(from, to) {
      position.set(new Float64Array(memory.buffer, from, density.dim));
      const value = density.evaluate(position, gradient);
      new Float64Array(memory.buffer, to, density.dim).set(gradient);
      return value;
    },
    workspace(bytes) {
      ensureBytes(memory, bytes);
      return 0;
    },
  };
}
