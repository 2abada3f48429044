/** Gamma variates with rate 1, and their logarithms, which stay finite where the variate itself underflows. */
import { gammaRejection } from "../stdlib.ts";
import type { Stream } from "./stream.ts";

/**
 * One gamma number with the given shape and rate 1; NaN unless 0 < shape < Infinity.
 * @source Marsaglia and Tsang 2000, A simple method for generating gamma variables (@stdlib)
 */
export function gammaVariate(shape: number, rng: Stream): number {
  return Math.exp(logGammaVariate(shape, rng));
}

/**
 * Its logarithm. A shape below 1 is reached from shape + 1 by a power of a uniform (their section 8), which at shape
 * 0.001 is usually smaller than the smallest number: only the logarithm can be divided or compared.
 */
export function logGammaVariate(shape: number, rng: Stream): number {
  if (!(shape > 0 && shape < Infinity)) return Number.NaN;
  const boost = shape < 1 ? Math.log1p(-rng.uniform()) / shape : 0;
  const d = (shape < 1 ? shape + 1 : shape) - 1 / 3;
  return boost + Math.log(gammaRejection(rng.uniform, rng.normal, 1, d, 1 / Math.sqrt(9 * d)));
}
