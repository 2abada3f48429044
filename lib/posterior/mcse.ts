/** Monte Carlo standard errors: how far a posterior summary may be off because the draws are finite in number. */
import { betaincinv } from "../stdlib.ts";
import { essMean, essQuantile } from "./ess.ts";
import { mean, standardDeviation } from "./moments.ts";

/**
 * Standard error of the posterior mean: sd / sqrt(ESS of the mean).
 * @param draws one quantity, index `chain * nDraws + draw`
 * @returns NaN where the ESS is (see `essBulk`)
 * @throws CredenceError draws/shape
 * @source Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021, section 4; posterior (R) `mcse_mean`
 * @truth test/truth/posterior.json
 */
export function mcseMean(draws: Float64Array, nChains: number): number {
  return standardDeviation(draws) / Math.sqrt(essMean(draws, nChains));
}

/**
 * Standard error of the posterior standard deviation, from the kurtosis and the ESS of the squared deviations.
 * @returns NaN where the ESS is (see `essBulk`)
 * @source Kenney and Keeping 1951, 7.8, by the delta method; posterior (R) `mcse_sd`
 * @truth test/truth/posterior.json
 */
export function mcseSd(draws: Float64Array, nChains: number): number {
  const center = mean(draws);
  const squares = draws.map((value) => (value - center) ** 2);
  const second = mean(squares);
  const fourth = mean(squares.map((square) => square * square));
  const varianceOfVariance = (fourth - second * second) / essMean(squares, nChains);
  return Math.sqrt(varianceOfVariance / second / 4);
}

/**
 * Standard error of a quantile: half the width between the order statistics at one standard deviation of the beta
 * distribution that the ESS gives the quantile's rank.
 * @param prob 0 .. 1
 * @returns NaN where `essQuantile` is
 * @source Vehtari et al. 2021, section 4.4; posterior (R) `mcse_quantile`
 * @truth test/truth/posterior.json
 */
export function mcseQuantile(draws: Float64Array, nChains: number, prob: number): number {
  const ess = essQuantile(draws, nChains, prob);
  if (Number.isNaN(ess)) return Number.NaN;
  // Phi(-1) and Phi(1) to the seven digits that posterior uses
  const [low, high] = [0.1586553, 0.8413447].map((p) => betaincinv(p, ess * prob + 1, ess * (1 - prob) + 1, false));
  const sorted = draws.toSorted();
  const n = sorted.length;
  return (sorted[Math.min(Math.ceil(high * n), n) - 1] - sorted[Math.max(Math.floor(low * n), 1) - 1]) / 2;
}

/** A share of the draws with its standard error. */
export interface Probability {
  readonly probability: number;
  readonly mcse: number;
  /** effective draws of the indicator; NaN when all draws agree */
  readonly ess: number;
}

/**
 * The posterior probability of an event and its Monte Carlo error, sqrt(p (1 - p) / ESS of the indicator).
 * @param indicator 1 where the event holds in a draw, else 0; index `chain * nDraws + draw`
 * @param fallbackEss effective draws to assume when all draws agree, e.g. the tail ESS of the quantity the event is
 *   about. The error is then the standard deviation of a Beta(1, ess + 1): what `ess` equal draws leave open.
 * @returns mcse NaN when all draws agree and no fallback is given, or when a chain has fewer than 6 draws
 * @source posterior (R): `mcse_mean` of an indicator, with the divisor n of a proportion
 * @truth test/truth/posterior.json
 */
export function eventProbability(
  indicator: Float64Array,
  nChains: number,
  fallbackEss: number = Number.NaN,
): Probability {
  const probability = mean(indicator);
  const ess = essMean(indicator, nChains);
  if (probability !== 0 && probability !== 1) {
    return { probability, mcse: Math.sqrt((probability * (1 - probability)) / ess), ess };
  }
  const open = fallbackEss + 2;
  return { probability, mcse: Math.sqrt((fallbackEss + 1) / (open * open * (open + 1))), ess };
}
