/** Variates of the LKJ distribution of correlation matrices, as Cholesky factors. */
import { betaVariate } from "./beta-variate.ts";
import type { Stream } from "./stream.ts";

/**
 * A lower-triangular factor of a random correlation matrix of the given size, row by row.
 * Row k + 1 is a point inside the unit ball of k dimensions, closed to length 1 on the diagonal: direction uniform,
 * squared radius beta(k/2, eta + (size - k)/2 - 1/2) by the density of `lkj_corr_cholesky`.
 * @source Lewandowski, Kurowicka and Joe 2009, Generating random correlation matrices, §3.2 (onion method)
 */
export function lkjCholeskyVariate(eta: number, size: number, rng: Stream): Float64Array {
  const factor = new Float64Array(size * size);
  factor[0] = 1;
  for (let k = 1; k < size; k++) {
    const direction = Array.from({ length: k }, () => rng.normal());
    const squaredRadius = betaVariate(k / 2, eta + (size - k - 1) / 2, rng);
    const stretch = Math.sqrt(squaredRadius) / Math.hypot(...direction);
    direction.forEach((x, j) => {
      factor[k * size + j] = x * stretch;
    });
    factor[k * size + k] = Math.sqrt(1 - squaredRadius);
  }
  return factor;
}
