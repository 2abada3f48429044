/** The low-rank metric: F = diag(s) (I + Uᵀ(√Λ - I)U), a diagonal with a few stretched or squeezed directions. */
import type { Metric } from "./metric.ts";
import { halfKick, kickAndDrift, type PhasePoint } from "./phase-point.ts";

export class LowRankMetric implements Metric {
  readonly kind = "low-rank";
  /** dim scales, k eigenvalues, k unit vectors of length dim */
  readonly data: Float64Array;
  private readonly scale: Float64Array;
  private readonly stretch: Float64Array;
  private readonly directions: Float64Array;
  private readonly scratch: Float64Array;

  constructor(data: Float64Array, dim: number) {
    const rank = (data.length - dim) / (dim + 1);
    this.data = data;
    this.scale = data.subarray(0, dim);
    this.stretch = data.slice(dim, dim + rank).map((eigenvalue) => Math.sqrt(eigenvalue) - 1);
    this.directions = data.subarray(dim + rank);
    this.scratch = new Float64Array(dim);
  }

  force({ force }: PhasePoint, gradient: Float64Array): void {
    const { scale, scratch } = this;
    for (let i = 0; i < scale.length; i++) {
      scratch[i] = scale[i] * gradient[i];
      force[i] = scratch[i];
    }
    this.addStretch(force, scratch);
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
    const { scale, scratch } = this;
    scratch.set(displacement);
    this.addStretch(scratch, displacement);
    for (let i = 0; i < scale.length; i++) position[i] = origin[i] + scale[i] * scratch[i];
  }

  /** out += Uᵀ(√Λ - I)U vector, two directions at a time; `out` is not `vector` */
  private addStretch(out: Float64Array, vector: Float64Array): void {
    const { stretch, directions } = this;
    const dim = vector.length;
    for (let k = 0; k < stretch.length; k += 2) {
      const row = k * dim;
      const next = k + 1 < stretch.length ? row + dim : row;
      let dot = 0;
      let nextDot = 0;
      for (let i = 0; i < dim; i++) {
        dot += directions[row + i] * vector[i];
        nextDot += directions[next + i] * vector[i];
      }
      dot *= stretch[k];
      nextDot *= next === row ? 0 : stretch[k + 1];
      for (let i = 0; i < dim; i++) out[i] += dot * directions[row + i] + nextDot * directions[next + i];
    }
  }
}
