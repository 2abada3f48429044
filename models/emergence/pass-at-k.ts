/** Coverage from repeated sampling: how many of the problems are solved at least once in k tries. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { table } from "./trials.ts";

/** log of the mean of (1 - p)^k over beta distributed p */
const logFail = (k: string): string => `(log_rising_factorial(b, a) - log_rising_factorial(b + ${k}, a))`;

export const passAtK: ModelDocument = defineModel({
  name: "pass-at-k",
  title: "Coverage from repeated sampling: pass@k beyond the samples taken",
  about: "Problems differ in their pass probability p, which is beta distributed: pass@k = 1 - E(1 - p)^k. The failure 1 - pass@k falls as k^-a: the tail exponent is the first shape of the beta distribution, how many problems are nearly impossible.",
  source: "Schaeffer et al. 2025, arXiv:2502.17578, section 4; Brown et al. 2024, arXiv:2407.21787, for coverage; Chen et al. 2021, arXiv:2107.03374, for pass@k",
  data: {
    tries: { kind: "count", about: "samples of the row's problem" },
    passes: { kind: "count", about: "right ones among them" },
  },
  parameters: {
    a: { prior: "lognormal(log(0.4), 0.7)", about: "tail exponent of the failures: small when many problems are nearly impossible" },
    b: { prior: "lognormal(log(3), 1)", about: "second shape: large when all problems are hard" },
  },
  likelihood: { passes: "beta_binomial(tries, a, b)" },
  quantities: {
    mean_pass: "a / (a + b)",
    tail_exponent: "a",
    "pass_at(k)": `-expm1${logFail("k")}`,
    "k_for(coverage)": `exp(root(u, ${logFail("exp(u)")} - log1m(coverage), -5, 50))`,
  },
  options: {
    problems: {
      about: "how pass probabilities are spread: beta; beta up to a largest one (`scaled`); beta, and impossible problems (`zero_inflated`); normal log odds (`logit_normal`). scaled and logit_normal take a column `item`, and their pass@k is of these items",
      default: "beta",
      choices: {
        beta: {},
        zero_inflated: {
          parameters: { impossible: { prior: "logit_normal(-3, 1.5)", about: "share of problems that no number of tries solves" } },
          // log odds of -700 are never
          likelihood: { passes: "mixture(impossible, binomial_logit(tries, -700), beta_binomial(tries, a, b))" },
          quantities: {
            mean_pass: "(1 - impossible) * a / (a + b)",
            "pass_at(k)": `-(1 - impossible) * expm1${logFail("k")}`,
            "k_for(coverage)": `exp(root(u, ${logFail("exp(u)")} - log1m(coverage / (1 - impossible)), -5, 50))`,
          },
          simulation: { parameters: { impossible: 0.1 } },
        },
        scaled: {
          data: { item: { kind: "factor" } },
          parameters: {
            largest: { prior: "beta(2, 1)", about: "largest pass probability" },
            "u_of[item]": { prior: "beta(a, b)", about: "pass probability as a share of it" },
          },
          likelihood: { passes: "binomial(tries, largest * u_of[item])" },
          quantities: { mean_pass: "mean(largest * u_of)", "pass_at(k)": "1 - mean((1 - largest * u_of)^k)", "k_for(coverage)": null },
          simulation: { columns: { item: { labels: Array.from({ length: 128 }, (_, k) => `p${k + 1}`) } }, parameters: { largest: 0.7 } },
        },
        logit_normal: {
          data: { item: { kind: "factor" } },
          parameters: {
            a: null,
            b: null,
            mu: { prior: "normal(-4, 3)", about: "mean log odds of a pass" },
            tau: { prior: "half_normal(3)", about: "spread over problems" },
            "eta_of[item]": "normal(mu, tau)",
          },
          likelihood: { passes: "binomial_logit(tries, eta_of[item])" },
          quantities: { mean_pass: "mean(inv_logit(eta_of))", tail_exponent: null, "pass_at(k)": "1 - mean(exp(-k * log1p_exp(eta_of)))", "k_for(coverage)": null },
          simulation: { columns: { item: { labels: Array.from({ length: 128 }, (_, k) => `p${k + 1}`) } }, parameters: { mu: -4, tau: 2 } },
        },
      },
    },
  },
  table,
  traps: [
    "Problems that were never solved can be impossible or only hard: with many of them `impossible` and `a` are not told apart until the tries grow.",
    "A line through pass@k on logarithmic axes takes dependent points for independent ones.",
  ],
  siblings: ["pass-until", "imperfect-verifier"],
  simulation: { rows: 128, columns: { tries: "200" }, parameters: { a: 0.3, b: 4 } },
});
