/** normal(mu, sigma) */
import type { Distribution, Two } from "./distribution.ts";
import { standardNormalCdf, standardNormalQuantile } from "./standard-normal.ts";

export const normal: Distribution = {
  name: "normal",
  title: "the normal distribution",
  parameters: [
    { name: "mu", kind: "real", about: "mean" },
    { name: "sigma", kind: "positive", about: "standard deviation" },
  ],
  support: { kind: "real" },
  discrete: false,
  logDensity: "-square((y - mu) / sigma) / 2 - log(sigma) - log(2 * pi()) / 2",
  logCdf: "log_Phi((y - mu) / sigma)",
  logCcdf: "log_Phi((mu - y) / sigma)",
  mean: "mu",
  variance: "square(sigma)",
  locationScale: { location: "mu", scale: "sigma", on: "identity", standard: "-square(z) / 2 - log(2 * pi()) / 2" },
  variate: ([mu, sigma]: Two, rng) => mu + sigma * rng.normal(),
  cdf: (y, [mu, sigma]: Two) => standardNormalCdf((y - mu) / sigma),
  ccdf: (y, [mu, sigma]: Two) => standardNormalCdf((mu - y) / sigma),
  quantile: (p, [mu, sigma]: Two) => mu + sigma * standardNormalQuantile(p),
  source: "Stan functions reference 2.36, normal",
};
