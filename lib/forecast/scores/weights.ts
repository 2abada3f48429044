/** Weights of draws: checked, scaled to sum to one, and what they are worth. */
import { CredenceError } from "../../errors.ts";

/**
 * Weights scaled to sum to 1; equal ones when none are given.
 * @throws CredenceError scores/weights when one is negative or not finite, none is positive, or the lengths differ
 */
export function normalizedWeights(n: number, weights?: Float64Array): Float64Array {
  if (weights === undefined) return new Float64Array(n).fill(1 / n);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Number.POSITIVE_INFINITY));
  if (weights.length !== n || bad >= 0 || !(total > 0)) {
    throw new CredenceError({
      code: "scores/weights",
      message:
        bad >= 0 ? `weight ${bad + 1} is ${weights[bad]}` : `${weights.length} weights sum to ${total} for ${n} draws`,
      expected: "one weight a draw, each finite and >= 0, one at least above 0",
    });
  }
  return weights.map((weight) => weight / total);
}

/**
 * Kish's effective number of weighted draws, (sum w)^2 / sum w^2: between 1 and their count.
 * @source Kish 1965
 */
export function weightsEss(weights: Float64Array): number {
  const normalized = normalizedWeights(weights.length, weights);
  return 1 / normalized.reduce((sum, weight) => sum + weight * weight, 0);
}

/** The mean of values under weights that sum to 1, and its standard error as a ratio estimate. */
export function weightedMean(values: Float64Array, weights: Float64Array): { mean: number; mcse: number } {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += weights[i] * values[i];
  let square = 0;
  for (let i = 0; i < values.length; i++) square += (weights[i] * (values[i] - mean)) ** 2;
  return { mean, mcse: Math.sqrt(square) };
}
