/** The diagonal metric: F = diag(scale). */
import { vectorBytes } from "./leapfrog-program.ts";
import type { Metric } from "./metric.ts";

/** @param variance length dim, each > 0 */
export function diagonalMetric(variance: Float64Array): Metric {
  const packed = new Float64Array(vectorBytes(variance.length) / 8);
  packed.set(variance.map(Math.sqrt));
  return { kind: "diagonal", data: variance, packed };
}
