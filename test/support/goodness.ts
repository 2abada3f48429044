/** Do these numbers come from that distribution? Kolmogorov-Smirnov for continuous numbers, chi-square for counts. */
import gammainc from "@stdlib/math/base/special/gammainc/lib/index.js";

/**
 * The chance of a larger distance from the cdf than this one, if the numbers come from it.
 * @source Kolmogorov's limit with the small-sample correction of Stephens 1970
 */
export function kolmogorovSmirnov(numbers: readonly number[], cdf: (y: number) => number): number {
  const n = numbers.length;
  const sorted = Float64Array.from(numbers).sort();
  let distance = 0;
  sorted.forEach((y, i) => {
    const p = cdf(y);
    // a NaN must not pass for a small distance
    distance = Math.max(distance, (i + 1) / n - p, p - i / n);
  });
  const x = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * x * x);
  return x < 0.2 ? 1 : sum;
}

/** The same for counts, over the given values with their masses; neighbours share a bin until 10 are expected. */
export function chiSquare(counts: readonly number[], values: readonly number[], mass: (y: number) => number): number {
  const seen = new Map<number, number>();
  for (const y of counts) seen.set(y, (seen.get(y) ?? 0) + 1);
  let [statistic, bins, expected, found, left] = [0, 0, 0, 0, counts.length];
  const close = (want: number, have: number): void => {
    statistic += (have - want) ** 2 / want;
    bins++;
  };
  let remaining = counts.length;
  for (const y of values) {
    expected += counts.length * mass(y);
    found += seen.get(y) ?? 0;
    if (expected < 10 || remaining - expected < 10) continue;
    close(expected, found);
    remaining -= expected;
    left -= found;
    [expected, found] = [0, 0];
  }
  // whatever was drawn outside the values falls into the last bin too
  close(remaining, left);
  return (gammainc as (x: number, a: number, regularized: boolean, upper: boolean) => number)(
    statistic / 2,
    (bins - 1) / 2,
    true,
    true,
  );
}
