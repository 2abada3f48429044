/** The generalised Pareto distribution fitted to a tail: its shape k says how many moments the tail has. */
import { logSumExp } from "./log-sum-exp.ts";

export interface GeneralizedPareto {
  /** shape: moments of order below 1 / k exist; NaN when all exceedances are equal or not finite */
  readonly k: number;
  readonly sigma: number;
}

// Zhang and Stephens' grid and prior constants (their eq. 8); at least 30 grid points as in loo
const MIN_GRID = 30;
const PRIOR = 3;
// a weak prior of weight 10 draws at k = 0.5 (Vehtari et al. 2024, appendix C)
const SHRINKAGE_DRAWS = 10;

/**
 * Fits shape and scale to exceedances over a threshold, by the mean of Zhang and Stephens' quasi-posterior; the shape is
 * then drawn a little towards 0.5, which steadies it when the tail is short.
 * @param exceedances ascending, >= 0, at least 5
 * @source Zhang and Stephens 2009; Vehtari, Simpson, Gelman, Yao, Gabry 2024, appendix C. Deviation: none
 * @truth test/truth/psis.json, loo 2.5.1 `gpdfit`
 * @cost O(n (30 + sqrt(n)))
 */
export function fitGeneralizedPareto(exceedances: Float64Array): GeneralizedPareto {
  const n = exceedances.length;
  const size = MIN_GRID + Math.floor(Math.sqrt(n));
  const quartile = exceedances[Math.floor(n / 4 + 0.5) - 1];
  const thetas = new Float64Array(size);
  const logWeights = new Float64Array(size);
  for (let j = 0; j < size; j++) {
    thetas[j] = 1 / exceedances[n - 1] + (1 - Math.sqrt(size / (j + 0.5))) / PRIOR / quartile;
    const k = meanLog1p(exceedances, -thetas[j]);
    logWeights[j] = n * (Math.log(-thetas[j] / k) - k - 1);
  }
  const total = logSumExp(logWeights);
  let theta = 0;
  for (let j = 0; j < size; j++) theta += thetas[j] * Math.exp(logWeights[j] - total);
  const k = meanLog1p(exceedances, -theta);
  return { k: (k * n + SHRINKAGE_DRAWS * 0.5) / (n + SHRINKAGE_DRAWS), sigma: -k / theta };
}

function meanLog1p(values: Float64Array, factor: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += Math.log1p(factor * values[i]);
  return sum / values.length;
}

/** The exceedance that a share `p` of the tail stays below. */
export function generalizedParetoQuantile({ k, sigma }: GeneralizedPareto, p: number): number {
  return k === 0 ? -sigma * Math.log1p(-p) : (sigma * Math.expm1(-k * Math.log1p(-p))) / k;
}
