/** What one transition of a kernel reports, and the candidate it may move to. */
import type { Metric } from "./metric.ts";
import type { Hamiltonian, PhasePoint, Point } from "./hamiltonian.ts";
import type { Stream } from "../lib/random/stream.ts";

export interface Transition {
  /** mean over the trajectory's leapfrog steps of min(1, exp(-energy error)) */
  acceptance: number;
  /** the same mean of 2 min(1, e) / (1 + e), e = exp(-energy error): unbiased by the direction of the error */
  symmetricAcceptance: number;
  depth: number;
  leapfrogs: number;
  energy: number;
  /** signed number of leapfrog steps between the start and the chosen point; 0 when the chain stayed */
  index: number;
  /** set when the trajectory diverged */
  divergence: TrajectoryDivergence | undefined;
}

export interface TrajectoryDivergence {
  readonly start: number[];
  readonly end: number[];
  readonly energyError: number;
  readonly reason: string;
}

export function zeroTransition(): Transition {
  return {
    acceptance: 0,
    symmetricAcceptance: 0,
    depth: 0,
    leapfrogs: 0,
    energy: 0,
    index: 0,
    divergence: undefined,
  };
}

/** A Markov kernel that leaves the density invariant: moves `point` in place. The result object is reused. */
export interface Kernel {
  readonly hamiltonian: Hamiltonian;
  /** @param depthLimit at most 2^depthLimit leapfrog steps, below the kernel's own limit */
  transition(point: Point, metric: Metric, stepSize: number, rng: Stream, depthLimit?: number): Transition;
}

/** A point that a trajectory may end in. */
export class Candidate implements Point {
  readonly position: Float64Array;
  readonly gradient: Float64Array;
  logDensity = 0;
  energy = 0;
  index = 0;

  constructor(dim: number) {
    this.position = new Float64Array(dim);
    this.gradient = new Float64Array(dim);
  }

  take(hamiltonian: Hamiltonian, energy: number, index: number): void {
    hamiltonian.take(this);
    this.energy = energy;
    this.index = index;
  }

  moveTo(point: Point): void {
    point.position.set(this.position);
    point.gradient.set(this.gradient);
    point.logDensity = this.logDensity;
  }
}

/** Describes the leapfrog step that left `from` and failed at the Hamiltonian's present position. */
export function describeDivergence(
  hamiltonian: Hamiltonian,
  from: PhasePoint,
  energyError: number,
): TrajectoryDivergence {
  const end: Point = { position: new Float64Array(hamiltonian.density.dim), gradient: new Float64Array(hamiltonian.density.dim), logDensity: 0 };
  hamiltonian.take(end);
  return {
    start: Array.from(hamiltonian.positionOf(from)),
    end: Array.from(end.position),
    energyError,
    reason: Number.isFinite(end.logDensity) ? "" : hamiltonian.density.explain(end.position),
  };
}
