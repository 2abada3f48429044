/** neg_binomial_2(mu, phi): a Poisson count whose mean is a gamma number */
import { gammaVariate } from "../random/gamma-variate.ts";
import { poissonVariate } from "../random/poisson-variate.ts";
import { betainc } from "../stdlib.ts";
import type { Distribution, Two } from "./distribution.ts";
import { searchCount } from "./search-quantile.ts";

/** P(Y <= y) = I(phi / (phi + mu); phi, y + 1), from the smaller of the two arguments @source DLMF 8.17.24 */
function cdf(y: number, [mu, phi]: Two): number {
  if (y < 0 || y === Infinity) return Number(y > 0);
  const k = Math.floor(y) + 1;
  return mu < phi ? betainc(mu / (phi + mu), k, phi, true, true) : betainc(phi / (phi + mu), phi, k, true, false);
}

function ccdf(y: number, [mu, phi]: Two): number {
  if (y < 0 || y === Infinity) return Number(y < 0);
  const k = Math.floor(y) + 1;
  return mu < phi ? betainc(mu / (phi + mu), k, phi, true, false) : betainc(phi / (phi + mu), phi, k, true, true);
}

export const negBinomial2: Distribution = {
  name: "neg_binomial_2",
  title: "a count with more spread than Poisson, by mean and precision",
  parameters: [
    { name: "mu", kind: "positive", about: "mean" },
    { name: "phi", kind: "positive", about: "precision; the variance is mu + mu^2 / phi" },
  ],
  support: { kind: "count", lower: "0" },
  discrete: true,
  // the first two terms are the binomial coefficient C(y + phi - 1, y)
  logDensity: "log_rising_factorial(phi, y) - lgamma(y + 1) + y * (log(mu) - log(mu + phi)) - phi * log1p(mu / phi)",
  mean: "mu",
  variance: "mu + square(mu) / phi",
  variate: ([mu, phi]: Two, rng) => poissonVariate((mu / phi) * gammaVariate(phi, rng), rng),
  cdf,
  ccdf,
  quantile: (p, parameters: Two) => searchCount(p, (y) => cdf(y, parameters), 0),
  source: "Stan functions reference 2.36, neg_binomial_2",
};
