/** binomial_logit(n, eta): binomial by the log odds of success */
import { binomial } from "./binomial.ts";
import type { Distribution, Two } from "./distribution.ts";

const byProbability = ([n, eta]: Two): Two => [n, 1 / (1 + Math.exp(-eta))];

export const binomialLogit: Distribution = {
  name: "binomial_logit",
  title: "successes in n tries, by the log odds of success",
  parameters: [
    { name: "n", kind: "count", about: "tries" },
    { name: "eta", kind: "real", about: "log odds of success" },
  ],
  support: { kind: "count", lower: "0", upper: "n" },
  discrete: true,
  logDensity: "lchoose(n, y) + y * eta - n * log1p_exp(eta)",
  mean: "n * inv_logit(eta)",
  variance: "n * inv_logit(eta) * inv_logit(-eta)",
  variate: (parameters: Two, rng) => binomial.variate(byProbability(parameters), rng),
  cdf: (y, parameters: Two) => binomial.cdf!(y, byProbability(parameters)),
  ccdf: (y, parameters: Two) => binomial.ccdf!(y, byProbability(parameters)),
  quantile: (p, parameters: Two) => binomial.quantile!(p, byProbability(parameters)),
  source: "Stan functions reference 2.36, binomial_logit",
};
