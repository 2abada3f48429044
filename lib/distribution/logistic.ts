/** logistic(mu, sigma) */
import type { Distribution, Two } from "./distribution.ts";

const standardCdf = (z: number): number => 1 / (1 + Math.exp(-z));

const quantile = (p: number, [mu, sigma]: Two): number => mu + sigma * (Math.log(p) - Math.log1p(-p));

export const logistic: Distribution = {
  name: "logistic",
  title: "the logistic distribution: like the normal with somewhat heavier tails",
  parameters: [
    { name: "mu", kind: "real", about: "mean" },
    { name: "sigma", kind: "positive", about: "scale; the standard deviation is 1.81 sigma" },
  ],
  support: { kind: "real" },
  discrete: false,
  logDensity: "(mu - y) / sigma - 2 * log1p_exp((mu - y) / sigma) - log(sigma)",
  logCdf: "log_inv_logit((y - mu) / sigma)",
  logCcdf: "log_inv_logit((mu - y) / sigma)",
  mean: "mu",
  variance: "square(sigma * pi()) / 3",
  locationScale: { location: "mu", scale: "sigma", on: "identity", standard: "-z - 2 * log1p_exp(-z)" },
  variate: (parameters: Two, rng) => quantile(rng.uniform(), parameters),
  cdf: (y, [mu, sigma]: Two) => standardCdf((y - mu) / sigma),
  ccdf: (y, [mu, sigma]: Two) => standardCdf((mu - y) / sigma),
  quantile,
  source: "Stan functions reference 2.36, logistic",
};
