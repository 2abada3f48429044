/** The dense metric: F = L, the Cholesky factor of the covariance estimate. */
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
    for (let i = 0; i < dim; i++) {
      const gi = gradient[i];
      const row = i * dim;
      for (let j = 0; j <= i; j++) force[j] += factor[row + j] * gi;
    }
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
    for (let i = 0; i < dim; i++) {
      const row = i * dim;
      let sum = origin[i];
      for (let j = 0; j <= i; j++) sum += factor[row + j] * displacement[j];
      position[i] = sum;
    }
  }
}
