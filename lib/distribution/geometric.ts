/** geometric(theta): tries up to and including the first success */
import type { Distribution, One } from "./distribution.ts";

const ccdf = (y: number, [theta]: One): number => Math.exp(Math.max(Math.floor(y), 0) * Math.log1p(-theta));

/** the smallest whole y >= 1 with (1 - theta)^y <= 1 - p */
const quantile = (p: number, [theta]: One): number => Math.max(1, Math.ceil(Math.log1p(-p) / Math.log1p(-theta)));

export const geometric: Distribution = {
  name: "geometric",
  title: "tries up to and including the first success: 1, 2, 3, ...",
  parameters: [{ name: "theta", kind: "probability", about: "probability of success" }],
  support: { kind: "count", lower: "1" },
  discrete: true,
  // a sure success comes at the first try
  logDensity: "log(theta) + (y - 1) * log1m(if_else(y > 1, theta, 0))",
  logCdf: "log1m_exp(y * log1m(theta))",
  logCcdf: "y * log1m(theta)",
  mean: "1 / theta",
  variance: "(1 - theta) / square(theta)",
  variate: ([theta]: One, rng) => (theta > 0 && theta <= 1 ? quantile(rng.uniform(), [theta]) : Number.NaN),
  cdf: (y, [theta]: One) => -Math.expm1(Math.max(Math.floor(y), 0) * Math.log1p(-theta)),
  ccdf,
  quantile,
  source: "Feller 1968, An introduction to probability theory, VI.8; Stan has none. Failures before success are y - 1.",
};
