/** categorical_logit(eta): category y with probability proportional to exp(eta[y]) */
import { categoricalVariate } from "../random/categorical-variate.ts";
import type { Distribution } from "./distribution.ts";

/** the largest is taken out first, so that exp cannot overflow */
function weights(eta: Float64Array): Float64Array {
  const top = Math.max(...eta);
  return eta.map((logit) => Math.exp(logit - top));
}

export const categoricalLogit: Distribution = {
  name: "categorical_logit",
  title: "one of the categories 1, 2, ..., by unnormalised log probabilities",
  parameters: [
    { name: "eta", kind: "real-vector", about: "log weight of each category; a common shift changes nothing" },
  ],
  support: { kind: "count", lower: "1", upper: "size(eta)" },
  discrete: true,
  logDensity: "eta[y] - log_sum_exp(eta)",
  variate: ([eta]: readonly [Float64Array], rng) => categoricalVariate(weights(eta), rng),
  source: "Stan functions reference 2.36, categorical_logit",
};
