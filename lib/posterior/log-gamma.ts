/** The logarithm of the gamma function for positive arguments. */

// B_2k / (2k (2k - 1)); with the argument shifted above 10 the eighth term is below 1e-16
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400];

/**
 * log Gamma(x), x > 0.
 * @source Stirling's series (DLMF 5.11.1) after the recurrence has carried x above 10
 * @truth test/truth/posterior.json
 */
export function logGamma(x: number): number {
  let shift = 1;
  let z = x;
  for (; z < 10; z++) shift *= z;
  const inverseSquare = 1 / (z * z);
  let series = 0;
  for (let k = STIRLING.length - 1; k >= 0; k--) series = series * inverseSquare + STIRLING[k];
  return (z - 0.5) * Math.log(z) - z + 0.5 * Math.log(2 * Math.PI) + series / z - Math.log(shift);
}

/** log of the binomial coefficient n over k, 0 <= k <= n. */
export function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
