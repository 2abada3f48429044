/** beta_proportion(mu, kappa): beta by its mean and precision */
import { beta } from "./beta.ts";
import type { Distribution, Two } from "./distribution.ts";

const counts = ([mu, kappa]: Two): Two => [mu * kappa, (1 - mu) * kappa];

export const betaProportion: Distribution = {
  name: "beta_proportion",
  title: "a probability, by its mean and its precision",
  parameters: [
    { name: "mu", kind: "probability", about: "mean" },
    { name: "kappa", kind: "positive", about: "precision; the variance is mu (1 - mu) / (1 + kappa)" },
  ],
  support: beta.support,
  discrete: false,
  logDensity: "(mu * kappa - 1) * log(y) + ((1 - mu) * kappa - 1) * log1m(y) - lbeta(mu * kappa, (1 - mu) * kappa)",
  mean: "mu",
  variance: "mu * (1 - mu) / (1 + kappa)",
  variate: (parameters: Two, rng) => beta.variate(counts(parameters), rng),
  cdf: (y, parameters: Two) => beta.cdf!(y, counts(parameters)),
  ccdf: (y, parameters: Two) => beta.ccdf!(y, counts(parameters)),
  quantile: (p, parameters: Two) => beta.quantile!(p, counts(parameters)),
  source: "Stan functions reference 2.36, beta_proportion",
};
