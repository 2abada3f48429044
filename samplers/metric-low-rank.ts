/** The low-rank metric: F = diag(s) (I + Uᵀ(√Λ - I)U), a diagonal with a few stretched or squeezed directions. */
import type { Metric } from "./metric.ts";
import { halfKick, kickAndDrift, type PhasePoint } from "./phase-point.ts";

export class LowRankMetric implements Metric {
  readonly kind = "low-rank";
  /** dim scales, k eigenvalues, k unit vectors of length dim */
  readonly data: Float64Array;
  private readonly scale: Float64Array;
  /** √Λ - 1 and the directions, filled up with zeros to a multiple of four */
  private readonly stretch: Float64Array;
  private readonly directions: Float64Array;
  private readonly scratch: Float64Array;

  constructor(data: Float64Array, dim: number) {
    const rank = (data.length - dim) / (dim + 1);
    this.data = data;
    this.scale = data.subarray(0, dim);
    const padded = (rank + 3) & ~3;
    this.stretch = Float64Array.from({ length: padded }, (_, k) => (k < rank ? Math.sqrt(data[dim + k]) - 1 : 0));
    this.directions = new Float64Array(padded * dim);
    this.directions.set(data.subarray(dim + rank));
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

  /** out += Uᵀ(√Λ - I)U vector, four directions at a time: one alone waits for each addition; `out` is not `vector` */
  private addStretch(out: Float64Array, vector: Float64Array): void {
    const { stretch, directions } = this;
    const dim = vector.length;
    for (let k = 0; k < stretch.length; k += 4) {
      const a = k * dim;
      const b = a + dim;
      const c = b + dim;
      const d = c + dim;
      let da = 0;
      let db = 0;
      let dc = 0;
      let dd = 0;
      for (let i = 0; i < dim; i++) {
        const v = vector[i];
        da += directions[a + i] * v;
        db += directions[b + i] * v;
        dc += directions[c + i] * v;
        dd += directions[d + i] * v;
      }
      da *= stretch[k];
      db *= stretch[k + 1];
      dc *= stretch[k + 2];
      dd *= stretch[k + 3];
      for (let i = 0; i < dim; i++) {
        out[i] += da * directions[a + i] + db * directions[b + i] + (dc * directions[c + i] + dd * directions[d + i]);
      }
    }
  }
}
