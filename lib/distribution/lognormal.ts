/** lognormal(mu, sigma): log y is normal(mu, sigma) */
import type { Distribution, Two } from "./distribution.ts";
import { standardNormalCdf, standardNormalQuantile } from "./standard-normal.ts";

export const lognormal: Distribution = {
  name: "lognormal",
  title: "a positive number whose logarithm is normal",
  parameters: [
    { name: "mu", kind: "real", about: "mean of log y; exp(mu) is the median of y" },
    { name: "sigma", kind: "positive", about: "standard deviation of log y" },
  ],
  support: { kind: "positive" },
  discrete: false,
  logDensity: "-square((log(y) - mu) / sigma) / 2 - log(y) - log(sigma) - log(2 * pi()) / 2",
  logCdf: "log_Phi((log(y) - mu) / sigma)",
  logCcdf: "log_Phi((mu - log(y)) / sigma)",
  mean: "exp(mu + square(sigma) / 2)",
  variance: "expm1(square(sigma)) * exp(2 * mu + square(sigma))",
  locationScale: { location: "mu", scale: "sigma", on: "log", standard: "-square(z) / 2 - log(2 * pi()) / 2" },
  variate: ([mu, sigma]: Two, rng) => Math.exp(mu + sigma * rng.normal()),
  cdf: (y, [mu, sigma]: Two) => (y > 0 ? standardNormalCdf((Math.log(y) - mu) / sigma) : 0),
  ccdf: (y, [mu, sigma]: Two) => (y > 0 ? standardNormalCdf((mu - Math.log(y)) / sigma) : 1),
  quantile: (p, [mu, sigma]: Two) => Math.exp(mu + sigma * standardNormalQuantile(p)),
  source: "Stan functions reference 2.36, lognormal",
};
