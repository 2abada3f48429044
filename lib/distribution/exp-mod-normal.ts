/** exp_mod_normal(mu, sigma, lambda): a normal number plus an exponential one */
import type { Distribution, Three } from "./distribution.ts";
import { integrateHalfLine } from "./half-line.ts";
import { bisectQuantile } from "./search-quantile.ts";
import { standardNormalCdf, standardNormalQuantile } from "./standard-normal.ts";

const Z = "((y - mu) / sigma)";
/** how far y lies beyond the place where the exponential tail takes over */
const T = "((y - mu) / sigma - lambda * sigma)";
/** log of e^(-w z + w²/2) Phi(z - w), w = lambda sigma: left of the tail as phi(z) over the slope of log Phi, where both factors would cancel */
const logExcess =
  `if_else(${T} < 0, -square(${Z}) / 2 - log(2 * pi()) / 2 - log(log_Phi_slope(min(${T}, 0))), ` +
  `-lambda * sigma * (${Z} - lambda * sigma / 2) + log_Phi(max(${T}, 0)))`;

/** e^(-w z + w²/2) Phi(z - w) */
function excess(z: number, w: number): number {
  const t = z - w;
  if (t >= 0) return Math.exp(-w * (z - w / 2)) * standardNormalCdf(t);
  // phi(z) times ∫ e^(t s - s²/2) ds
  return (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * integrateHalfLine((s) => Math.exp(t * s - (s * s) / 2), 1 / (1 - t), 40);
}

/** of z + Exponential(w): Phi(z) less the excess, or as the integral over the exponential number where that cancels */
function standardCdf(z: number, w: number): number {
  if (z === -Infinity) return 0;
  const direct = standardNormalCdf(z) - excess(z, w);
  // beyond 9 only the exponential is left
  if (z > 9) return z - w > 9 ? -Math.expm1(-w * (z - w / 2)) : direct;
  if (!(direct < 0.1)) return direct;
  const scale = 1 / (w + (z < 0 ? 1 - z : 1 / (1 + z)));
  return integrateHalfLine((s) => w * Math.exp(-w * s) * standardNormalCdf(z - s), scale, 40);
}

const standardCcdf = (z: number, w: number): number => (z === Infinity ? 0 : z === -Infinity ? 1 : standardNormalCdf(-z) + excess(z, w));

const cdf = (y: number, [mu, sigma, lambda]: Three): number => standardCdf((y - mu) / sigma, lambda * sigma);
const ccdf = (y: number, [mu, sigma, lambda]: Three): number => standardCcdf((y - mu) / sigma, lambda * sigma);

/** above the normal's own quantile, and below the sum of two numbers that are exceeded half as often */
function quantile(p: number, [mu, sigma, lambda]: Three): number {
  const rest = (1 - p) / 2;
  const high = mu - sigma * standardNormalQuantile(rest) - Math.log(rest) / lambda;
  return bisectQuantile(p, (y) => cdf(y, [mu, sigma, lambda]), (y) => ccdf(y, [mu, sigma, lambda]), mu + sigma * standardNormalQuantile(p), high);
}

export const expModNormal: Distribution = {
  name: "exp_mod_normal",
  title: "a normal number plus an exponential one, such as the distance of a run from the best possible",
  parameters: [
    { name: "mu", kind: "real", about: "mean of the normal part" },
    { name: "sigma", kind: "positive", about: "its standard deviation" },
    { name: "lambda", kind: "positive", about: "rate of the exponential part: 1 / mean" },
  ],
  support: { kind: "real" },
  discrete: false,
  logDensity: `log(lambda) + ${logExcess}`,
  logCcdf: `log_sum_exp(log_Phi(-${Z}), ${logExcess})`,
  mean: "mu + 1 / lambda",
  variance: "square(sigma) + 1 / square(lambda)",
  variate: ([mu, sigma, lambda]: Three, rng) => mu + sigma * rng.normal() - Math.log1p(-rng.uniform()) / lambda,
  cdf,
  ccdf,
  quantile,
  source: "Stan functions reference 2.36, exp_mod_normal",
};
