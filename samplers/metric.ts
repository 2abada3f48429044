/** The metric as a linear map F from whitened to model coordinates: covariance estimate F·Fᵀ, unit mass in whitened space. */
import type { PhasePoint } from "./phase-point.ts";
import { DiagonalMetric } from "./metric-diagonal.ts";

export type MetricKind = "diagonal" | "dense" | "low-rank";

/**
 * The two halves of a leapfrog step, and what a checkpoint needs.
 *
 * Positions are x = origin + F·y, where y is the whitened displacement from the trajectory's start; momenta and forces
 * live in whitened space, so the kinetic energy is ½|p|² and a U-turn is a sign of Δy·p, whatever F is.
 */
export interface Metric {
  readonly kind: MetricKind;
  /** as in `ChainAdaptation.inverseMetric`; `restoreMetric` builds the same metric from it, bit for bit */
  readonly data: Float64Array;
  /** sets the force Fᵀ·gradient */
  force(point: PhasePoint, gradient: Float64Array): void;
  /** the first half kick and the drift: writes momentum and displacement of `to`, and the model position */
  drift(from: PhasePoint, to: PhasePoint, step: number, origin: Float64Array, position: Float64Array): void;
  /** the second half kick: sets force and momentum of `to`; returns the kinetic energy */
  kick(to: PhasePoint, gradient: Float64Array, step: number): number;
  /** position = origin + F·displacement */
  place(position: Float64Array, origin: Float64Array, displacement: Float64Array): void;
}

export function restoreMetric(kind: MetricKind, data: Float64Array, dim: number): Metric {
  if (kind === "diagonal") return new DiagonalMetric(data);
  throw new Error(`metric ${kind} of dimension ${dim} is not built yet`);
}
