/** uniform(lower, upper) */
import type { Distribution, Two } from "./distribution.ts";

const unit = (x: number): number => Math.min(Math.max(x, 0), 1);

export const uniform: Distribution = {
  name: "uniform",
  title: "every number between two bounds equally likely",
  parameters: [
    { name: "lower", kind: "real" },
    { name: "upper", kind: "real", about: "> lower" },
  ],
  support: { kind: "interval", lower: "lower", upper: "upper" },
  discrete: false,
  logDensity: "if_else(lower <= y && y <= upper, -log(upper - lower), -infinity())",
  logCdf: "log(min(max((y - lower) / (upper - lower), 0), 1))",
  logCcdf: "log(min(max((upper - y) / (upper - lower), 0), 1))",
  mean: "lower + (upper - lower) / 2",
  variance: "square(upper - lower) / 12",
  variate: ([lower, upper]: Two, rng) => lower + (upper - lower) * rng.uniform(),
  cdf: (y, [lower, upper]: Two) => unit((y - lower) / (upper - lower)),
  ccdf: (y, [lower, upper]: Two) => unit((upper - y) / (upper - lower)),
  quantile: (p, [lower, upper]: Two) => lower + (upper - lower) * p,
  source: "Stan functions reference 2.36, uniform",
};
