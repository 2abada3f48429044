/** The log score of a forecast made of draws: the log of the mean density of what came. */
import { mcseMean } from "../../posterior/mcse.ts";

/**
 * log of the mean over draws of the density of the observation, with its Monte Carlo error by the delta method.
 * @param logDensities log density of the observation given each draw, index `chain * nDraws + draw`; -Infinity allowed
 * @returns in nats, larger is better; -Infinity with mcse NaN when every density is 0
 * @throws CredenceError draws/shape
 * @source Good 1952; the mixture over draws is the posterior predictive density, no smoothing
 * @truth test/truth/scores.json
 */
export function logScore(logDensities: Float64Array, nChains: number = 1): { logScore: number; mcse: number } {
  const largest = logDensities.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (largest === Number.NEGATIVE_INFINITY) return { logScore: largest, mcse: Number.NaN };
  const densities = logDensities.map((logDensity) => Math.exp(logDensity - largest));
  const average = densities.reduce((sum, density) => sum + density, 0) / densities.length;
  return { logScore: largest + Math.log(average), mcse: mcseMean(densities, nChains) / average };
}
