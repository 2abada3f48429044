/** Pass probabilities of items from tries until the first pass, with the cap as censoring. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { data as trials, stopping, table, traps } from "./trials.ts";

export const passUntil: ModelDocument = defineModel({
  name: "pass-until",
  title: "Pass probabilities of items from tries until the first pass",
  about: "Each item has its own pass probability; their log odds are partially pooled. A run that stopped at its cap counts as tries without enough passes, never as zero.",
  source: "Hu et al. 2023, arXiv:2310.03262, section 3; the likelihood in place of its estimate r / K",
  data: { item: { kind: "factor" }, tries: trials.tries, passes: trials.passes },
  parameters: {
    mu: { prior: "normal(-5, 4)", about: "mean log odds of a pass over items" },
    tau: { prior: "half_normal(2)", about: "spread of the log odds over items" },
    "eta_of[item]": "normal(mu, tau)",
  },
  let: { eta: "eta_of[item]" },
  likelihood: { passes: "binomial_logit(tries, eta)" },
  quantities: {
    PU: "mean(inv_logit(eta_of))",
    "p_of[item]": "inv_logit(eta_of[item])",
    "pass_at(k)": "1 - mean(exp(-k * log1p_exp(eta_of)))",
    "tries_for(coverage)": "exp(root(u, 1 - mean(exp(-exp(u) * log1p_exp(eta_of))) - coverage, -5, 60))",
  },
  options: {
    items: {
      about: "items differ, or all rows share one pass probability",
      default: "item",
      choices: {
        item: {},
        pooled: {
          data: { item: null },
          parameters: { tau: null, "eta_of[item]": null },
          let: { eta: "mu" },
          quantities: { PU: "inv_logit(mu)", "p_of[item]": null, "pass_at(k)": "-expm1(-k * log1p_exp(mu))", "tries_for(coverage)": "-log1m(coverage) / log1p_exp(mu)" },
          simulation: { columns: { item: null }, parameters: { tau: null } },
        },
      },
    },
    stopping,
  },
  table,
  traps: [...traps.slice(1), "An item that never passed has no lower bound of its own: what is said of it comes from the other items."],
  siblings: ["pass-at-k", "task-scaling"],
  simulation: {
    rows: 60,
    columns: { item: { labels: Array.from({ length: 20 }, (_, k) => `i${k + 1}`) }, tries: "1000" },
    parameters: { mu: -5, tau: 1.5 },
  },
});
