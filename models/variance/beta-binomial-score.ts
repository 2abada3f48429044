/** Scores of systems from several splits or prompts, with more spread than items alone would give. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";

export const betaBinomialScore: ModelDocument = defineModel({
  name: "beta-binomial-score",
  title: "Scores of systems over splits, prompts or shots, with over-dispersion",
  about: "passes ~ beta_binomial(tries) in each row; systems are partially pooled on the scale of log odds and share one precision. A precision without end is binomial noise alone.",
  source: "Skellam 1948; hierarchical over systems",
  data: {
    system: { kind: "factor" },
    tries: { kind: "count", about: "items of the row's split" },
    passes: { kind: "count", about: "right answers among them" },
  },
  parameters: {
    mu: { prior: "normal(0, 1.5)", about: "log odds of a right answer of the middle system" },
    tau: { prior: "half_normal(1)", about: "spread of systems" },
    phi: { prior: "lognormal(log(100), 1.5)", about: "precision: how alike the splits of one system are" },
    "eta_of[system]": "normal(mu, tau)",
  },
  let: { m: "inv_logit(eta_of[system])" },
  likelihood: { passes: "beta_binomial(tries, m * phi, (1 - m) * phi)" },
  quantities: {
    "score_of[system]": "inv_logit(eta_of[system])",
    overdispersion: "1 / (1 + phi)",
    "sd_split[system]": "sqrt(inv_logit(eta_of[system]) * inv_logit(-eta_of[system]) / (1 + phi))",
  },
  table: {
    require: { "passes <= tries": { message: "more right answers than items" } },
    levels: {
      system: {
        fewerThan: 2,
        message: "{n} of {total} systems have one row ({names})",
        all: "no system has two rows: these data do not know the spread of splits",
        remedy: "add splits, prompts or shots; their spread is otherwise that of the other systems, or the prior's",
      },
    },
  },
  answers: { best: { kind: "ranking", of: "eta_of", what: "system" } },
  traps: ["One row a system cannot tell splits from items: phi is then its prior."],
  siblings: ["seed-variance", "paired-comparison"],
  simulation: {
    rows: 48,
    columns: { system: { labels: ["s1", "s2", "s3", "s4", "s5", "s6", "s7", "s8"] }, tries: "200" },
    parameters: { mu: 0.4, tau: 0.5, phi: 80 },
  },
});
