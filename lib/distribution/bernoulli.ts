/** bernoulli(theta): 1 with probability theta */
import type { Distribution, One } from "./distribution.ts";

export const bernoulli: Distribution = {
  name: "bernoulli",
  title: "success (1) or failure (0)",
  parameters: [{ name: "theta", kind: "probability", about: "probability of y = 1" }],
  support: { kind: "binary" },
  discrete: true,
  logDensity: "if_else(y == 1, log(theta), log1m(theta))",
  mean: "theta",
  variance: "theta * (1 - theta)",
  variate: ([theta]: One, rng) => (theta >= 0 && theta <= 1 ? Number(rng.uniform() < theta) : Number.NaN),
  cdf: (y, [theta]: One) => (y < 0 ? 0 : y < 1 ? 1 - theta : 1),
  ccdf: (y, [theta]: One) => (y < 0 ? 1 : y < 1 ? theta : 0),
  quantile: (p, [theta]: One) => (p <= 1 - theta ? 0 : p > 1 - theta ? 1 : Number.NaN),
  source: "Stan functions reference 2.36, bernoulli",
};
