/** Multiple choice: from the log probability of the right answer to accuracy, through the probability of the best wrong one. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

export const mcqChain: ModelDocument = defineModel({
  name: "mcq-chain",
  title: "Accuracy on multiple choice from the log probabilities of right and wrong answers",
  about:
    "For item i and model m with x = log(C / C0): log p(right) = right_0 + right_1 x + item + noise, log p(best wrong) likewise, correlated with it through the item and through the noise. "
    + "An answer is right where the margin between them is above zero, so accuracy = Phi(mean margin / sd of margin): chance is never added, it emerges.",
  source: "Schaeffer et al. 2024, arXiv:2406.04391, section 3 (chain of scores); two levels instead of all options is ours",
  data: {
    C: { kind: "positive", unit: "FLOP", about: "training compute of the model" },
    item: { kind: "factor" },
    logp_right: { kind: "real", unit: "nats", about: "log probability of the right answer over the vocabulary" },
    logp_wrong: { kind: "real", unit: "nats", about: "the highest log probability among wrong answers" },
  },
  constants: { C0: "exp(mean(log(C)))", x_sd: "sd(log(C))" },
  parameters: {
    right_0: { prior: "normal(-3, 2)", unit: "nats", about: "mean log p of right answers at C0" },
    right_1: { prior: "normal(0.3, 0.3)", about: "its growth per e-fold of compute" },
    wrong_0: { prior: "normal(-3, 2)", unit: "nats", about: "mean log p of the best wrong answers at C0" },
    wrong_1: { prior: "normal(0.2, 0.3)", about: "its growth per e-fold of compute: wrong options gain mass too" },
    item_sd: { prior: "half_normal(1.5)", about: "spread of items in log p of right answers" },
    item_share: { prior: "normal(0.5, 0.5)", about: "share of an item's offset that its wrong answers have too" },
    item_wrong_sd: { prior: "half_normal(1.5)", about: "spread of items in log p of wrong answers beyond that" },
    noise: { prior: "half_normal(1)", about: "scatter of models on an item, right answers" },
    noise_share: { prior: "normal(0.5, 0.5)", about: "share of that scatter that wrong answers have too" },
    noise_wrong: { prior: "half_normal(1)", about: "scatter of wrong answers beyond that" },
    "item_right[item]": { prior: "normal(0, item_sd)" },
    "item_wrong[item]": { prior: "normal(item_share * item_right[item], item_wrong_sd)" },
  },
  let: { x: "log(C / C0)", right: "right_0 + right_1 * x + item_right[item]" },
  likelihood: {
    logp_right: "normal(right, noise)",
    logp_wrong: "normal(wrong_0 + wrong_1 * x + item_wrong[item] + noise_share * (logp_right - right), noise_wrong)",
  },
  quantities: {
    margin_0: "right_0 - wrong_0",
    margin_1: "right_1 - wrong_1",
    margin_sd: "sqrt(square((1 - item_share) * item_sd) + square(item_wrong_sd) + square((1 - noise_share) * noise) + square(noise_wrong))",
    "accuracy(C)": "Phi((margin_0 + margin_1 * log(C / C0)) / margin_sd)",
    "logp(C)": "right_0 + right_1 * log(C / C0)",
    // undefined where accuracy does not pass the target within e^20 of C0
    "C_for(target)": "C0 * exp(root(u, Phi((margin_0 + margin_1 * u) / margin_sd) - target, -20, 20))",
    // correlation of an item's score with log compute, as each step of the chain leaves it, for log compute spread as in the table
    correlation_logp: "right_1 * x_sd / sqrt(square(right_1 * x_sd) + square(item_sd) + square(noise))",
    correlation_margin: "margin_1 * x_sd / sqrt(square(margin_1 * x_sd) + square(margin_sd))",
    correlation_accuracy: "correlation_margin * exp(-square(z_middle) / 2) / sqrt(2 * pi() * Phi(z_middle) * Phi(-z_middle))",
    z_middle: "margin_0 / sqrt(square(margin_1 * x_sd) + square(margin_sd))",
  },
  traps: [
    "The margin is against the best wrong answer; against the sum of wrong answers accuracy comes out too low.",
    "Normal margins: a benchmark with a share of hopeless items needs a mixture.",
    "A few models on many items: growth rates rest on the models, not on the number of rows.",
  ],
  siblings: ["two-stage-sigmoid", "observational"],
  simulation: {
    rows: 180,
    columns: {
      item: { labels: Array.from({ length: 30 }, (_, k) => `i${k + 1}`), each: 6 },
      C: "exp(log(1e19) + log(1e4) * (row - 1 - 6 * floor((row - 1) / 6)) / 5)",
    },
    parameters: {
      right_0: -3, right_1: 0.25, wrong_0: -2.8, wrong_1: 0.12, item_sd: 1.2, item_share: 0.6, item_wrong_sd: 0.8, noise: 0.5, noise_share: 0.5, noise_wrong: 0.5,
    },
  },
});
