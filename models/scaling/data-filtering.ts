/** Goyal's law of data filtering: pools of different quality whose use decays as their samples repeat. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { error, scattered } from "../shared/columns.ts";
import { errorOptions, logStudentT, scatter, sigma } from "../shared/noise.ts";

/**
 * Exponent of log n summed over epochs: epoch j = 0, 1, ... multiplies the reducible error by (n_{j+1} / n_j)^(b_j); the
 * first one counts from the pool's size, where y1 is defined. `width` is the length of an epoch.
 */
const decline = (n: string, width: string, first: string, later: string): string =>
  `${first} * log(min(${n} / ${width}, 1)) + sum(${later} * log(fmax(fmin(${n} / ${width}, range(2, epochs + 1)), range(1, epochs)) / range(1, epochs)))`;

export const dataFiltering: ModelDocument = defineModel({
  name: "data-filtering",
  title: "Error after n samples from a pool whose use decays with repetition",
  about: "y(n) = d + (a n_1)^(-b) prod_j (n_{j+1} / n_j)^(-b 0.5^(j / tau)): each pool has a utility b that halves every tau repetitions. Sampled as the error Y1 at the end of the first epoch, since a^b leaves a and b confounded and y1 = Y1 - d leaves y1 and d. For m pools mixed evenly an epoch is m pools long, utilities are averaged and each tau grows m times.",
  source: "Goyal et al. 2024, arXiv:2404.07177, eq. 2 to 5; the authors' code adds d before the product, which multiplies it too: here it stays outside",
  data: {
    pool: { kind: "factor", about: "pool of training data" },
    rank: { kind: "positive", about: "quality rank of the pool, 1 the best: what mixtures of the best pools go by" },
    pool_size: { kind: "positive", unit: "samples", about: "the same for all pools" },
    n: { kind: "positive", unit: "samples", about: "samples seen, repetitions included" },
    loss: { ...error, about: "error rate" },
  },
  constants: { Lref: 1, epochs: 12, size_ref: "mean(pool_size)" },
  parameters: {
    floor: { prior: "logit_normal(-2, 1)", about: "error that no samples remove, as a share of the lowest Y1" },
    "Y1[pool]": { prior: "lognormal(log(0.9 * Lref), 0.3)", about: "error at the end of the first epoch" },
    // b has the prior lognormal(log(0.1), 0.5); sampled is the slope of log error at the end of the first epoch, which the data know
    "slope[pool]": { prior: "lognormal(log(0.1 * y1[pool] / Y1[pool]), 0.5)", centered: true, about: "fall of log error with log samples at the end of the first epoch: b y1 / Y1" },
    "tau[pool]": { prior: "lognormal(log(3), 0.7)", about: "repetitions after which the utility is halved" },
    sigma,
  },
  let: {
    d: "floor * min(Y1)",
    "y1[pool]": "Y1[pool] - d",
    "b[pool]": "slope[pool] * Y1[pool] / y1[pool]",
    mu: `d + y1[pool] * exp(-(${decline("n", "pool_size", "b[pool]", "b[pool] * exp(-log(2) / tau[pool] * range(1, epochs))")}))`,
    "rank_of[pool]": "rank",
    ...scatter,
  },
  likelihood: logStudentT,
  quantities: {
    irreducible: "d",
    "utility[pool]": "b[pool]",
    "a_code[pool]": "1e5 / (size_ref * y1[pool]^(1 / b[pool]))",
    "best(m)": "if_else(rank_of <= m, 1, 0)",
    // of each pool's samples when they are seen for the j-th time again
    "utility_at(j)": "b * exp(-log(2) * j / tau)",
    "y1_mix(m)": "exp(sum(best(m) * log(y1)) / m - sum(best(m) * b) / m * log(m))",
    "y_mix(m, n)": `d + y1_mix(m) * exp(-(${decline("n", "(m * size_ref)", "(sum(best(m) * b) / m)", "mix_utility(m)")}))`,
    // whether the m1 best pools give less error than the m2 best after n samples, and the number of samples at which this changes first
    "better(m1, m2, n)": "y_mix(m1, n) < y_mix(m2, n)",
    "n_cross(m1, m2)": "size_ref * exp(first_root(u, log((y_mix(m1, size_ref * exp(u)) - d) / (y_mix(m2, size_ref * exp(u)) - d)), 0, log(epochs)))",
    "mix_utility(m)": `[${Array.from({ length: 12 }, (_, k) => `sum(best(m) * b * exp(-log(2) * ${k + 1} / (m * tau))) / m`).join(", ")}]`,
  },
  options: errorOptions("n"),
  published: {
    utility: { value: 0.131, source: "Goyal et al. 2024, code: best bucket of T-MARS (their b is -0.131)" },
    tau: { value: 3, source: "Goyal et al. 2024, code: best bucket of T-MARS" },
    irreducible: { value: 0.1, source: "Goyal et al. 2024, code: fixed" },
    a: { value: 0.022, source: "Goyal et al. 2024, code: T-MARS pools, ImageNet error; shared by the pools" },
  },
  traps: [
    "d is known only from long runs: the authors fix it at 0.1.",
    "tau needs rows beyond the first epoch, at least four.",
    "Mixtures are predicted from single pools, not fitted: the law assumes that pools do not teach each other.",
  ],
  siblings: ["data-constrained", "shifted-power-law"],
  simulation: {
    rows: 60,
    columns: {
      pool: { labels: ["top10", "top20", "top30"] },
      rank: "1 + row - 1 - 3 * floor((row - 1) / 3)",
      pool_size: "12.8e6",
      n: scattered(2e6, 64),
    },
    parameters: { floor: 0.103, Y1: [0.97, 0.98, 0.99], slope: [0.1175, 0.0898, 0.0719], tau: [3, 3.5, 4], sigma: 0.005 },
  },
});
