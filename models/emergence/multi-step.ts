/** A task of two steps that must both succeed: a convex curve, which cannot explain accelerated emergence. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { anchors, answers, chance, constants, data, items, lets, likelihood, siblings, simulationColumns, source, stopping, table, traps } from "./trials.ts";

/** log of the steps' sum at log size x, relative to the largest model */
const steps = (x: string): string => `log_sum_exp(log1m(w) - alpha1 * ${x}, log(w) - alpha2 * ${x})`;

export const multiStep: ModelDocument = defineModel({
  name: "multi-step",
  title: "A task of two steps, each with its own scaling law",
  about: "PU = exp(-c1 N^-alpha1 - c2 N^-alpha2): F = log(-log PU) is convex in log N. Sampled by both ends of the data, which are well known, and two shares that bend the curve between them.",
  source: `${source}, theorem 2`,
  data,
  constants,
  parameters: {
    ...anchors,
    // a bend is seen when both u and w are far from 1; a smaller u makes up for a larger w
    u: { prior: "beta(1, 1)", multiplier: "sqrt(1 - w)", about: "exponent of the first, slower step as a share of the mean slope; 1 is a task of one step" },
    w: { prior: "beta(2, 2)", about: "share of the second, faster step at the largest model" },
  },
  let: { ...lets, F: `log(c_top) + ${steps("x")}`, log_pu: "-exp(F)" },
  likelihood,
  quantities: {
    alpha1: "u * slope",
    // so that both steps together fall by the mean slope over the data
    alpha2: "log((exp(slope * span) - (1 - w) * exp(alpha1 * span)) / w) / span",
    N_cross: "N0 * exp(logit(w) / (alpha2 - alpha1))",
    "PU(N)": `exp(-c_top * exp(${steps("log(N / N0)")}))`,
    "pass_at(k, N)": "1 - exp(k * log1m(PU(N)))",
  },
  options: {
    items: items({
      parameters: { "log_c_of[item]": "normal(log(c_top), tau)" },
      law: { F: `log_c_of[item] + ${steps("x")}` },
      pass: `exp(-exp(log_c_of + ${steps("log(N / N0)")}))`,
    }),
    chance,
    stopping,
  },
  table,
  answers,
  traps: [...traps, "Where one step dominates the whole range the other one is its prior."],
  siblings: siblings.filter((name) => name !== "multi-step"),
  simulation: { rows: 60, columns: simulationColumns, parameters: { c0: 2, alpha: 0.3, u: 0.27, w: 0.5 } },
});
