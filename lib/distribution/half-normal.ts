/** half_normal(sigma): the size of a normal number with mean 0 */
import type { Distribution, One } from "./distribution.ts";
import { standardNormalCdf } from "./standard-normal.ts";
import { erf, erfinv } from "../stdlib.ts";

export const halfNormal: Distribution = {
  name: "half_normal",
  title: "the normal distribution with mean 0, folded to positive numbers",
  parameters: [{ name: "sigma", kind: "positive", about: "scale; the mean is 0.798 sigma" }],
  support: { kind: "positive" },
  discrete: false,
  logDensity: "-square(y / sigma) / 2 - log(sigma) + log(2 / pi()) / 2",
  // of erf and its complement each is used where it is not the rounded one, and kept there for its derivative's sake
  logCdf: "if_else(y < sigma, log(erf(y / (sigma * sqrt(2)))), log1m(2 * Phi(-max(y, sigma) / sigma)))",
  logCcdf: "if_else(y < sigma, log1m(erf(min(y, sigma) / (sigma * sqrt(2)))), log(2) + log_Phi(-y / sigma))",
  mean: "sigma * sqrt(2 / pi())",
  variance: "square(sigma) * (1 - 2 / pi())",
  variate: ([sigma]: One, rng) => sigma * Math.abs(rng.normal()),
  cdf: (y, [sigma]: One) => (y > 0 ? erf((y / sigma) * Math.SQRT1_2) : 0),
  ccdf: (y, [sigma]: One) => (y > 0 ? 2 * standardNormalCdf(-y / sigma) : 1),
  quantile: (p, [sigma]: One) => sigma * Math.SQRT2 * erfinv(p),
  source: "Stan functions reference 2.36, normal with mean 0 truncated to y > 0",
};
