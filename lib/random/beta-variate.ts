/** Beta variates. */
import { logGammaVariate } from "./gamma-variate.ts";
import type { Stream } from "./stream.ts";

/**
 * One beta(a, b) number: gamma(a) / (gamma(a) + gamma(b)), on the log scale so that tiny a and b cannot give 0 / 0.
 * @source Devroye 1986, Non-uniform random variate generation, IX.4.1
 */
export function betaVariate(a: number, b: number, rng: Stream): number {
  return 1 / (1 + Math.exp(logGammaVariate(b, rng) - logGammaVariate(a, rng)));
}
