/** dirichlet(alpha) */
import { dirichletVariate } from "../random/dirichlet-variate.ts";
import type { Distribution } from "./distribution.ts";

export const dirichlet: Distribution = {
  name: "dirichlet",
  title: "a vector of shares that sum to 1",
  parameters: [{ name: "alpha", kind: "positive-vector", about: "the mean share is alpha / sum(alpha)" }],
  support: { kind: "simplex" },
  discrete: false,
  logDensity: "lgamma(sum(alpha)) - sum(lgamma(alpha)) + sum((alpha - 1) * log(y))",
  mean: "alpha / sum(alpha)",
  variance: "alpha * (sum(alpha) - alpha) / (square(sum(alpha)) * (sum(alpha) + 1))",
  variate: ([alpha]: readonly [Float64Array], rng) => dirichletVariate(alpha, rng),
  source: "Stan functions reference 2.36, dirichlet",
};
