/** How many items a benchmark needs to tell two models apart, from a pilot. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

/** two-sided 5 % and power 0.8 */
const Z2 = "square(1.96 + 0.8416)";

export const benchmarkPower: ModelDocument = defineModel({
  name: "benchmark-power",
  title: "How many items a benchmark needs to tell two models apart",
  about: "From a pilot of passes in tries: the error of a score on n items, and the items that show a difference delta with 80 % power at 5 %. Pairing the models on the same items divides the need by 1 - rho, with rho the correlation of their answers; paired-comparison measures it.",
  source: "Fleiss 1981, section 3; for evaluations Miller 2024, arXiv:2411.00640",
  data: {
    tries: { kind: "count", about: "items of the pilot" },
    passes: { kind: "count", about: "right answers among them" },
  },
  parameters: { accuracy: { prior: "beta(1, 1)", about: "chance of a right answer on items like these" } },
  likelihood: { passes: "binomial(tries, accuracy)" },
  quantities: {
    variance: "accuracy * (1 - accuracy)",
    "sd_of(items)": "sqrt(variance / items)",
    "items_for(delta)": `2 * ${Z2} * variance / square(delta)`,
    "items_paired_for(delta, rho)": `2 * ${Z2} * variance * (1 - rho) / square(delta)`,
    "mde(items)": "(1.96 + 0.8416) * sqrt(2 * variance / items)",
    "mde_paired(items, rho)": "(1.96 + 0.8416) * sqrt(2 * variance * (1 - rho) / items)",
  },
  table: { require: { "passes <= tries": { message: "more right answers than items" } } },
  traps: ["The closed forms take both models to have the pilot's accuracy; far from it they are off."],
  siblings: ["paired-comparison"],
  simulation: { rows: 1, columns: { tries: "200" }, parameters: { accuracy: 0.62 } },
});
