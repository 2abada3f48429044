/** The task scaling law: the log of the pass probability is a power law in model size. */
import { defineModel, type ModelDocument, type Patch } from "../../lib/model/document.ts";
import { anchors, answers, chance, constants, data, itemColumn, lets, likelihood, siblings, simulationColumns, source, stopping, table, traps } from "./trials.ts";

export const taskScaling: ModelDocument = defineModel({
  name: "task-scaling",
  title: "Pass probability of a task as a power law of its logarithm in model size",
  about: "PU(N) = exp(-c N^-alpha): F = log(-log PU) falls as a straight line in log N. Sampled at the ends of the data: by c0 at the largest model and the mean slope from the smallest to it.",
  source: `${source}, eq. 3; the loss of each token a power law without a floor`,
  data,
  constants,
  parameters: anchors,
  let: { ...lets, part: "c_top", exponent: "slope", F: "log(part) - exponent * x", log_pu: "-exp(F)" },
  likelihood,
  quantities: {
    c: "part * N0^exponent",
    "PU(N)": "exp(-part * (N / N0)^-exponent)",
    "N_for(PU)": "N0 * (part / -log(PU))^(1 / exponent)",
    "pass_at(k, N)": "1 - exp(k * log1m_exp(-part * (N / N0)^-exponent))",
    "tries_for(coverage, N)": "log1m(coverage) / log1m_exp(-part * (N / N0)^-exponent)",
  },
  options: {
    items: {
      about: "one law for all rows; items of different difficulty in the column `item`; or items that also differ in their exponent",
      default: "pooled",
      choices: {
        pooled: {},
        item: byItem("exponent"),
        slopes: byItem("exp(log_alpha_of)", {
          tau_alpha: { prior: "half_normal(0.3)", about: "spread of log alpha over items" },
          "log_alpha_of[item]": "normal(log(exponent), tau_alpha)",
        }),
      },
    },
    irreducible: {
      about: "a part of -log PU that no scale takes away",
      default: "false",
      choices: {
        false: {},
        true: {
          parameters: { rest: { prior: "beta(1, 3)", about: "share of -log PU of the largest model that no scale takes away" } },
          let: { part: "(1 - rest) * c_top", exponent: "log((exp(slope * span) - rest) / (1 - rest)) / span", log_pu: "-(e + exp(F))" },
          quantities: {
            e: "rest * c_top",
            alpha_of_law: "exponent",
            "PU(N)": "exp(-(e + part * (N / N0)^-exponent))",
            "N_for(PU)": "N0 * (part / (-log(PU) - e))^(1 / exponent)",
            "pass_at(k, N)": null,
            "tries_for(coverage, N)": null,
          },
          simulation: { parameters: { rest: 0.1 } },
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
      "log_c_of[item]": "normal(log(part), tau_c)",
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
