/** The metric as a linear map F from whitened to model coordinates: covariance estimate F·Fᵀ, unit mass in whitened space. */
import { CredenceError } from "../lib/errors.ts";
import { denseMetric } from "./metric-dense.ts";
import { diagonalMetric } from "./metric-diagonal.ts";
import { lowRankMetric } from "./metric-low-rank.ts";

export type MetricKind = "diagonal" | "dense" | "low-rank";

/**
 * Positions are x = origin + F·y, where y is the whitened displacement from the trajectory's start; momenta and forces
 * live in whitened space, so the kinetic energy is ½|p|² and a U-turn is a sign of Δy·p, whatever F is.
 */
export interface Metric {
  readonly kind: MetricKind;
  /** as in `ChainAdaptation.inverseMetric`; `restoreMetric` builds the same metric from it, bit for bit */
  readonly data: Float64Array;
  /** F as the leapfrog code reads it */
  readonly packed: Float64Array;
}

/** The coordinates below which `auto` takes a dense metric: a step costs dim² multiplications, below most densities' own cost. */
export const DENSE_LIMIT = 100;

/** The target acceptance of `auto`: small densities are often far from normal, and a step of theirs costs little. */
export function automaticTarget(dim: number): number {
  return dim <= DENSE_LIMIT ? 0.9 : 0.8;
}

/** The metric that has this `data`. */
export function restoreMetric(kind: MetricKind, data: Float64Array, dim: number): Metric {
  if (kind === "diagonal") return diagonalMetric(data);
  if (kind === "low-rank") return lowRankMetric(data, dim);
  const metric = denseMetric(data, dim);
  if (metric) return metric;
  throw new CredenceError({
    code: "sampler/metric",
    message: `the stored dense inverse metric of dimension ${dim} is not positive definite`,
    fix: "start from a fit that finished, or without its metric",
  });
}
