/** inv_gamma(shape, scale): one over a gamma number */
import { gammaVariate } from "../random/gamma-variate.ts";
import type { Distribution, Two } from "./distribution.ts";
import { lowerGamma, upperGamma } from "./incomplete-gamma.ts";
import { searchQuantile } from "./search-quantile.ts";

const cdf = (y: number, [shape, scale]: Two): number => (y > 0 ? upperGamma(shape, scale / y) : 0);
const ccdf = (y: number, [shape, scale]: Two): number => (y > 0 ? lowerGamma(shape, scale / y) : 1);

export const invGamma: Distribution = {
  name: "inv_gamma",
  title: "one over a gamma number; avoids 0 and has a heavy right tail",
  parameters: [
    { name: "shape", kind: "positive" },
    { name: "scale", kind: "positive", about: "the mode is scale / (shape + 1)" },
  ],
  support: { kind: "positive" },
  discrete: false,
  logDensity: "shape * log(scale) - lgamma(shape) - (shape + 1) * log(y) - scale / y",
  mean: "if_else(shape > 1, scale / (shape - 1), infinity())",
  variance:
    "if_else(shape > 2, square(scale / (shape - 1)) / (shape - 2), if_else(shape > 1, infinity(), not_a_number()))",
  variate: ([shape, scale]: Two, rng) => scale / gammaVariate(shape, rng),
  cdf,
  ccdf,
  quantile: (p, parameters: Two) =>
    searchQuantile(
      p,
      (y) => cdf(y, parameters),
      (y) => ccdf(y, parameters),
    ),
  source: "Stan functions reference 2.36, inv_gamma (alpha = shape, beta = scale)",
};
