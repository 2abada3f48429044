/** categorical(theta): category y with probability theta[y] */
import { categoricalVariate } from "../random/categorical-variate.ts";
import type { Distribution } from "./distribution.ts";

export const categorical: Distribution = {
  name: "categorical",
  title: "one of the categories 1, 2, ...",
  parameters: [{ name: "theta", kind: "simplex", about: "probability of each category" }],
  support: { kind: "count", lower: "1", upper: "size(theta)" },
  discrete: true,
  logDensity: "log(theta[y])",
  variate: ([theta]: readonly [Float64Array], rng) => categoricalVariate(theta, rng),
  source: "Stan functions reference 2.36, categorical",
};
