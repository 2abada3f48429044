/** The calibration curve that is only assumed to rise: a reference for the others. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { answers, data, likelihood, lets, quantities, siblingsOf, simulationColumns, table, traps } from "./confidence.ts";

const BINS = 10;
const { resolution, calibration_error, overconfidence, within_2_points, expected_brier, "precision_above(threshold)": precision } = quantities;

export const isotonic: ModelDocument = defineModel({
  name: "isotonic",
  title: "A calibration curve that only rises, in ten steps",
  about: "P(correct) is constant within each tenth of the confidence scale and rises from one to the next; a priori the ten values are ten uniform numbers in order.",
  source: "Ayer et al. 1955 for the order restriction; the prior is that of uniform order statistics",
  data,
  parameters: {
    level: { prior: "logistic(0, 1)", constraint: "ordered", size: BINS, about: "log odds of a right answer in each tenth of the confidence scale" },
  },
  let: {
    ...lets,
    tenth: `min(floor(${BINS} * confidence), ${BINS - 1})`,
    eta: Array.from({ length: BINS }, (_, k) => `if_else(tenth == ${k}, level[${k + 1}], 0)`).join(" + "),
  },
  likelihood,
  quantities: { calibration_error, overconfidence, within_2_points, expected_brier, resolution, "precision_above(threshold)": precision, calibrated: "inv_logit(level)" },
  table,
  answers,
  traps: [...traps, "A tenth without answers is known from its neighbours and the prior alone."],
  siblings: siblingsOf("isotonic"),
  simulation: { rows: 400, columns: simulationColumns, parameters: { level: [-2.5, -2, -1.4, -1, -0.6, -0.2, 0.2, 0.7, 1.2, 2] } },
});
