/** binomial(n, theta) */
import { binomialVariate } from "../random/binomial-variate.ts";
import { betainc } from "../stdlib.ts";
import type { Distribution, Two } from "./distribution.ts";
import { searchCount } from "./search-quantile.ts";

/** P(Y <= y) = I(1 - theta; n - y, y + 1) @source DLMF 8.17.5 */
function cdf(y: number, [n, theta]: Two): number {
  const k = Math.floor(y);
  if (k < 0) return 0;
  return k >= n ? 1 : betainc(theta, k + 1, n - k, true, true);
}

function ccdf(y: number, [n, theta]: Two): number {
  const k = Math.floor(y);
  if (k < 0) return 1;
  return k >= n ? 0 : betainc(theta, k + 1, n - k, true, false);
}

export const binomial: Distribution = {
  name: "binomial",
  title: "successes in n tries",
  parameters: [
    { name: "n", kind: "count", about: "tries" },
    { name: "theta", kind: "probability", about: "probability of success" },
  ],
  support: { kind: "count", lower: "0", upper: "n" },
  discrete: true,
  // 0 log 0 is 0: sure failures at theta = 0, sure successes at theta = 1
  logDensity: "lchoose(n, y) + y * log(if_else(y > 0, theta, 1)) + (n - y) * log1m(if_else(y < n, theta, 0))",
  mean: "n * theta",
  variance: "n * theta * (1 - theta)",
  variate: ([n, theta]: Two, rng) => binomialVariate(n, theta, rng),
  cdf,
  ccdf,
  quantile: (p, parameters: Two) =>
    Math.min(
      parameters[0],
      searchCount(p, (y) => cdf(y, parameters), 0),
    ),
  source: "Stan functions reference 2.36, binomial",
};
