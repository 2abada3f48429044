/** poisson_log(eta): poisson by its log mean */
import type { Distribution, One } from "./distribution.ts";
import { poisson } from "./poisson.ts";

export const poissonLog: Distribution = {
  name: "poisson_log",
  title: "a count of independent rare events, by the log of its mean",
  parameters: [{ name: "eta", kind: "real", about: "log of the mean" }],
  support: { kind: "count", lower: "0" },
  discrete: true,
  logDensity: "y * eta - exp(eta) - lgamma(y + 1)",
  mean: "exp(eta)",
  variance: "exp(eta)",
  variate: ([eta]: One, rng) => poisson.variate([Math.exp(eta)], rng),
  cdf: (y, [eta]: One) => poisson.cdf!(y, [Math.exp(eta)]),
  ccdf: (y, [eta]: One) => poisson.ccdf!(y, [Math.exp(eta)]),
  quantile: (p, [eta]: One) => poisson.quantile!(p, [Math.exp(eta)]),
  source: "Stan functions reference 2.36, poisson_log",
};
