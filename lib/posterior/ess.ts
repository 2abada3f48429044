/** Effective sample size: how many independent draws these are worth, for each thing one may ask of them. */
import { autocovariance } from "./autocovariance.ts";
import { mean, variance } from "./moments.ts";
import { quantile, quantiles } from "./quantile.ts";
import { rankNormalize } from "./rank-normalize.ts";
import { drawsPerChain, splitChains } from "./shape.ts";
import { undefinedReason } from "./undefined-reason.ts";

/**
 * Bulk ESS: worth for the centre of the distribution, on normal scores of the split chains.
 * @param draws one quantity, index `chain * nDraws + draw`
 * @returns 0 < ess <= n log10(n); NaN if a draw is not finite (bulk alone takes infinities, by their rank), all are
 *   equal (see `undefinedReason`), or a chain has fewer than 6 draws. The same for every function of this file.
 * @throws CredenceError draws/shape
 * @source Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021, sections 3 and 4. Deviation: none
 * @truth test/truth/posterior.json, posterior 1.4.0 (R), relative 1e-10
 * @cost O(n log n)
 */
export function essBulk(draws: Float64Array, nChains: number): number {
  const { halves, nHalves } = splitChains(draws, nChains);
  return chainEss(rankNormalize(halves), nHalves);
}

/** Tail ESS: the smaller of the worths for the 5 % and the 95 % quantile. */
export function essTail(draws: Float64Array, nChains: number): number {
  const [low, high] = quantiles(draws, [0.05, 0.95]);
  return Math.min(essAtMost(draws, nChains, low), essAtMost(draws, nChains, high));
}

/** ESS for the mean. */
export function essMean(draws: Float64Array, nChains: number): number {
  const { halves, nHalves } = splitChains(draws, nChains);
  return chainEss(halves, nHalves);
}

/** ESS for the standard deviation: of the distances from the mean. */
export function essSd(draws: Float64Array, nChains: number): number {
  const center = mean(draws);
  return essMean(
    draws.map((value) => Math.abs(value - center)),
    nChains,
  );
}

/**
 * ESS for a quantile: of the indicator of being at or below it. NaN also when every draw is (too few distinct values).
 * @param prob 0 .. 1; 1 stands for 1 - 1/(2n), because every draw is at or below the largest
 */
export function essQuantile(draws: Float64Array, nChains: number, prob: number): number {
  return essAtMost(draws, nChains, quantile(draws, prob === 1 ? (draws.length - 0.5) / draws.length : prob));
}

/** ESS of the indicator of being at or below `limit`. */
export function essAtMost(draws: Float64Array, nChains: number, limit: number): number {
  if (undefinedReason(draws) !== undefined) return Number.NaN;
  const indicator = new Float64Array(draws.length);
  for (let i = 0; i < draws.length; i++) indicator[i] = draws[i] <= limit ? 1 : 0;
  return essMean(indicator, nChains);
}

/**
 * ESS of whole chains, no splitting and no ranks: n over the integrated autocorrelation time, by Geyer's initial
 * monotone sequence, over all lags the chains have. At most n log10(n), where antithetic chains would have no bound.
 * @source Vehtari et al. 2021, eq. 10 to 13; Geyer 1992
 */
export function chainEss(draws: Float64Array, nChains: number): number {
  const n = drawsPerChain(draws, nChains);
  if (n < 3 || undefinedReason(draws) !== undefined) return Number.NaN;
  const rho = autocorrelations(draws, nChains, n);
  const last = truncateAtNegativePair(rho);
  makePairsMonotone(rho, last);
  // posterior sums `rho[1:max_t]`, which in R is the first element, not nothing, when max_t is 0; followed exactly
  let sum = 0;
  for (let lag = 0; lag < Math.max(last, 1); lag++) sum += rho[lag];
  const time = Math.max(-1 + 2 * sum + rho[last], 1 / Math.log10(draws.length));
  return draws.length / time;
}

/** Autocorrelation at each lag, with the variance between chains counted as correlation. */
function autocorrelations(draws: Float64Array, nChains: number, n: number): Float64Array {
  const covariances = autocovariance(draws, nChains);
  const within = (covariances[0] * n) / (n - 1);
  const means = Float64Array.from({ length: nChains }, (_, chain) => mean(draws.subarray(chain * n, (chain + 1) * n)));
  const total = covariances[0] + (nChains > 1 ? variance(means) : 0);
  for (let lag = 1; lag < n; lag++) covariances[lag] = 1 - (within - covariances[lag]) / total;
  covariances[0] = 1;
  return covariances;
}

/**
 * The even lag at which the sum of a pair first falls below 0 (or the lags end); its correlation is set to 0 if
 * below.
 */
function truncateAtNegativePair(rho: Float64Array): number {
  let lag = 0;
  while (lag < rho.length - 5 && rho[lag] + rho[lag + 1] > 0) lag += 2;
  if (rho[lag] + rho[lag + 1] < 0 && rho[lag] < 0) rho[lag] = 0;
  return lag;
}

/** No pair before `last` larger than the one before it: sums of pairs of a reversible chain never grow. */
function makePairsMonotone(rho: Float64Array, last: number): void {
  for (let lag = 2; lag <= last - 2; lag += 2) {
    const previous = rho[lag - 2] + rho[lag - 1];
    if (rho[lag] + rho[lag + 1] > previous) rho[lag] = rho[lag + 1] = previous / 2;
  }
}
