/** beta(alpha, beta) */
import { betaVariate } from "../random/beta-variate.ts";
import { betainc } from "../stdlib.ts";
import type { Distribution, Two } from "./distribution.ts";
import { searchQuantile } from "./search-quantile.ts";

const cdf = (y: number, [a, b]: Two): number => (y <= 0 ? 0 : y >= 1 ? 1 : betainc(y, a, b, true, false));
const ccdf = (y: number, [a, b]: Two): number => (y <= 0 ? 1 : y >= 1 ? 0 : betainc(y, a, b, true, true));

export const beta: Distribution = {
  name: "beta",
  title: "a probability, as if alpha - 1 successes and beta - 1 failures had been seen",
  parameters: [
    { name: "alpha", kind: "positive" },
    { name: "beta", kind: "positive" },
  ],
  support: { kind: "interval", lower: "0", upper: "1" },
  discrete: false,
  logDensity: "(alpha - 1) * log(y) + (beta - 1) * log1m(y) - lbeta(alpha, beta)",
  mean: "alpha / (alpha + beta)",
  variance: "alpha * beta / (square(alpha + beta) * (alpha + beta + 1))",
  variate: ([a, b]: Two, rng) => betaVariate(a, b, rng),
  cdf,
  ccdf,
  quantile: (p, at: Two) =>
    Math.min(
      1,
      searchQuantile(
        p,
        (y) => cdf(y, at),
        (y) => ccdf(y, at),
      ),
    ),
  source: "Stan functions reference 2.36, beta",
};
