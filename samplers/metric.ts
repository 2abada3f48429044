/** The metric as a linear map F from whitened to model coordinates: covariance estimate F·Fᵀ, unit mass in whitened space. */
import type { PhasePoint } from "./phase-point.ts";
import { CredenceError } from "../lib/errors.ts";
import { DenseMetric } from "./metric-dense.ts";
import { DiagonalMetric } from "./metric-diagonal.ts";
import { LowRankMetric } from "./metric-low-rank.ts";

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

/** The coordinates below which `auto` takes a dense metric: a step costs dim² multiplications, below most densities' own cost. */
export const DENSE_LIMIT = 100;

/** The target acceptance of `auto`: small densities are often far from normal, and a step of theirs costs little. */
export function automaticTarget(dim: number): number {
  return dim <= DENSE_LIMIT ? 0.9 : 0.8;
}

/** The metric that has this `data`. */
export function restoreMetric(kind: MetricKind, data: Float64Array, dim: number): Metric {
  if (kind === "diagonal") return new DiagonalMetric(data);
  if (kind === "low-rank") return new LowRankMetric(data, dim);
  const metric = DenseMetric.of(data, dim);
  if (metric) return metric;
  throw new CredenceError({
    code: "sampler/metric",
    message: `the stored dense inverse metric of dimension ${dim} is not positive definite`,
    fix: "start from a fit that finished, or without its metric",
  });
}
