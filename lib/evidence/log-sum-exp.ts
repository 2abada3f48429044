/** Sums of exponentials that neither overflow nor vanish. */

/** log Σ exp(values); -Infinity of nothing. */
export function logSumExp(values: Float64Array): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) if (!(values[i] <= largest)) largest = values[i];
  if (!Number.isFinite(largest)) return largest;
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.exp(values[i] - largest);
  return largest + Math.log(sum);
}

/** log of the mean of exp(values). */
export function logMeanExp(values: Float64Array): number {
  return logSumExp(values) - Math.log(values.length);
}

/** log(exp(a) + exp(b)). */
export function logAddExp(a: number, b: number): number {
  const largest = Math.max(a, b);
  return Number.isFinite(largest) ? largest + Math.log1p(Math.exp(Math.min(a, b) - largest)) : largest;
}
