/** half_cauchy(sigma): the size of a Cauchy number with median 0 */
import type { Distribution, One } from "./distribution.ts";

const quantile = (p: number, [sigma]: One): number => sigma * Math.tan((Math.PI / 2) * p);

export const halfCauchy: Distribution = {
  name: "half_cauchy",
  title: "the Cauchy distribution around 0, folded to positive numbers",
  parameters: [{ name: "sigma", kind: "positive", about: "median" }],
  support: { kind: "positive" },
  discrete: false,
  logDensity: "-log1p(square(y / sigma)) - log(sigma) + log(2 / pi())",
  logCdf: "if_else(y < sigma, log(2 / pi() * atan(y / sigma)), log1m(2 / pi() * atan(sigma / max(y, sigma))))",
  logCcdf: "if_else(y < sigma, log1m(2 / pi() * atan(min(y, sigma) / sigma)), log(2 / pi() * atan(sigma / y)))",
  variate: (parameters: One, rng) => quantile(rng.uniform(), parameters),
  cdf: (y, [sigma]: One) => (y > 0 ? (2 / Math.PI) * Math.atan(y / sigma) : 0),
  ccdf: (y, [sigma]: One) => (y > 0 ? (2 / Math.PI) * Math.atan(sigma / y) : 1),
  quantile,
  source: "Stan functions reference 2.36, cauchy with location 0 truncated to y > 0",
};
