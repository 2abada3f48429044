/** bernoulli_logit(eta): 1 with probability inv_logit(eta) */
import type { Distribution, One } from "./distribution.ts";

const inverseLogit = (x: number): number => 1 / (1 + Math.exp(-x));

export const bernoulliLogit: Distribution = {
  name: "bernoulli_logit",
  title: "success (1) or failure (0), by the log odds of success",
  parameters: [{ name: "eta", kind: "real", about: "log odds of y = 1" }],
  support: { kind: "binary" },
  discrete: true,
  // y eta - log1p_exp(eta) without its cancellation at large eta
  logDensity: "log_inv_logit((2 * y - 1) * eta)",
  mean: "inv_logit(eta)",
  variance: "inv_logit(eta) * inv_logit(-eta)",
  variate: ([eta]: One, rng) => (Number.isNaN(eta) ? Number.NaN : Number(rng.uniform() < inverseLogit(eta))),
  cdf: (y, [eta]: One) => (y < 0 ? 0 : y < 1 ? inverseLogit(-eta) : 1),
  ccdf: (y, [eta]: One) => (y < 0 ? 1 : y < 1 ? inverseLogit(eta) : 0),
  quantile: (p, [eta]: One) => (p <= inverseLogit(-eta) ? 0 : p > inverseLogit(-eta) ? 1 : Number.NaN),
  source: "Stan functions reference 2.36, bernoulli_logit",
};
