/** Temperature scaling of log odds. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { answers, data, likelihood, lets, quantities, siblingsOf, simulationColumns, table, traps } from "./confidence.ts";

export const temperature: ModelDocument = defineModel({
  name: "temperature",
  title: "Calibration by one temperature on the log odds",
  about: "logit P(correct) = logit(confidence) / T. T above 1: the confidences are too extreme.",
  source: "Guo et al. 2017, arXiv:1706.04599, section 4.2",
  data,
  parameters: { T: { prior: "lognormal(0, 0.7)", about: "temperature; 1 is calibrated" } },
  let: { ...lets, eta: "x / T" },
  likelihood,
  quantities: {
    ...quantities,
    "calibrated(confidence)": "inv_logit(logit(confidence) / T)",
    "confidence_for(precision)": "inv_logit(T * logit(precision))",
  },
  published: { T: { value: 1, source: "perfect calibration" } },
  table,
  answers,
  traps,
  siblings: siblingsOf("temperature"),
  simulation: { rows: 400, columns: simulationColumns, parameters: { T: 1.8 } },
});
