/** The dense metric: F = L, the Cholesky factor of the covariance estimate. Two rows at a time: twice as fast as one. */
import { cholesky } from "../lib/linear/cholesky.ts";
import type { Metric } from "./metric.ts";
import { halfKick, kickAndDrift, type PhasePoint } from "./phase-point.ts";

export class DenseMetric implements Metric {
  readonly kind = "dense";
  readonly data: Float64Array;
  private readonly factor: Float64Array;

  private constructor(covariance: Float64Array, factor: Float64Array) {
    this.data = covariance;
    this.factor = factor;
  }

  /** @returns undefined when `covariance` (dim × dim row-major) is not numerically positive definite */
  static of(covariance: Float64Array, dim: number): DenseMetric | undefined {
    const factor = cholesky(covariance, dim);
    return factor && new DenseMetric(covariance, factor);
  }

  force({ force }: PhasePoint, gradient: Float64Array): void {
    const { factor } = this;
    const dim = force.length;
    force.fill(0);
    const pairs = dim & ~1;
    for (let i = 0; i < pairs; i += 2) {
      const row = i * dim;
      const next = row + dim;
      const gi = gradient[i];
      const gn = gradient[i + 1];
      for (let j = 0; j <= i; j++) force[j] += factor[row + j] * gi + factor[next + j] * gn;
      force[i + 1] += factor[next + i + 1] * gn;
    }
    if (pairs === dim) return;
    const row = pairs * dim;
    for (let j = 0; j < dim; j++) force[j] += factor[row + j] * gradient[pairs];
  }

  drift(from: PhasePoint, to: PhasePoint, step: number, origin: Float64Array, position: Float64Array): void {
    kickAndDrift(from, to, step);
    this.place(position, origin, to.displacement);
  }

  kick(to: PhasePoint, gradient: Float64Array, step: number): number {
    this.force(to, gradient);
    return halfKick(to, step);
  }

  place(position: Float64Array, origin: Float64Array, displacement: Float64Array): void {
    const { factor } = this;
    const dim = origin.length;
    const pairs = dim & ~1;
    for (let i = 0; i < pairs; i += 2) {
      const row = i * dim;
      const next = row + dim;
      let sum = origin[i];
      let nextSum = origin[i + 1] + factor[next + i + 1] * displacement[i + 1];
      for (let j = 0; j <= i; j++) {
        sum += factor[row + j] * displacement[j];
        nextSum += factor[next + j] * displacement[j];
      }
      position[i] = sum;
      position[i + 1] = nextSum;
    }
    if (pairs === dim) return;
    const row = pairs * dim;
    let sum = origin[pairs];
    for (let j = 0; j < dim; j++) sum += factor[row + j] * displacement[j];
    position[pairs] = sum;
  }
}
