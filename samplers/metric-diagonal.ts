/** The diagonal metric: F = diag(scale). */
import type { Metric } from "./metric.ts";
import type { PhasePoint } from "./phase-point.ts";

export class DiagonalMetric implements Metric {
  readonly kind = "diagonal";
  readonly data: Float64Array;
  private readonly scale: Float64Array;

  /** @param variance length dim, each > 0 */
  constructor(variance: Float64Array) {
    this.data = variance;
    this.scale = variance.map(Math.sqrt);
  }

  force({ force }: PhasePoint, gradient: Float64Array): void {
    const { scale } = this;
    for (let i = 0; i < scale.length; i++) force[i] = scale[i] * gradient[i];
  }

  drift(from: PhasePoint, to: PhasePoint, step: number, origin: Float64Array, position: Float64Array): void {
    const { scale } = this;
    const { displacement: y0, momentum: p0, force } = from;
    const { displacement: y, momentum: p } = to;
    const half = 0.5 * step;
    for (let i = 0; i < scale.length; i++) {
      const pi = p0[i] + half * force[i];
      const yi = y0[i] + step * pi;
      p[i] = pi;
      y[i] = yi;
      position[i] = origin[i] + scale[i] * yi;
    }
  }

  kick(to: PhasePoint, gradient: Float64Array, step: number): number {
    const { scale } = this;
    const { momentum: p, force } = to;
    const half = 0.5 * step;
    let square = 0;
    for (let i = 0; i < scale.length; i++) {
      const fi = scale[i] * gradient[i];
      const pi = p[i] + half * fi;
      force[i] = fi;
      p[i] = pi;
      square += pi * pi;
    }
    return 0.5 * square;
  }

  place(position: Float64Array, origin: Float64Array, displacement: Float64Array): void {
    const { scale } = this;
    for (let i = 0; i < scale.length; i++) position[i] = origin[i] + scale[i] * displacement[i];
  }
}
