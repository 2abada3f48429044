/** Platt scaling: a logistic regression of correctness on the log odds of the confidence, or on a score. */
import { defineModel, type ModelDocument } from "../../lib/model/document.ts";
import { answers, data, likelihood, lets, quantities, siblingsOf, simulationColumns, table, traps } from "./confidence.ts";

export const platt: ModelDocument = defineModel({
  name: "platt",
  title: "Platt scaling of confidences, alone or partially pooled over groups",
  about: "logit P(correct) = a x + b with x = logit(confidence), where a = 1 and b = 0 is perfect calibration; or x any score.",
  source: "Platt 1999; on log odds as in Spiess et al. 2024, arXiv:2402.02047",
  data,
  parameters: {
    a: { prior: "lognormal(0, 0.7)", about: "slope; below 1 the confidences are too extreme" },
    b: { prior: "normal(0, 1.5)", about: "shift of the log odds; below 0 too confident everywhere" },
  },
  let: { ...lets, eta: "a * x + b" },
  likelihood,
  quantities: {
    ...quantities,
    "calibrated(confidence)": "inv_logit(a * logit(confidence) + b)",
    "confidence_for(precision)": "inv_logit((logit(precision) - b) / a)",
  },
  options: {
    input: {
      about: "what is calibrated: a confidence, on the scale of its log odds; or a `score` of any range",
      default: "confidence",
      choices: {
        confidence: {},
        score: {
          data: { confidence: null, score: { kind: "real", about: "any number that grows with confidence" } },
          table: { note: null },
          let: { p: null, x: "score" },
          quantities: {
            calibration_error: null,
            overconfidence: null,
            within_2_points: null,
            expected_brier: null,
            "precision_above(threshold)": quantities["precision_above(threshold)"].replaceAll("confidence", "score"),
            "calibrated(confidence)": null,
            "confidence_for(precision)": null,
            "calibrated(score)": "inv_logit(a * score + b)",
            "score_for(precision)": "(logit(precision) - b) / a",
          },
          simulation: { columns: { score: "-3 + 7 * (0.618034 * row - floor(0.618034 * row))" } },
        },
      },
    },
    grouped: {
      about: "one map for all rows; or a map for each level of the column `group`, partially pooled",
      default: "false",
      choices: {
        false: {},
        true: {
          data: { group: { kind: "factor" } },
          parameters: {
            a: { prior: "lognormal(0, 1)", about: "slope of the middle group" },
            b: { prior: "normal(0, 1)", about: "shift of the middle group" },
            tau_a: { prior: "half_normal(1)", about: "spread of log a over groups" },
            tau_b: { prior: "half_normal(1)", about: "spread of b over groups" },
            "log_a_of[group]": "normal(log(a), tau_a)",
            "b_of[group]": "normal(b, tau_b)",
          },
          table: {
            levels: {
              group: {
                fewerThan: 2,
                message: "{n} of {total} groups have one row ({names})",
                remedy: "their map is that of the other groups, little changed",
              },
            },
          },
          let: { eta: "exp(log_a_of[group]) * x + b_of[group]" },
          quantities: { "a_of[group]": "exp(log_a_of[group])" },
          simulation: { columns: { group: { labels: ["g1", "g2", "g3", "g4", "g5", "g6", "g7", "g8"] } }, parameters: { tau_a: 0.3, tau_b: 0.5 } },
        },
      },
    },
  },
  published: { a: { value: 1, source: "perfect calibration" }, b: { value: 0, source: "perfect calibration" } },
  table,
  answers,
  traps,
  siblings: siblingsOf("platt"),
  simulation: { rows: 400, columns: simulationColumns, parameters: { a: 0.6, b: -0.4 } },
});
