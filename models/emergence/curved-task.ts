/** The task scaling law with a curvature: whether ability came faster than the standard law says. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { answers, chance, constants, data, items, lets, likelihood, siblings, simulationColumns, source, stopping, table, traps } from "./trials.ts";

export const curvedTask: ModelDocument = defineModel({
  name: "curved-task",
  title: "Task scaling law with curvature: emergence as faster growth than the standard law",
  about: "F = log(-log PU) = log c0 - alpha x + q x^2 / 2 with x = log(N / N0). q < 0 (concave) is accelerated emergence, q > 0 (convex) sub-scaling; the pass probability rises over the whole range of the data.",
  source: `${source}, definition 1`,
  data,
  constants,
  parameters: {
    c0: { prior: "lognormal(log(3), 1.5)", unit: "nats", about: "-log of the pass probability of the largest model" },
    alpha: { prior: "lognormal(log(0.2), 0.7)", about: "slope at the largest model" },
    q: { prior: "normal(0, 0.25) T[-alpha / span, ]", about: "curvature of F in log N; below the bound ability would fall within the data" },
  },
  let: { ...lets, F: "log(c0) - alpha * x + q / 2 * square(x)", log_pu: "-exp(F)" },
  likelihood,
  quantities: {
    accelerated: "if_else(q < 0, 1, 0)",
    alpha_smallest: "alpha + q * span",
    "PU(N)": "exp(-c0 * exp(-alpha * log(N / N0) + q / 2 * square(log(N / N0))))",
    "pass_at(k, N)": "1 - exp(k * log1m_exp(-c0 * exp(-alpha * log(N / N0) + q / 2 * square(log(N / N0)))))",
  },
  options: {
    items: items({
      parameters: { "log_c_of[item]": "normal(log(c0), tau)" },
      law: { F: "log_c_of[item] - alpha * x + q / 2 * square(x)" },
      pass: "exp(-exp(log_c_of - alpha * log(N / N0) + q / 2 * square(log(N / N0))))",
    }),
    chance,
    stopping,
  },
  table,
  answers: {
    ...answers,
    growth: { kind: "sign", of: "q", below: "Ability grew faster than the standard law: accelerated emergence", above: "Ability grew no faster than the standard law" },
  },
  traps: [...traps, "Beyond the largest model a convex parabola turns back: do not extrapolate with q > 0."],
  siblings: siblings.filter((name) => name !== "curved-task"),
  simulation: { rows: 60, columns: simulationColumns, parameters: { c0: 2, alpha: 0.4, q: -0.05 } },
});
