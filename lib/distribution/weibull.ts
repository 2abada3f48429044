/** weibull(shape, scale) */
import type { Distribution, Two } from "./distribution.ts";

const quantile = (p: number, [shape, scale]: Two): number => scale * (-Math.log1p(-p)) ** (1 / shape);

export const weibull: Distribution = {
  name: "weibull",
  title: "a waiting time whose rate falls (shape < 1) or rises (shape > 1) with time",
  parameters: [
    { name: "shape", kind: "positive" },
    { name: "scale", kind: "positive", about: "the 63 % point" },
  ],
  support: { kind: "positive" },
  discrete: false,
  logDensity: "log(shape) - log(y) + shape * (log(y) - log(scale)) - exp(shape * (log(y) - log(scale)))",
  logCdf: "log1m_exp(-exp(shape * (log(y) - log(scale))))",
  logCcdf: "-exp(shape * (log(y) - log(scale)))",
  mean: "scale * exp(lgamma(1 + 1 / shape))",
  variance: "square(scale) * (exp(lgamma(1 + 2 / shape)) - exp(2 * lgamma(1 + 1 / shape)))",
  variate: (parameters: Two, rng) => quantile(rng.uniform(), parameters),
  cdf: (y, [shape, scale]: Two) => (y > 0 ? -Math.expm1(-((y / scale) ** shape)) : 0),
  ccdf: (y, [shape, scale]: Two) => (y > 0 ? Math.exp(-((y / scale) ** shape)) : 1),
  quantile,
  source: "Stan functions reference 2.36, weibull (alpha = shape, sigma = scale)",
};
