/** neg_binomial_trials(r, theta): tries up to and including the r-th success */
import { gammaVariate } from "../random/gamma-variate.ts";
import { poissonVariate } from "../random/poisson-variate.ts";
import { betainc } from "../stdlib.ts";
import type { Distribution, Two } from "./distribution.ts";
import { searchCount } from "./search-quantile.ts";

/** At least r successes in y tries. @source DLMF 8.17.5 */
function cdf(y: number, [r, theta]: Two): number {
  const k = Math.floor(y);
  if (k < r || k === Infinity) return Number(k >= r);
  return betainc(theta, r, k - r + 1, true, false);
}

function ccdf(y: number, [r, theta]: Two): number {
  const k = Math.floor(y);
  if (k < r || k === Infinity) return Number(k < r);
  return betainc(theta, r, k - r + 1, true, true);
}

export const negBinomialTrials: Distribution = {
  name: "neg_binomial_trials",
  title: "tries up to and including the r-th success: r, r + 1, r + 2, ...",
  parameters: [
    { name: "r", kind: "count", about: "successes to reach, >= 1" },
    { name: "theta", kind: "probability", about: "probability of success" },
  ],
  support: { kind: "count", lower: "r" },
  discrete: true,
  // sure successes take no more tries than their number
  logDensity: "lchoose(y - 1, r - 1) + r * log(theta) + (y - r) * log1m(if_else(y > r, theta, 0))",
  mean: "r / theta",
  variance: "r * (1 - theta) / square(theta)",
  variate: ([r, theta]: Two, rng) => r + poissonVariate((1 / theta - 1) * gammaVariate(r, rng), rng),
  cdf,
  ccdf,
  quantile: (p, parameters: Two) => searchCount(p, (y) => cdf(y, parameters), parameters[0]),
  source:
    "Feller 1968, An introduction to probability theory, VI.8; used in this form by Hu et al. 2023, arXiv:2310.03262",
};
