/** The continuous ranked probability score of draws: how far a forecast, as a distribution, lay from the outcome. */
import { mcseMean } from "../../posterior/mcse.ts";
import { argsort } from "../../posterior/argsort.ts";
import { normalizedWeights, weightedMean } from "./weights.ts";

export interface Crps {
  /** in the unit of the quantity; 0 is perfect, for a single point it is the absolute error */
  readonly crps: number;
  /** Monte Carlo standard error, from how each draw moves the score */
  readonly mcse: number;
}

export interface CrpsOptions {
  /** importance or stacking weights, any positive scale; equal unless given */
  readonly weights?: Float64Array;
  /** true (the default): unbiased for the law the draws come from; false: the score of the draws as they stand */
  readonly fair?: boolean;
  /** chains in `draws`, for the error of correlated draws; 1 unless told; weighted draws count as independent */
  readonly nChains?: number;
}

/**
 * CRPS = E|X - y| - E|X - X'| / 2 from draws of X.
 *
 * The spread term of the fair score divides by 1 - sum w^2 (n / (n - 1) times the plain one), which takes each draw out
 * of its own comparison; without weights this is the estimate by probability-weighted moments.
 * @param draws forecast draws, index `chain * nDraws + draw`
 * @returns NaN when a draw or the observation is NaN, or a fair score is asked of one draw; mcse NaN where ESS is
 * @throws CredenceError scores/weights, draws/shape
 * @source Gneiting and Raftery 2007, eq. 21; Zamo and Naveau 2018, eq. 6 (fair, PWM)
 * @truth test/truth/scores.json
 * @cost O(n log n)
 */
export function crps(draws: Float64Array, observed: number, options: CrpsOptions = {}): Crps {
  const { fair = true, nChains = 1 } = options;
  const weights = normalizedWeights(draws.length, options.weights);
  const fromDraws = meanDistances(draws, weights);
  let [error, spread, square] = [0, 0, 0];
  for (let i = 0; i < draws.length; i++) {
    error += weights[i] * Math.abs(draws[i] - observed);
    spread += weights[i] * fromDraws[i];
    square += weights[i] * weights[i];
  }
  const unbias = fair ? 1 / (1 - square) : 1;
  const influence = draws.map((draw, i) => Math.abs(draw - observed) - unbias * fromDraws[i]);
  return {
    crps: error - (unbias * spread) / 2,
    mcse: options.weights === undefined ? mcseMean(influence, nChains) : weightedMean(influence, weights).mcse,
  };
}

/** For each draw its weighted mean distance from all draws, by running sums in ascending order. */
function meanDistances(draws: Float64Array, weights: Float64Array): Float64Array {
  const order = argsort(draws);
  const distances = new Float64Array(draws.length);
  const center = draws[order[order.length >> 1]];
  let total = 0;
  for (let i = 0; i < draws.length; i++) total += weights[i] * (draws[i] - center);
  let [weightBelow, sumBelow] = [0, 0];
  for (const i of order) {
    const x = draws[i] - center;
    weightBelow += weights[i];
    sumBelow += weights[i] * x;
    distances[i] = x * weightBelow - sumBelow + (total - sumBelow) - x * (1 - weightBelow);
  }
  return distances;
}
