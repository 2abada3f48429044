/** apgw(scale, gamma, kappa, lambda): the adapted power generalised Weibull of waiting times, with a cured share when kappa < 0 */
import type { Distribution } from "./distribution.ts";

type Four = readonly [number, number, number, number];

/** below this |kappa| a series is used, exact to 1e-15 for w up to 10; the quotient has no value at 0 and a poor derivative beside it */
const NEAR_ZERO = 1e-5;

/** cumulative hazard over lambda at w = log(1 + z / (kappa + 1)), z = (y / scale)^gamma */
const H0 = `(kappa + 1) * if_else(abs(kappa) < ${NEAR_ZERO}, w * (1 + kappa * w / 2 * (1 + kappa * w / 3)), expm1(kappa * w) / if_else(abs(kappa) < ${NEAR_ZERO}, 1, kappa))`;
const W = "log1p(exp(gamma * (log(y) - log(scale))) / (kappa + 1))";
const hazard = H0.replace(/\bw\b/g, W);

function cumulative(y: number, [scale, gamma, kappa, lambda]: Four): number {
  const w = Math.log1p((y / scale) ** gamma / (kappa + 1));
  if (w === Infinity && kappa > -NEAR_ZERO) return Infinity;
  const inner = Math.abs(kappa) < NEAR_ZERO ? w * (1 + ((kappa * w) / 2) * (1 + (kappa * w) / 3)) : Math.expm1(kappa * w) / kappa;
  return lambda * (kappa + 1) * inner;
}

/** the time at which the cumulative hazard is h; Infinity for those who never fail */
function inverse(h: number, [scale, gamma, kappa, lambda]: Four): number {
  const y = h / lambda / (kappa + 1);
  const w = Math.abs(kappa) < NEAR_ZERO ? y * (1 - (kappa * y) / 2 + (kappa * y) ** 2 / 3) : Math.log1p(kappa * y) / kappa;
  if (kappa < 0 && kappa * y <= -1) return Infinity;
  return scale * ((kappa + 1) * Math.expm1(w)) ** (1 / gamma);
}

export const apgw: Distribution = {
  name: "apgw",
  title: "a waiting time with a hazard that rises, falls or turns: Weibull (kappa = 1), log-logistic (0), with a cured share (below 0)",
  parameters: [
    { name: "scale", kind: "positive", about: "time scale: 1 / phi" },
    { name: "gamma", kind: "positive", about: "power of time" },
    { name: "kappa", kind: "real", about: "family, above -1" },
    { name: "lambda", kind: "positive", about: "factor of the hazard" },
  ],
  support: { kind: "positive" },
  discrete: false,
  logDensity: `log(lambda) + log(gamma) - log(scale) + (gamma - 1) * (log(y) - log(scale)) + (kappa - 1) * ${W} - lambda * ${hazard}`,
  logCcdf: `-lambda * ${hazard}`,
  logCdf: `log1m_exp(-lambda * ${hazard})`,
  variate: (parameters, rng) => inverse(-Math.log1p(-rng.uniform()), parameters as unknown as Four),
  cdf: (y, parameters) => (y > 0 ? -Math.expm1(-cumulative(y, parameters as unknown as Four)) : Number.isNaN(y + parameters.reduce((a, b) => a + b, 0)) ? Number.NaN : 0),
  ccdf: (y, parameters) => (y > 0 ? Math.exp(-cumulative(y, parameters as unknown as Four)) : Number.isNaN(y + parameters.reduce((a, b) => a + b, 0)) ? Number.NaN : 1),
  quantile: (p, parameters) => inverse(-Math.log1p(-p), parameters as unknown as Four),
  source: "Burke, Jones & Noufaily 2020, JRSS C 69, eq. 3 (arXiv:1901.03212); scale is their 1 / phi",
};
