/** exponential(rate) */
import type { Distribution, One } from "./distribution.ts";

const quantile = (p: number, [rate]: One): number => -Math.log1p(-p) / rate;

export const exponential: Distribution = {
  name: "exponential",
  title: "the exponential distribution: a waiting time without memory",
  parameters: [{ name: "rate", kind: "positive", about: "one over the mean" }],
  support: { kind: "positive" },
  discrete: false,
  logDensity: "log(rate) - rate * y",
  logCdf: "log1m_exp(-rate * y)",
  logCcdf: "-rate * y",
  mean: "1 / rate",
  variance: "1 / square(rate)",
  variate: (parameters: One, rng) => quantile(rng.uniform(), parameters),
  cdf: (y, [rate]: One) => (y > 0 ? -Math.expm1(-rate * y) : 0),
  ccdf: (y, [rate]: One) => (y > 0 ? Math.exp(-rate * y) : 1),
  quantile,
  source: "Stan functions reference 2.36, exponential",
};
