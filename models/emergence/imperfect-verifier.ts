/** Resampling until a verifier accepts, when the verifier errs: how many tries are best, and the accuracy they cannot exceed. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

const R = "inv_logit(r_of)";
/** probability that the verifier accepts a wrong answer, by item */
const FALSE = "inv_logit(-s - rho * (r_of - mu))";
const REJECT = `((1 - completeness) * ${R} + (1 - ${FALSE}) * (1 - ${R}))`;

export const imperfectVerifier: ModelDocument = defineModel({
  name: "imperfect-verifier",
  title: "Resampling until a verifier accepts, when the verifier errs",
  about: "Each try on an item is right with probability r; the verifier accepts right answers with probability `completeness` and wrong ones with 1 - soundness, which may depend on r: items that a model finds hard pass wrong answers more often. Right and wrong are known from a stronger oracle.",
  source: "Stroebl, Kapoor & Narayanan 2024, arXiv:2411.17501; rewards in closed form with the survival weighted by the prior",
  data: {
    item: { kind: "factor" },
    tries: { kind: "count", about: "samples of the row's item" },
    right: { kind: "count", about: "right ones by the oracle" },
    accepted_right: { kind: "count", about: "right ones that the verifier accepted" },
    accepted_wrong: { kind: "count", about: "wrong ones that the verifier accepted" },
  },
  parameters: {
    mu: { prior: "normal(0, 1.5)", about: "mean log odds of a right answer" },
    tau: { prior: "half_normal(1.5)", about: "spread over items" },
    "r_of[item]": "normal(mu, tau)",
    completeness: { prior: "beta(8, 1)", about: "probability to accept a right answer" },
    s: { prior: "normal(1.5, 1.5)", about: "log odds to reject a wrong answer, on an item of mean ease" },
    rho: { prior: "normal(0, 0.5)", about: "how the rejection of wrong answers grows with the log odds of right ones" },
  },
  likelihood: {
    right: "binomial_logit(tries, r_of[item])",
    accepted_right: "binomial(right, completeness)",
    accepted_wrong: "binomial_logit(tries - right, -s - rho * (r_of[item] - mu))",
  },
  quantities: {
    soundness: "inv_logit(s)",
    single_accuracy: `mean(${R})`,
    "reward(K, cost)": `mean((completeness * ${R} - cost * (1 - ${R}) * ${FALSE}) * (1 - ${REJECT}^K) / (1 - ${REJECT}))`,
    "reward_even(K)": "reward(K, 1)",
    ceiling: `mean(completeness * ${R} / (1 - ${REJECT}))`,
    "accepted_share(K)": `mean(1 - ${REJECT}^K)`,
    "accuracy(K)": `mean(completeness * ${R} * (1 - ${REJECT}^K) / (1 - ${REJECT})) / accepted_share(K)`,
    "beats(single)": "if_else(ceiling > single, 1, 0)",
  },
  options: {
    soundness: {
      about: "whether wrong answers are found out alike on all items, or by how hard the item is",
      default: "depends",
      choices: {
        depends: {},
        common: {
          parameters: { rho: null },
          constants: { rho: 0 },
        },
      },
    },
  },
  table: { require: { "right <= tries && accepted_right <= right && accepted_wrong <= tries - right": { message: "counts that do not fit together" } } },
  answers: { tries: { kind: "optimum", quantity: "reward_even(K)", from: 1, to: 1000, what: "Best number of tries when a wrong answer costs as much as a right one earns" } },
  traps: ["Without a stronger oracle on at least some items the soundness is the prior's."],
  siblings: ["pass-at-k"],
  simulation: {
    rows: 60,
    columns: { item: { labels: Array.from({ length: 60 }, (_, k) => `p${k + 1}`) }, tries: "20" },
    parameters: { mu: 0, tau: 1.2, completeness: 0.93, s: 1.2, rho: 0.4 },
  },
});
