/** gamma(shape, rate) */
import { gammaVariate } from "../random/gamma-variate.ts";
import type { Distribution, Two } from "./distribution.ts";
import { gammaQuantile, lowerGamma, upperGamma } from "./incomplete-gamma.ts";

export const gamma: Distribution = {
  name: "gamma",
  title: "the gamma distribution: the sum of `shape` waiting times",
  parameters: [
    { name: "shape", kind: "positive" },
    { name: "rate", kind: "positive", about: "one over the scale; the mean is shape / rate" },
  ],
  support: { kind: "positive" },
  discrete: false,
  logDensity: "shape * log(rate) - lgamma(shape) + (shape - 1) * log(y) - rate * y",
  mean: "shape / rate",
  variance: "shape / square(rate)",
  variate: ([shape, rate]: Two, rng) => gammaVariate(shape, rng) / rate,
  cdf: (y, [shape, rate]: Two) => (y > 0 ? lowerGamma(shape, rate * y) : 0),
  ccdf: (y, [shape, rate]: Two) => (y > 0 ? upperGamma(shape, rate * y) : 1),
  quantile: (p, [shape, rate]: Two) => gammaQuantile(p, shape) / rate,
  source: "Stan functions reference 2.36, gamma (alpha = shape, beta = rate)",
};
