/** half_student_t(nu, sigma): the size of a Student t number with median 0 */
import { gammaVariate } from "../random/gamma-variate.ts";
import type { Distribution, Two } from "./distribution.ts";
import { studentInside, studentInsideQuantile, studentOutside } from "./standard-student.ts";

export const halfStudentT: Distribution = {
  name: "half_student_t",
  title: "Student's t around 0, folded to positive numbers",
  parameters: [
    { name: "nu", kind: "positive", about: "degrees of freedom" },
    { name: "sigma", kind: "positive", about: "scale" },
  ],
  support: { kind: "positive" },
  discrete: false,
  logDensity: "log(2) - lbeta(nu / 2, 1 / 2) - log(nu) / 2 - log(sigma) - (nu + 1) / 2 * log1p(square(y / sigma) / nu)",
  mean: "if_else(nu > 1, 2 * sigma * sqrt(nu) / (max(nu - 1, 0) * exp(lbeta(nu / 2, 1 / 2))), infinity())",
  variance:
    "if_else(nu > 2, square(sigma) * nu * (1 / (nu - 2) - 4 / square((nu - 1) * exp(lbeta(nu / 2, 1 / 2)))), " +
    "if_else(nu > 1, infinity(), not_a_number()))",
  variate: ([nu, sigma]: Two, rng) =>
    (sigma * Math.abs(rng.normal())) / Math.sqrt((2 / nu) * gammaVariate(nu / 2, rng)),
  cdf: (y, [nu, sigma]: Two) => (y > 0 ? studentInside(y / sigma, nu) : 0),
  ccdf: (y, [nu, sigma]: Two) => (y > 0 ? studentOutside(y / sigma, nu) : 1),
  quantile: (p, [nu, sigma]: Two) => sigma * studentInsideQuantile(p, nu),
  source: "Stan functions reference 2.36, student_t with location 0 truncated to y > 0",
};
