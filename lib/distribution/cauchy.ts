/** cauchy(mu, sigma) */
import type { Distribution, Two } from "./distribution.ts";

/** log P(Z <= z): each branch is kept inside its own range, so that the derivative of another cannot be 0 · infinity. */
const logCdf = (z: string): string =>
  `if_else(${z} < -1, log(atan(-1 / min(${z}, -1))) - log(pi()), ` +
  `if_else(${z} < 1, log(1 / 2 + atan(min(max(${z}, -1), 1)) / pi()), log1m(atan(1 / max(${z}, 1)) / pi())))`;

const standardCdf = (z: number): number => (z < -1 ? Math.atan(-1 / z) / Math.PI : 0.5 + Math.atan(z) / Math.PI);

/** tan(π (p - 1/2)), written so that both tails keep their digits */
function standardQuantile(p: number): number {
  if (p < 0.25) return -1 / Math.tan(Math.PI * p);
  return p > 0.75 ? 1 / Math.tan(Math.PI * (1 - p)) : Math.tan(Math.PI * (p - 0.5));
}

export const cauchy: Distribution = {
  name: "cauchy",
  title: "the Cauchy distribution: tails so heavy that it has no mean",
  parameters: [
    { name: "mu", kind: "real", about: "median" },
    { name: "sigma", kind: "positive", about: "half the distance between the quartiles" },
  ],
  support: { kind: "real" },
  discrete: false,
  logDensity: "-log1p(square((y - mu) / sigma)) - log(sigma) - log(pi())",
  logCdf: logCdf("((y - mu) / sigma)"),
  logCcdf: logCdf("((mu - y) / sigma)"),
  locationScale: { location: "mu", scale: "sigma", on: "identity", standard: "-log1p(square(z)) - log(pi())" },
  variate: ([mu, sigma]: Two, rng) => mu + sigma * standardQuantile(1 - rng.uniform()),
  cdf: (y, [mu, sigma]: Two) => standardCdf((y - mu) / sigma),
  ccdf: (y, [mu, sigma]: Two) => standardCdf((mu - y) / sigma),
  quantile: (p, [mu, sigma]: Two) => mu + sigma * standardQuantile(p),
  source: "Stan functions reference 2.36, cauchy",
};
