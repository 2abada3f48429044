/** The two small terms of a Poisson mass that are left when its large ones have cancelled exactly. */

/** log n! - (n + 1/2) log n + n - log √(2π), n >= 10; five terms of Stirling's series leave an error below 1e-15 */
export function stirlingError(n: number): number {
  const r = 1 / (n * n);
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - r / 1188) * r) * r) * r) / n;
}

/**
 * x log(x / mean) + mean - x, without cancellation when x is near the mean.
 * @source Loader 2000, Fast and accurate computation of binomial probabilities, §2.2
 */
export function deviance(x: number, mean: number): number {
  const difference = x - mean;
  if (Math.abs(difference) >= 0.1 * (x + mean)) return x * Math.log(x / mean) - difference;
  const v = difference / (x + mean);
  let sum = difference * v;
  let power = 2 * x * v;
  for (let j = 3; ; j += 2) {
    power *= v * v;
    const next = sum + power / j;
    if (next === sum) return sum;
    sum = next;
  }
}
