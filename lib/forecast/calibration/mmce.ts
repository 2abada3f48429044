/** Maximum mean calibration error: how much residuals of items with like confidence agree in sign. */
import { argsort } from "../../posterior/argsort.ts";
import { checkConfidences } from "./check.ts";

/** Laplace kernel of width 0.4: Kumar, Sarawagi, Jain 2018. */
const KERNEL_RATE = 2.5;

/**
 * sqrt((1 / n^2) sum_ij (y_i - c_i)(y_j - c_j) exp(-2.5 |c_i - c_j|)).
 *
 * The kernel factors along the sorted confidences, so one pass with a decaying sum gives the double sum.
 * @throws CredenceError calibration/*
 * @source Kumar, Sarawagi, Jain 2018 (ICML), eq. 3
 * @truth test/truth/calibration.json
 * @cost O(n)
 */
export function mmce(confidence: Float64Array, correct: Float64Array): number {
  checkConfidences(confidence, correct);
  const order = argsort(confidence);
  let [square, carried, previous] = [0, 0, confidence[order[0]]];
  for (const i of order) {
    const residual = correct[i] - confidence[i];
    carried *= Math.exp(-KERNEL_RATE * (confidence[i] - previous));
    square += residual * (residual + 2 * carried);
    carried += residual;
    previous = confidence[i];
  }
  return Math.sqrt(Math.max(square, 0)) / confidence.length;
}
