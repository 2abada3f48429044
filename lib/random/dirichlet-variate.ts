/** Dirichlet variates. */
import { logGammaVariate } from "./gamma-variate.ts";
import type { Stream } from "./stream.ts";

/**
 * A simplex with concentrations alpha > 0: normalised gammas, on the log scale so that tiny alpha cannot give 0 / 0.
 * @source Devroye 1986, Non-uniform random variate generation, XI.4.1
 */
export function dirichletVariate(alpha: Float64Array, rng: Stream): Float64Array {
  const logs = alpha.map((shape) => logGammaVariate(shape, rng));
  const top = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
