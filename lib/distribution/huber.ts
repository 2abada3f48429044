/** huber(mu, sigma, delta): normal within delta scales of mu, exponential beyond */
import { erf } from "../stdlib.ts";
import type { Distribution, Three } from "./distribution.ts";
import { standardNormalCdf, standardNormalQuantile } from "./standard-normal.ts";

const SQRT_2PI = Math.sqrt(2 * Math.PI);

/** the integral of exp(-rho(u)), rho = u²/2 within delta and delta (|u| - delta/2) beyond */
const norm = "(sqrt(2 * pi()) * erf(delta / sqrt(2)) + 2 / delta * exp(-square(delta) / 2))";

/** rho in one piece: with m = min(|u|, delta) it is m (|u| - m/2) */
const rho = (u: string): string => `min(abs(${u}), delta) * (abs(${u}) - min(abs(${u}), delta) / 2)`;

/** each branch is kept inside its own range, so that the derivative of another cannot be 0 · infinity */
const logCdf = (u: string): string =>
  `if_else(${u} < -delta, delta * min(${u}, -delta) + square(delta) / 2 - log(delta) - log(${norm}), ` +
  `if_else(${u} < delta, log((exp(-square(delta) / 2) / delta + sqrt(2 * pi()) * (Phi(max(min(${u}, delta), -delta)) - Phi(-delta))) / ${norm}), ` +
  `log1m(exp(square(delta) / 2 - delta * max(${u}, delta)) / (delta * ${norm}))))`;

const normOf = (delta: number): number =>
  SQRT_2PI * erf(delta * Math.SQRT1_2) + (2 / delta) * Math.exp((-delta * delta) / 2);

function standardCdf(u: number, delta: number): number {
  if (u > 0) return 1 - standardCdf(-u, delta);
  const scale = normOf(delta);
  if (u < -delta) return Math.exp(delta * (u + delta / 2)) / (delta * scale);
  const middle = SQRT_2PI * (standardNormalCdf(u) - standardNormalCdf(-delta));
  return (Math.exp((-delta * delta) / 2) / delta + middle) / scale;
}

function standardQuantile(p: number, delta: number): number {
  if (p > 0.5) return -standardQuantile(1 - p, delta);
  const scale = normOf(delta);
  const tail = Math.exp((-delta * delta) / 2) / (delta * scale);
  if (p < tail) return Math.log(p * delta * scale) / delta - delta / 2;
  return standardNormalQuantile(standardNormalCdf(-delta) + ((p - tail) * scale) / SQRT_2PI);
}

export const huber: Distribution = {
  name: "huber",
  title: "the density whose log is Huber's loss, normalised: normal in the middle, exponential beyond delta scales",
  parameters: [
    { name: "mu", kind: "real", about: "centre" },
    { name: "sigma", kind: "positive", about: "scale" },
    { name: "delta", kind: "positive", about: "where the tails begin, in scales; small is Laplace, large is normal" },
  ],
  support: { kind: "real" },
  discrete: false,
  logDensity: `-${rho("((y - mu) / sigma)")} - log(sigma) - log(${norm})`,
  logCdf: logCdf("((y - mu) / sigma)"),
  logCcdf: logCdf("((mu - y) / sigma)"),
  mean: "mu",
  variance: `square(sigma) * (1 + 2 * exp(-square(delta) / 2) * (1 / delta + 2 / delta^3) / ${norm})`,
  locationScale: { location: "mu", scale: "sigma", on: "identity", standard: `-${rho("z")} - log(${norm})` },
  variate: ([mu, sigma, delta]: Three, rng) => mu + sigma * standardQuantile(1 - rng.uniform(), delta),
  cdf: (y, [mu, sigma, delta]: Three) => standardCdf((y - mu) / sigma, delta),
  ccdf: (y, [mu, sigma, delta]: Three) => standardCdf((mu - y) / sigma, delta),
  quantile: (p, [mu, sigma, delta]: Three) => mu + sigma * standardQuantile(p, delta),
  source: "Huber 1964, Robust estimation of a location parameter, Annals of Mathematical Statistics 35",
};
