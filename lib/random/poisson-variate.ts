/** Poisson variates. */
import { poissonRejection } from "../stdlib.ts";
import type { Stream } from "./stream.ts";

/** Below this mean, multiplying uniforms until they fall under e^-mean is quicker; the rejection needs at least 10. */
const SMALL = 10;

/**
 * One Poisson count; NaN unless 0 <= mean < Infinity.
 * Its log acceptance ratio is rounded to mean · 1e-16: masses are right to 1e-4 at a mean of 1e12, and above 2^53 the
 * count is a multiple of the spacing of doubles.
 * @source Hörmann 1993, The transformed rejection method for generating Poisson random variables, PTRD (@stdlib)
 */
export function poissonVariate(mean: number, rng: Stream): number {
  if (!(mean >= 0 && mean < Infinity)) return Number.NaN;
  return mean < SMALL ? byProducts(mean, rng) : poissonRejection(rng.uniform, mean);
}

function byProducts(mean: number, rng: Stream): number {
  const limit = Math.exp(-mean);
  let count = 0;
  for (let product = rng.uniform(); product > limit; product *= rng.uniform()) count++;
  return count;
}
