/** laplace(mu, sigma), in Stan double_exponential */
import type { Distribution, Two } from "./distribution.ts";

const logCdf = (z: string): string => `if_else(${z} < 0, -abs(${z}) - log(2), log1m(exp(-abs(${z})) / 2))`;

const standardCdf = (z: number): number => (z < 0 ? Math.exp(z) / 2 : 1 - Math.exp(-z) / 2);

const quantile = (p: number, [mu, sigma]: Two): number =>
  mu + sigma * (p < 0.5 ? Math.log(2 * p) : -Math.log(2 * (1 - p)));

export const laplace: Distribution = {
  name: "laplace",
  title: "the Laplace distribution: two exponentials back to back",
  parameters: [
    { name: "mu", kind: "real", about: "median" },
    { name: "sigma", kind: "positive", about: "mean distance from the median" },
  ],
  support: { kind: "real" },
  discrete: false,
  logDensity: "-abs((y - mu) / sigma) - log(sigma) - log(2)",
  logCdf: logCdf("((y - mu) / sigma)"),
  logCcdf: logCdf("((mu - y) / sigma)"),
  mean: "mu",
  variance: "2 * square(sigma)",
  locationScale: { location: "mu", scale: "sigma", on: "identity", standard: "-abs(z) - log(2)" },
  variate: (parameters: Two, rng) => quantile(1 - rng.uniform(), parameters),
  cdf: (y, [mu, sigma]: Two) => standardCdf((y - mu) / sigma),
  ccdf: (y, [mu, sigma]: Two) => standardCdf((mu - y) / sigma),
  quantile,
  source: "Stan functions reference 2.36, double_exponential",
};
