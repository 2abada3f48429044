/** gamma(shape, rate) */
import { gammaVariate } from "../random/gamma-variate.ts";
import { gammainc, gammaincinv } from "../stdlib.ts";
import type { Distribution, Two } from "./distribution.ts";

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
  cdf: (y, [shape, rate]: Two) => (y > 0 ? gammainc(rate * y, shape, true, false) : 0),
  ccdf: (y, [shape, rate]: Two) => (y > 0 ? gammainc(rate * y, shape, true, true) : 1),
  quantile: (p, [shape, rate]: Two) => gammaincinv(p, shape, false) / rate,
  source: "Stan functions reference 2.36, gamma (alpha = shape, beta = rate)",
};
