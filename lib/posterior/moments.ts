/** Mean, variance and standard deviation of a run of numbers, in two passes. */

/** The arithmetic mean; NaN of nothing. The second pass takes back the rounding of the first. */
export function mean(values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  const first = sum / values.length;
  let rest = 0;
  for (let i = 0; i < values.length; i++) rest += values[i] - first;
  const corrected = first + rest / values.length;
  return Number.isFinite(corrected) ? corrected : first;
}

/** The unbiased variance (divisor n - 1); NaN of fewer than two values. */
export function variance(values: Float64Array, center: number = mean(values)): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (values[i] - center) ** 2;
  return values.length < 2 ? Number.NaN : sum / (values.length - 1);
}

/** The square root of the unbiased variance; NaN of fewer than two values. */
export function standardDeviation(values: Float64Array): number {
  return Math.sqrt(variance(values));
}
