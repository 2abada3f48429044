/** The calibration curve that is only assumed to rise: a reference for the others. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { answers, data, likelihood, lets, quantities, siblingsOf, simulationColumns, table, traps } from "./confidence.ts";

const BINS = 10;
const ONES = Array.from({ length: BINS + 1 }, () => 1).join(", ");
const sumTo = (k: number): string => Array.from({ length: k }, (_, i) => `climb[${i + 1}]`).join(" + ");
const { resolution, calibration_error, overconfidence, within_2_points, expected_brier, "precision_above(threshold)": precision } = quantities;

export const isotonic: ModelDocument = defineModel({
  name: "isotonic",
  title: "A calibration curve that only rises, in ten steps",
  about: "P(correct) is constant within each tenth of the confidence scale and rises from one to the next; a priori the ten values are ten uniform numbers in order, so their rises share 1 evenly (Dirichlet).",
  source: "Ayer et al. 1955 for the order restriction; the prior is that of uniform order statistics",
  data,
  parameters: {
    climb: { prior: `dirichlet([${ONES}])`, about: "rises of P(correct) from 0 to each tenth of the confidence scale, and from the last to 1" },
  },
  let: {
    ...lets,
    tenth: `min(floor(${BINS} * confidence), ${BINS - 1})`,
    level: `[${Array.from({ length: BINS }, (_, k) => `logit(${sumTo(k + 1)})`).join(", ")}]`,
    eta: Array.from({ length: BINS }, (_, k) => `if_else(tenth == ${k}, level[${k + 1}], 0)`).join(" + "),
  },
  likelihood,
  quantities: { calibration_error, overconfidence, within_2_points, expected_brier, resolution, "precision_above(threshold)": precision, calibrated: "inv_logit(level)" },
  table,
  answers,
  traps: [...traps, "A tenth without answers is known from its neighbours and the prior alone."],
  siblings: siblingsOf("isotonic"),
  simulation: { rows: 400, columns: simulationColumns, parameters: { climb: [0.076, 0.043, 0.079, 0.071, 0.085, 0.096, 0.1, 0.118, 0.1, 0.112, 0.12] } },
});
