/** The low-rank metric: F = diag(s) (I + Uᵀ(√Λ - I)U), a diagonal with a few stretched or squeezed directions. */
import { DIRECTIONS, vectorBytes } from "./leapfrog-program.ts";
import type { Metric } from "./metric.ts";

/** @param data dim scales, k eigenvalues, k unit vectors of length dim */
export function lowRankMetric(data: Float64Array, dim: number): Metric {
  const rank = (data.length - dim) / (dim + 1);
  const count = DIRECTIONS * Math.ceil(rank / DIRECTIONS);
  const size = vectorBytes(dim) / 8;
  const packed = new Float64Array(2 + size + count + count * size);
  new Int32Array(packed.buffer)[0] = count;
  packed.set(data.subarray(0, dim), 2);
  for (let k = 0; k < rank; k++) {
    packed[2 + size + k] = Math.sqrt(data[dim + k]) - 1;
    const direction = dim + rank + k * dim;
    packed.set(data.subarray(direction, direction + dim), 2 + size + count + k * size);
  }
  return { kind: "low-rank", data, packed };
}
