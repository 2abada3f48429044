/** Confidences taken at their word: the null model of calibration. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { data, likelihood, lets, siblingsOf, simulationColumns, table, traps } from "./confidence.ts";

export const identity: ModelDocument = defineModel({
  name: "identity",
  title: "Confidences taken at their word",
  about: "P(correct) = confidence. Nothing is learnt; its evidence is what the other calibration models must beat.",
  source: "Guo et al. 2017, arXiv:1706.04599, section 2, perfect calibration",
  data,
  parameters: {
    spare: { prior: "normal(0, 1)", about: "takes no part: a sampler needs one coordinate to move in" },
  },
  let: { ...lets, eta: "x" },
  likelihood,
  quantities: { expected_brier: "mean(p * (1 - p))", accuracy_promised: "mean(confidence)" },
  table,
  traps: traps.slice(0, 1),
  siblings: siblingsOf("identity"),
  simulation: { rows: 400, columns: simulationColumns, parameters: { spare: 0 } },
});
