/** Choices among weighted categories. */
import type { Stream } from "./stream.ts";

/** A category 1 .. weights.length with chance proportional to its weight >= 0; NaN if their sum is not positive and finite. */
export function categoricalVariate(weights: Float64Array, rng: Stream): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0 && total < Infinity)) return Number.NaN;
  let rest = rng.uniform() * total;
  let last = 0;
  for (let k = 0; k < weights.length; k++) {
    if (weights[k]! === 0) continue;
    last = k + 1;
    if (rest < weights[k]!) return last;
    rest -= weights[k]!;
  }
  return last;
}
