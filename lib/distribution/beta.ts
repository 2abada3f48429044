/** beta(alpha, beta) */
import { betaVariate } from "../random/beta-variate.ts";
import { betainc, betaincinv } from "../stdlib.ts";
import type { Distribution, Two } from "./distribution.ts";

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
  cdf: (y, [a, b]: Two) => (y <= 0 ? 0 : y >= 1 ? 1 : betainc(y, a, b, true, false)),
  ccdf: (y, [a, b]: Two) => (y <= 0 ? 1 : y >= 1 ? 0 : betainc(y, a, b, true, true)),
  quantile: (p, [a, b]: Two) => betaincinv(p, a, b, false),
  source: "Stan functions reference 2.36, beta",
};
