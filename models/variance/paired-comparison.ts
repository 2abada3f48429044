/** Two models on the same items: is the difference real, or noise? */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

export const pairedComparison: ModelDocument = defineModel({
  name: "paired-comparison",
  title: "Two models on the same items: is the difference real, or noise?",
  about: "Every item falls into one of four cells: both right, only A, only B, neither. Items on which the models agree say nothing of the difference, so pairing needs far fewer of them than two separate accuracies.",
  source: "McNemar 1947 for the design; four cells with a Dirichlet prior",
  data: {
    a: { kind: "binary", about: "1 where model A is right on the item of the row" },
    b: { kind: "binary", about: "1 where model B is right on it" },
  },
  parameters: {
    cell: { prior: "dirichlet([1, 1, 1, 1])", about: "shares of items: both right, only A, only B, neither" },
  },
  let: { right_a: "cell[1] + cell[2]" },
  likelihood: {
    a: "bernoulli(right_a)",
    b: "bernoulli(if_else(a == 1, cell[1] / right_a, cell[3] / (cell[3] + cell[4])))",
  },
  quantities: {
    accuracy_a: "cell[1] + cell[2]",
    accuracy_b: "cell[1] + cell[3]",
    difference: "cell[3] - cell[2]",
    b_is_better: "if_else(difference > 0, 1, 0)",
    agreement: "cell[1] + cell[4]",
    correlation: "(cell[1] * cell[4] - cell[2] * cell[3]) / sqrt(accuracy_a * (1 - accuracy_a) * accuracy_b * (1 - accuracy_b))",
    sd_item: "sqrt(cell[2] + cell[3] - square(cell[3] - cell[2]))",
    "items_for(delta)": "square((1.96 + 0.8416) * sd_item / delta)",
  },
  table: {
    pairs: { by: "item", over: "model", values: { correct: ["a", "b"] } },
  },
  answers: {
    better: { kind: "decision", difference: "difference", of: "items", scale: 100, unit: "points" },
  },
  options: {
    samples: {
      about: "one answer of each model to each item; or several, as passes `a` of `tries_a` and `b` of `tries_b` for the item in `item`",
      default: "one",
      choices: {
        one: {},
        several: {
          data: {
            item: { kind: "factor" },
            a: { kind: "count", about: "right answers of model A to the item of the row" },
            b: { kind: "count", about: "right answers of model B to it" },
            tries_a: { kind: "count", about: "answers of model A" },
            tries_b: { kind: "count", about: "answers of model B" },
          },
          table: {
            pairs: { values: { correct: null, passes: ["a", "b"], tries: ["tries_a", "tries_b"] } },
            require: { "a <= tries_a && b <= tries_b": { message: "more right answers than answers" } },
          },
          parameters: {
            cell: null,
            mu: { prior: "normal(0, 1.5)", about: "mean log odds of a right answer" },
            delta: { prior: "normal(0, 1)", about: "log odds of B less those of A" },
            tau: { prior: "half_normal(2)", about: "spread of the items' difficulty" },
            omega: { prior: "half_normal(1)", about: "spread of the difference over items" },
            "d_of[item]": "normal(mu, tau)",
            "e_of[item]": "normal(delta, omega)",
          },
          let: { right_a: null, eta_a: "d_of[item] - e_of[item] / 2", eta_b: "d_of[item] + e_of[item] / 2" },
          likelihood: { a: "binomial_logit(tries_a, eta_a)", b: "binomial_logit(tries_b, eta_b)" },
          quantities: {
            accuracy_a: "mean(inv_logit(d_of - e_of / 2))",
            accuracy_b: "mean(inv_logit(d_of + e_of / 2))",
            difference: "accuracy_b - accuracy_a",
            agreement: null,
            correlation: null,
            sd_item: "sd(inv_logit(d_of + e_of / 2) - inv_logit(d_of - e_of / 2))",
          },
          simulation: {
            rows: 100,
            columns: { item: { labels: Array.from({ length: 100 }, (_, k) => `q${k + 1}`) }, tries_a: "8", tries_b: "8" },
            parameters: { mu: 0.3, delta: 0.4, tau: 1.2, omega: 0.5 },
          },
        },
      },
    },
  },
  traps: [
    "Items that only one of the models answered say nothing of the difference and are left out; if they were left out for a reason, the rest is not a fair sample.",
    "Several questions about one text are not separate items.",
  ],
  siblings: ["beta-binomial-score", "seed-variance", "irt"],
  simulation: { rows: 500, columns: {}, parameters: { cell: [0.55, 0.08, 0.13, 0.24] } },
});
