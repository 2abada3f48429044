/** lkj_corr_cholesky(eta): Cholesky factors of random correlation matrices */
import { lkjCholeskyVariate } from "../random/lkj-cholesky-variate.ts";
import type { Distribution, One } from "./distribution.ts";

/** number of rows */
const K = "size(diagonal(y))";
/** j = 1 .. K - 1 */
const j = `linspaced_vector(${K} - 1, 1, ${K} - 1)`;

export const lkjCorrCholesky: Distribution = {
  name: "lkj_corr_cholesky",
  title: "the Cholesky factor of a correlation matrix",
  parameters: [
    { name: "eta", kind: "positive", about: "1: all correlation matrices equally likely; more: closer to none" },
  ],
  support: { kind: "cholesky-corr" },
  discrete: false,
  // the k-th diagonal entry has the power K - k + 2 eta - 2, the Jacobian of the factor included
  logDensity:
    `sum((${K} - linspaced_vector(${K}, 1, ${K}) + 2 * eta - 2) * log(diagonal(y))) + ` +
    `sum(lgamma(eta + (${K} - 1) / 2) - lgamma(eta + (${K} - 1 - ${j}) / 2) - ${j} * log(pi()) / 2)`,
  variate: ([eta]: One, rng, size = 2) => lkjCholeskyVariate(eta, size, rng),
  source:
    "Lewandowski, Kurowicka and Joe 2009, Journal of Multivariate Analysis 100, eq. 16; Stan functions reference 2.36",
};
