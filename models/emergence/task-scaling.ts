/** The task scaling law: the log of the pass probability is a power law in model size. */
import { defineModel, type ModelDocument, type Patch } from "../../lib/model/document.ts";
import { answers, chance, constants, data, itemColumn, lets, likelihood, siblings, simulationColumns, source, stopping, table, traps } from "./trials.ts";

export const taskScaling: ModelDocument = defineModel({
  name: "task-scaling",
  title: "Pass probability of a task as a power law of its logarithm in model size",
  about: "PU(N) = exp(-c N^-alpha): F = log(-log PU) falls as a straight line in log N. Sampled at the largest model, where c0 and alpha are nearly independent.",
  source: `${source}, eq. 3; the loss of each token a power law without a floor`,
  data,
  constants,
  parameters: {
    c0: { prior: "lognormal(log(3), 1.5)", unit: "nats", about: "-log of the pass probability of the largest model" },
    alpha: { prior: "lognormal(log(0.2), 0.7)", about: "exponent of model size" },
  },
  let: { ...lets, F: "log(c0) - alpha * x", log_pu: "-exp(F)" },
  likelihood,
  quantities: {
    c: "c0 * N0^alpha",
    "PU(N)": "exp(-c0 * (N / N0)^-alpha)",
    "N_for(PU)": "N0 * (c0 / -log(PU))^(1 / alpha)",
    "pass_at(k, N)": "1 - exp(k * log1m_exp(-c0 * (N / N0)^-alpha))",
    "tries_for(coverage, N)": "log1m(coverage) / log1m_exp(-c0 * (N / N0)^-alpha)",
  },
  options: {
    items: {
      about: "one law for all rows; items of different difficulty in the column `item`; or items that also differ in their exponent",
      default: "pooled",
      choices: {
        pooled: {},
        item: byItem("alpha"),
        slopes: byItem("exp(log_alpha_of)", {
          tau_alpha: { prior: "half_normal(0.3)", about: "spread of log alpha over items" },
          "log_alpha_of[item]": "normal(log(alpha), tau_alpha)",
        }),
      },
    },
    irreducible: {
      about: "a part of -log PU that no scale takes away",
      default: "false",
      choices: {
        false: {},
        true: {
          parameters: { e: { prior: "lognormal(log(0.1), 1.5)", unit: "nats", about: "-log of the pass probability of a model without end" } },
          let: { log_pu: "-(e + exp(F))" },
          quantities: {
            "PU(N)": "exp(-(e + c0 * (N / N0)^-alpha))",
            "N_for(PU)": "N0 * (c0 / (-log(PU) - e))^(1 / alpha)",
            "pass_at(k, N)": null,
            "tries_for(coverage, N)": null,
          },
          simulation: { parameters: { e: 0.2 } },
        },
      },
    },
    chance,
    stopping,
  },
  table,
  answers,
  traps,
  siblings: siblings.filter((name) => name !== "task-scaling"),
  simulation: { rows: 60, columns: simulationColumns, parameters: { c0: "2.3 * (2.4)^-0.15", alpha: 0.15 } },
});

/** @param alpha exponents of the items, as an array over them */
function byItem(alpha: string, more: Patch = {}): Patch {
  const pass = `exp(-exp(log_c_of - ${alpha} * log(N / N0)))`;
  return {
    data: { item: { kind: "factor" } },
    parameters: {
      tau_c: { prior: "half_normal(1)", about: "spread of log c over items" },
      "log_c_of[item]": "normal(log(c0), tau_c)",
      ...more,
    },
    let: { F: `log_c_of[item] - ${alpha.replace("_of", "_of[item]")} * x` },
    quantities: {
      "PU(N)": `mean(${pass})`,
      "N_for(PU)": `N0 * exp(root(u, mean(exp(-exp(log_c_of - ${alpha} * u))) - PU, -50, 50))`,
      "pass_at(k, N)": `1 - mean((1 - ${pass})^k)`,
      "tries_for(coverage, N)": `exp(root(u, 1 - mean((1 - ${pass})^exp(u)) - coverage, -5, 60))`,
    },
    simulation: { columns: { item: itemColumn }, parameters: { tau_c: 0.7, tau_alpha: 0.2 } },
  };
}
