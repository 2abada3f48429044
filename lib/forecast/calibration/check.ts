/** The one check of what every calibration metric takes: confidences in [0, 1] and correctness 0 or 1. */
import { CredenceError } from "../../errors.ts";

/**
 * Confidences of exactly 0 and 1 are valid everywhere and used as they are, save in `logLoss` (and the log form of
 * `corp`), where a wrong one would cost infinitely much: those two clip them, and `logLoss` says how many.
 * @throws CredenceError calibration/length, calibration/confidence, calibration/correct with the first offending row
 */
export function checkConfidences(confidence: Float64Array, correct: Float64Array): void {
  if (confidence.length !== correct.length || confidence.length === 0) {
    throw new CredenceError({
      code: "calibration/length",
      message: `${confidence.length} confidences with ${correct.length} answers`,
      expected: "one confidence for each answer, at least one",
    });
  }
  const outside = confidence.findIndex((value) => !(value >= 0 && value <= 1));
  if (outside >= 0) {
    throw new CredenceError({
      code: "calibration/confidence",
      message: `confidence ${confidence[outside]} in row ${outside + 1} is not between 0 and 1`,
      fix:
        confidence[outside] > 1 && confidence[outside] <= 100 ? "divide percentages by 100" : "drop or repair the row",
    });
  }
  const neither = correct.findIndex((value) => value !== 0 && value !== 1);
  if (neither >= 0) {
    throw new CredenceError({
      code: "calibration/correct",
      message: `correct is ${correct[neither]} in row ${neither + 1}`,
      expected: "0 or 1",
    });
  }
}
