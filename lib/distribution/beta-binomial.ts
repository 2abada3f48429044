/** beta_binomial(n, alpha, beta): binomial with a beta-distributed probability */
import { betaVariate } from "../random/beta-variate.ts";
import { binomialVariate } from "../random/binomial-variate.ts";
import { betaln } from "../stdlib.ts";
import type { Distribution, Three } from "./distribution.ts";
import { searchCount } from "./search-quantile.ts";

function mass(k: number, [n, a, b]: Three): number {
  return Math.exp(betaln(k + a, n - k + b) - betaln(a, b) - Math.log1p(n) - betaln(n - k + 1, k + 1));
}

/** Σ of the masses from 0 to k, each from its neighbour above. */
function sumBelow(k: number, parameters: Three): number {
  const [n, a, b] = parameters;
  let term = mass(k, parameters);
  let sum = term;
  for (let j = k; j > 0 && term > 0; j--) {
    term *= (j / (n - j + 1)) * ((b + n - j) / (a + j - 1));
    sum += term;
  }
  return sum;
}

/** Each tail is summed on its own side of the mean, where its nearest mass cannot have underflowed. */
function cdf(y: number, [n, a, b]: Three): number {
  const k = Math.floor(y);
  if (k < 0) return 0;
  if (k >= n) return 1;
  return k < (n * a) / (a + b) ? sumBelow(k, [n, a, b]) : 1 - sumBelow(n - k - 1, [n, b, a]);
}

/** by symmetry: n - Y swaps alpha and beta */
function ccdf(y: number, [n, a, b]: Three): number {
  return cdf(n - Math.floor(y) - 1, [n, b, a]);
}

export const betaBinomial: Distribution = {
  name: "beta_binomial",
  title: "successes in n tries whose probability is itself a beta number",
  parameters: [
    { name: "n", kind: "count", about: "tries" },
    { name: "alpha", kind: "positive" },
    { name: "beta", kind: "positive" },
  ],
  support: { kind: "count", lower: "0", upper: "n" },
  discrete: true,
  // lbeta(y + alpha, n - y + beta) - lbeta(alpha, beta), which would cancel where alpha and beta are large and chains find peaks of rounding
  logDensity: "lchoose(n, y) + log_rising_factorial(alpha, y) + log_rising_factorial(beta, n - y) - log_rising_factorial(alpha + beta, n)",
  mean: "n * alpha / (alpha + beta)",
  variance: "n * alpha * beta * (alpha + beta + n) / (square(alpha + beta) * (alpha + beta + 1))",
  variate: ([n, a, b]: Three, rng) => binomialVariate(n, betaVariate(a, b, rng), rng),
  cdf,
  ccdf,
  quantile: (p, parameters: Three) =>
    Math.min(
      parameters[0],
      searchCount(p, (y) => cdf(y, parameters), 0),
    ),
  source: "Stan functions reference 2.36, beta_binomial",
};
