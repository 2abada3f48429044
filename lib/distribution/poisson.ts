/** poisson(lambda) */
import { poissonVariate } from "../random/poisson-variate.ts";
import type { Distribution, One } from "./distribution.ts";
import { lowerGamma, upperGamma } from "./incomplete-gamma.ts";
import { searchCount } from "./search-quantile.ts";

/** P(Y <= y) = Q(y + 1, lambda) @source DLMF 8.4.10 */
const cdf = (y: number, [lambda]: One): number => (y < 0 ? 0 : upperGamma(Math.floor(y) + 1, lambda));

export const poisson: Distribution = {
  name: "poisson",
  title: "a count of independent rare events",
  parameters: [{ name: "lambda", kind: "positive", about: "mean" }],
  support: { kind: "count", lower: "0" },
  discrete: true,
  logDensity: "y * log(lambda) - lambda - lgamma(y + 1)",
  mean: "lambda",
  variance: "lambda",
  variate: ([lambda]: One, rng) => poissonVariate(lambda, rng),
  cdf,
  ccdf: (y, [lambda]: One) => (y < 0 ? 1 : lowerGamma(Math.floor(y) + 1, lambda)),
  quantile: (p, parameters: One) => searchCount(p, (y) => cdf(y, parameters), 0),
  source: "Stan functions reference 2.36, poisson",
};
