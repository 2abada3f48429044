/** Beta calibration: the two ends of the confidence scale bend separately. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { answers, data, likelihood, lets, quantities, siblingsOf, simulationColumns, table, traps } from "./confidence.ts";

export const betaCalibration: ModelDocument = defineModel({
  name: "beta-calibration",
  title: "Beta calibration: separate slopes near 0 and near 1",
  about: "logit P(correct) = a log(confidence) - b log(1 - confidence) + c, right when the confidences of right and wrong answers are beta distributed. a = b is Platt scaling.",
  source: "Kull, Silva Filho & Flach 2017, AISTATS, eq. 6",
  data,
  parameters: {
    a: { prior: "lognormal(0, 0.7)", about: "slope near confidence 0" },
    b: { prior: "lognormal(0, 0.7)", about: "slope near confidence 1" },
    c: { prior: "normal(0, 1.5)", about: "shift of the log odds" },
  },
  let: { ...lets, eta: "a * log(p) - b * log1m(p) + c" },
  likelihood,
  quantities: {
    ...quantities,
    asymmetry: "log(a / b)",
    "calibrated(confidence)": "inv_logit(a * log(confidence) - b * log1m(confidence) + c)",
  },
  published: { a: { value: 1, source: "perfect calibration" }, b: { value: 1, source: "perfect calibration" }, c: { value: 0, source: "perfect calibration" } },
  table,
  answers,
  traps,
  siblings: siblingsOf("beta-calibration"),
  simulation: { rows: 400, columns: simulationColumns, parameters: { a: 0.6, b: 0.9, c: -0.3 } },
});
