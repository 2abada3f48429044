/** student_t(nu, mu, sigma) */
import { gammaVariate } from "../random/gamma-variate.ts";
import type { Distribution, Three } from "./distribution.ts";
import { studentCdf, studentQuantile } from "./standard-student.ts";

// -lbeta(nu/2, 1/2) is lgamma((nu+1)/2) - lgamma(nu/2) - log(pi)/2 without its cancellation at large nu
const constants = "-lbeta(nu / 2, 1 / 2) - log(nu) / 2";

export const studentT: Distribution = {
  name: "student_t",
  title: "Student's t: a normal distribution with heavy tails, robust to outliers",
  parameters: [
    { name: "nu", kind: "positive", about: "degrees of freedom; 1 is Cauchy, large is normal" },
    { name: "mu", kind: "real", about: "median" },
    { name: "sigma", kind: "positive", about: "scale" },
  ],
  support: { kind: "real" },
  discrete: false,
  logDensity: `${constants} - log(sigma) - (nu + 1) / 2 * log1p(square((y - mu) / sigma) / nu)`,
  mean: "if_else(nu > 1, mu, not_a_number())",
  variance: "if_else(nu > 2, square(sigma) * nu / (nu - 2), if_else(nu > 1, infinity(), not_a_number()))",
  locationScale: {
    location: "mu",
    scale: "sigma",
    on: "identity",
    standard: `${constants} - (nu + 1) / 2 * log1p(square(z) / nu)`,
  },
  variate: ([nu, mu, sigma]: Three, rng) =>
    mu + (sigma * rng.normal()) / Math.sqrt((2 / nu) * gammaVariate(nu / 2, rng)),
  cdf: (y, [nu, mu, sigma]: Three) => studentCdf((y - mu) / sigma, nu),
  ccdf: (y, [nu, mu, sigma]: Three) => studentCdf((mu - y) / sigma, nu),
  quantile: (p, [nu, mu, sigma]: Three) => mu + sigma * studentQuantile(p, nu),
  source: "Stan functions reference 2.36, student_t",
};
