/** A task of two steps that must both succeed: a convex curve, which cannot explain accelerated emergence. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { answers, chance, constants, data, items, lets, likelihood, siblings, simulationColumns, source, stopping, table, traps } from "./trials.ts";

/** log of the steps' sum at log size x, relative to the largest model */
const steps = (x: string): string => `log_sum_exp(log1m(w) - alpha1 * ${x}, log(w) - alpha2 * ${x})`;

export const multiStep: ModelDocument = defineModel({
  name: "multi-step",
  title: "A task of two steps, each with its own scaling law",
  about: "PU = exp(-c1 N^-alpha1 - c2 N^-alpha2): F = log(-log PU) is convex in log N. Sampled by the slope at the largest model, which is well known, and two shares, which are not.",
  source: `${source}, theorem 2`,
  data,
  constants,
  parameters: {
    c0: { prior: "lognormal(log(3), 1.5)", unit: "nats", about: "-log of the pass probability of the largest model, both steps together" },
    alpha: { prior: "lognormal(log(0.2), 0.7)", about: "slope of F at the largest model" },
    u: { prior: "beta(1, 1)", about: "slope of the first, slower step as a share of it; 1 is a task of one step" },
    w: { prior: "beta(2, 2)", about: "share of the second, faster step in c0" },
  },
  let: { ...lets, F: `log(c0) + ${steps("x")}`, log_pu: "-exp(F)" },
  likelihood,
  quantities: {
    alpha1: "u * alpha",
    alpha2: "(1 - (1 - w) * u) / w * alpha",
    N_cross: "N0 * exp(logit(w) / (alpha2 - alpha1))",
    "PU(N)": `exp(-c0 * exp(${steps("log(N / N0)")}))`,
    "pass_at(k, N)": "1 - exp(k * log1m(PU(N)))",
  },
  options: {
    items: items({
      parameters: { "log_c_of[item]": "normal(log(c0), tau)" },
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
  simulation: { rows: 60, columns: simulationColumns, parameters: { c0: 2, alpha: 0.24, u: 0.33, w: 0.5 } },
});
