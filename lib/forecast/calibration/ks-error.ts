/** Kolmogorov-Smirnov calibration error: no bins, only the order of confidences. */
import { argsort } from "../../posterior/argsort.ts";
import { checkConfidences } from "./check.ts";

/**
 * The largest running sum of confidence minus correctness, over n, from the least confident item upward. Equal
 * confidences are added together, so the order of rows has no effect.
 * @throws CredenceError calibration/*
 * @source Gupta et al. 2021 (arXiv:2006.12800)
 * @truth test/truth/calibration.json
 * @cost O(n)
 */
export function ksError(confidence: Float64Array, correct: Float64Array): number {
  checkConfidences(confidence, correct);
  const order = argsort(confidence);
  let [sum, largest] = [0, 0];
  order.forEach((item, i) => {
    sum += confidence[item] - correct[item];
    if (i + 1 === order.length || confidence[order[i + 1]] !== confidence[item])
      largest = Math.max(largest, Math.abs(sum));
  });
  return largest / confidence.length;
}
