/** multi_normal_cholesky(mu, L): the normal vector with covariance L L' */
import type { Distribution } from "./distribution.ts";

export const multiNormalCholesky: Distribution = {
  name: "multi_normal_cholesky",
  title: "a vector of correlated normal numbers",
  parameters: [
    { name: "mu", kind: "real-vector", about: "mean" },
    { name: "L", kind: "cholesky", about: "lower-triangular factor of the covariance matrix" },
  ],
  support: { kind: "real-vector" },
  discrete: false,
  logDensity:
    "-sum(square(mdivide_left_tri_low(L, y - mu))) / 2 - sum(log(diagonal(L))) - size(mu) * log(2 * pi()) / 2",
  mean: "mu",
  variate: ([mu, L]: readonly [Float64Array, Float64Array], rng) => {
    const z = mu.map(() => rng.normal());
    return mu.map((mean, i) => z.slice(0, i + 1).reduce((sum, zj, j) => sum + L[i * mu.length + j]! * zj, mean));
  },
  source: "Stan functions reference 2.36, multi_normal_cholesky",
};
