/** logit_normal(mu, sigma): logit y is normal(mu, sigma) */
import type { Distribution, Two } from "./distribution.ts";
import { standardNormalCdf, standardNormalQuantile } from "./standard-normal.ts";

const logit = (y: number): number => Math.log(y) - Math.log1p(-y);
const inverseLogit = (x: number): number => 1 / (1 + Math.exp(-x));

export const logitNormal: Distribution = {
  name: "logit_normal",
  title: "a probability whose log odds are normal",
  parameters: [
    { name: "mu", kind: "real", about: "mean of logit y; inv_logit(mu) is the median of y" },
    { name: "sigma", kind: "positive", about: "standard deviation of logit y" },
  ],
  support: { kind: "interval", lower: "0", upper: "1" },
  discrete: false,
  logDensity: "-square((logit(y) - mu) / sigma) / 2 - log(y) - log1m(y) - log(sigma) - log(2 * pi()) / 2",
  logCdf: "log_Phi((logit(y) - mu) / sigma)",
  logCcdf: "log_Phi((mu - logit(y)) / sigma)",
  locationScale: { location: "mu", scale: "sigma", on: "logit", standard: "-square(z) / 2 - log(2 * pi()) / 2" },
  variate: ([mu, sigma]: Two, rng) => inverseLogit(mu + sigma * rng.normal()),
  cdf: (y, [mu, sigma]: Two) => (y <= 0 ? 0 : y >= 1 ? 1 : standardNormalCdf((logit(y) - mu) / sigma)),
  ccdf: (y, [mu, sigma]: Two) => (y <= 0 ? 1 : y >= 1 ? 0 : standardNormalCdf((mu - logit(y)) / sigma)),
  quantile: (p, [mu, sigma]: Two) => inverseLogit(mu + sigma * standardNormalQuantile(p)),
  source: "Atchison and Shen 1980, Logistic-normal distributions, Biometrika 67",
};
