/** The task scaling law with a curvature: whether ability came faster than the standard law says. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { anchors, answers, chance, constants, data, items, lets, likelihood, siblings, simulationColumns, source, stopping, table, traps } from "./trials.ts";

export const curvedTask: ModelDocument = defineModel({
  name: "curved-task",
  title: "Task scaling law with curvature: emergence as faster growth than the standard law",
  about: "F = log(-log PU) = log c0 - alpha x + q x (x + span) / 2 with x = log(N / N0), 0 at the largest model and -span at the smallest, alpha the mean slope between them. q < 0 (concave) is accelerated emergence, q > 0 (convex) sub-scaling; the pass probability rises over the whole range of the data.",
  source: `${source}, definition 1`,
  data,
  constants,
  parameters: {
    ...anchors,
    q: { prior: "normal(0, 0.25) T[-2 * slope / span, 2 * slope / span]", about: "curvature of F in log N; beyond the bounds ability would fall within the data" },
  },
  let: { ...lets, F: "log(c_top) - slope * x + q / 2 * x * (x + span)", log_pu: "-exp(F)" },
  likelihood,
  quantities: {
    accelerated: "if_else(q < 0, 1, 0)",
    alpha_smallest: "slope + q * span / 2",
    alpha_largest: "slope - q * span / 2",
    "PU(N)": "exp(-c_top * exp(-slope * log(N / N0) + q / 2 * log(N / N0) * (log(N / N0) + span)))",
    "pass_at(k, N)": "1 - exp(k * log1m_exp(-c_top * exp(-slope * log(N / N0) + q / 2 * log(N / N0) * (log(N / N0) + span))))",
  },
  options: {
    items: items({
      parameters: { "log_c_of[item]": "normal(log(c_top), tau)" },
      law: { F: "log_c_of[item] - slope * x + q / 2 * x * (x + span)" },
      pass: "exp(-exp(log_c_of - slope * log(N / N0) + q / 2 * log(N / N0) * (log(N / N0) + span)))",
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
  simulation: { rows: 60, columns: simulationColumns, parameters: { c0: 2, alpha: 0.3, q: -0.05 } },
});
