/** Item response: abilities of models and difficulties of items from who answered what right. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

const P = "inv_logit(exp(log_a) * (ability - b))";

export const irt: ModelDocument = defineModel({
  name: "irt",
  title: "Item response model: abilities of models, difficulty and discrimination of items",
  about: "P(correct) = inv_logit(a (theta - b)) for a model of ability theta on an item of difficulty b and discrimination a. Abilities are standard normal a priori, which fixes their zero and unit; discriminations are positive, which fixes the sign.",
  source: "Birnbaum 1968; for benchmarks of language models Polo et al. 2024, arXiv:2402.14992",
  data: {
    model: { kind: "factor" },
    item: { kind: "factor" },
    correct: { kind: "binary" },
  },
  parameters: {
    sigma_b: { prior: "half_normal(2)", about: "spread of difficulties" },
    sigma_a: { prior: "half_normal(1)", about: "spread of log discriminations" },
    "theta[model]": { prior: "normal(0, 1)", about: "ability" },
    "b[item]": { prior: "normal(0, sigma_b)", about: "difficulty" },
    "log_a[item]": { prior: "normal(0, sigma_a)", about: "log discrimination" },
  },
  let: { z: "exp(log_a[item]) * (theta[model] - b[item])" },
  likelihood: { correct: "bernoulli_logit(z)" },
  quantities: {
    "expected_score(ability)": `mean(${P})`,
    "information(ability)": `sum(exp(2 * log_a) * ${P} * (1 - ${P}))`,
    "ability_error(ability)": "1 / sqrt(1 + information(ability))",
  },
  table: {
    unique: ["model", "item", "seed?"],
    levels: {
      item: {
        constant: "correct",
        message: "{n} of {total} items were answered alike by all models ({names})",
        remedy: "their difficulty is known on one side only and leans on the prior; they do not tell these models apart",
      },
      model: {
        constant: "correct",
        message: "{n} of {total} models answered all their items alike ({names})",
        remedy: "their ability is known on one side only and leans on the prior",
      },
    },
  },
  answers: {
    best: { kind: "ranking", of: "theta", what: "model" },
    subset: { kind: "items", ability: "theta", difficulty: "b", discrimination: "log_a", size: 50 },
  },
  options: {
    items: {
      about: "1pl: items differ in difficulty; 2pl: and in discrimination; 3pl: and can be guessed",
      default: "2pl",
      choices: {
        "1pl": {
          parameters: { sigma_a: null, "log_a[item]": null, a: { prior: "lognormal(0, 0.5)", about: "discrimination of every item" } },
          let: { z: "a * (theta[model] - b[item])" },
          quantities: {
            "expected_score(ability)": "mean(inv_logit(a * (ability - b)))",
            "information(ability)": "sum(square(a) * inv_logit(a * (ability - b)) * inv_logit(a * (b - ability)))",
          },
          simulation: { parameters: { a: 1.2 } },
        },
        "2pl": {},
        "3pl": {
          parameters: { "guess[item]": { prior: "beta(2, 8)", about: "probability to be right without knowing" } },
          // log odds of guess + (1 - guess) inv_logit(z): its distance from 1 is known where the probability rounds to 1
          let: { eta: "log_sum_exp(z, logit(guess[item]) + log1p_exp(z))" },
          likelihood: { correct: "bernoulli_logit(eta)" },
          quantities: {
            "expected_score(ability)": `mean(guess + (1 - guess) * ${P})`,
            "information(ability)": `sum(exp(2 * log_a) * (1 - ${P}) / (guess + (1 - guess) * ${P}) * square(${P}) * (1 - guess))`,
          },
        },
      },
    },
    abilities: {
      about: "abilities of models without a pattern; or around a line in the log of their training compute, column `C`",
      default: "free",
      choices: {
        free: {},
        compute: {
          data: { C: { kind: "positive", unit: "FLOP", about: "training compute of the row's model" } },
          constants: { C0: "exp(mean(log(C)))" },
          parameters: {
            slope: { prior: "normal(0, 0.5)", about: "ability gained per e-fold of compute" },
            t0: { prior: "normal(0, 1)", about: "ability at C0" },
            residual: { prior: "half_normal(0.5)", about: "spread of models around the line" },
            "theta[model]": { prior: "normal(t0 + slope * log(C / C0), residual)" },
          },
          quantities: { "ability_at(C)": "t0 + slope * log(C / C0)" },
          simulation: { columns: { C: "exp(log(1e21) + 0.5 * floor((row - 1) / 60))" }, parameters: { slope: 0.4, t0: 0, residual: 0.3 } },
        },
      },
    },
  },
  traps: [
    "Fewer than about thirty models say little of an item's discrimination; with a dozen use items=1pl.",
    "An item that all or none of the models solve has no difficulty of its own: its place is the prior's.",
    "Items chosen for models of one ability do not measure those of another.",
  ],
  siblings: ["paired-comparison", "seed-variance"],
  simulation: {
    rows: 1800,
    columns: {
      model: { labels: Array.from({ length: 30 }, (_, k) => `m${k + 1}`), each: 60 },
      item: { labels: Array.from({ length: 60 }, (_, k) => `i${k + 1}`) },
    },
    parameters: { sigma_b: 1.1, sigma_a: 0.4 },
  },
});
