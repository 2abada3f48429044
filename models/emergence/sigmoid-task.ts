/** The logistic curve in log size, the usual rival of the task scaling law. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { answers, chanceBeside, constants, data, items, likelihood, siblings, simulationColumns, stopping, table, traps } from "./trials.ts";

export const sigmoidTask: ModelDocument = defineModel({
  name: "sigmoid-task",
  title: "Pass probability of a task as a logistic curve in log model size",
  about: "logit p = (log N - log N50) / w. Against the task scaling law, a Gompertz curve, only pass probabilities below 1e-2 decide.",
  source: "Schaeffer et al. 2023, arXiv:2304.15004, on sharp and smooth metrics",
  data,
  constants,
  parameters: {
    x50: { prior: "normal(-span / 2, span)", about: "log(N50 / N0): where half of the tries pass; the prior is wider than the data" },
    w: { prior: "lognormal(log(0.7), 0.7)", about: "width: the odds grow e-fold per w of log N" },
  },
  let: { x: "log(N / N0)", log_pu: "log_inv_logit((x - x50) / w)", eta: "log_pu - log1m_exp(log_pu)" },
  likelihood,
  quantities: {
    N50: "N0 * exp(x50)",
    "PU(N)": "inv_logit((log(N / N0) - x50) / w)",
    "N_for(PU)": "N0 * exp(x50 + w * logit(PU))",
    "pass_at(k, N)": "1 - exp(k * log1m_inv_logit((log(N / N0) - x50) / w))",
  },
  options: {
    items: items({
      parameters: { "x50_of[item]": "normal(x50, tau)" },
      law: { log_pu: "log_inv_logit((x - x50_of[item]) / w)" },
      pass: "inv_logit((log(N / N0) - x50_of) / w)",
    }),
    ceiling: {
      about: "share of tries that a model without end passes: all of them, or unknown",
      default: "one",
      choices: {
        one: {},
        unknown: {
          parameters: { hi: { prior: "beta(4, 1)", about: "pass probability of a model without end" } },
          let: { log_pu: "log(hi) + log_inv_logit((x - x50) / w)" },
          quantities: { "PU(N)": "hi * inv_logit((log(N / N0) - x50) / w)", "N_for(PU)": "N0 * exp(x50 + w * logit(PU / hi))", "pass_at(k, N)": "1 - exp(k * log1m(PU(N)))" },
          simulation: { parameters: { hi: 0.8 } },
        },
      },
    },
    chance: chanceBeside("log_inv_logit((-span - x50) / w)"),
    stopping,
  },
  table,
  answers,
  traps,
  siblings: siblings.filter((name) => name !== "sigmoid-task"),
  simulation: { rows: 60, columns: simulationColumns, parameters: { x50: 0.5, w: 0.8 } },
});
