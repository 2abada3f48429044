/** Hamiltonian dynamics of a log density by leapfrog steps in whitened coordinates. */
import type { LogDensity } from "../lib/log-density.ts";
import type { Stream } from "../lib/random/stream.ts";
import type { Metric } from "./metric.ts";
import type { PhasePoint } from "./phase-point.ts";

/** Where a chain stands between transitions. */
export interface Point {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  logDensity: number;
}

/**
 * One trajectory at a time: `begin` at a point with fresh momentum, then any number of `leapfrog` steps between phase
 * points. Positions and gradients pass through one pair of vectors in the density's own memory.
 */
export class Hamiltonian {
  readonly density: LogDensity;
  /** position, gradient and log density at the end of the last leapfrog step */
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  logDensity = 0;
  /** gradients evaluated so far */
  evaluations = 0;
  private readonly origin: Float64Array;
  private metric!: Metric;

  constructor(density: LogDensity) {
    this.density = density;
    this.position = density.vector();
    this.gradient = density.vector();
    this.origin = new Float64Array(density.dim);
  }

  /** Evaluates the density at `point.position`, filling in its gradient and log density. */
  evaluate(point: Point): void {
    this.position.set(point.position);
    this.evaluations++;
    point.logDensity = this.density.evaluate(this.position, this.gradient);
    point.gradient.set(this.gradient);
  }

  /** Starts a trajectory at `point` with standard normal momentum; returns the energy. */
  begin(point: Point, metric: Metric, start: PhasePoint, rng: Stream): number {
    this.metric = metric;
    this.origin.set(point.position);
    start.displacement.fill(0);
    metric.force(start, point.gradient);
    const { momentum } = start;
    let square = 0;
    for (let i = 0; i < momentum.length; i++) {
      momentum[i] = rng.normal();
      square += momentum[i] * momentum[i];
    }
    return 0.5 * square - point.logDensity;
  }

  /**
   * One leapfrog step of (signed) length `step`; returns the energy, NaN or infinite where the density is.
   * @source Neal 2011, eq. 5.18-5.20, in whitened coordinates
   * @cost one gradient; no allocation
   */
  leapfrog(from: PhasePoint, to: PhasePoint, step: number): number {
    this.metric.drift(from, to, step, this.origin, this.position);
    this.evaluations++;
    this.logDensity = this.density.evaluate(this.position, this.gradient);
    return this.metric.kick(to, this.gradient, step) - this.logDensity;
  }

  /** The model position of a phase point of this trajectory. */
  positionOf(point: PhasePoint): Float64Array {
    const position = new Float64Array(this.origin.length);
    this.metric.place(position, this.origin, point.displacement);
    return position;
  }
}
