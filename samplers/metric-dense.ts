/** The dense metric: F = L, the Cholesky factor of the covariance estimate. */
import { cholesky } from "../lib/linear/cholesky.ts";
import { vectorBytes } from "./leapfrog-program.ts";
import type { Metric } from "./metric.ts";

/** @returns undefined when `covariance` (dim × dim row-major) is not numerically positive definite */
export function denseMetric(covariance: Float64Array, dim: number): Metric | undefined {
  const factor = cholesky(covariance, dim);
  if (!factor) return undefined;
  const size = vectorBytes(dim) / 8;
  const packed = new Float64Array(2 * size * size);
  for (let i = 0; i < dim; i++) {
    for (let j = 0; j <= i; j++) {
      packed[i * size + j] = factor[i * dim + j];
      packed[(size + j) * size + i] = factor[i * dim + j];
    }
  }
  return { kind: "dense", data: covariance, packed };
}
