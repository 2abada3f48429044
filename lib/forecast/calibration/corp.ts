/** The CORP decomposition: miscalibration, discrimination and uncertainty of a score, without bins or tuning. */
import { mean } from "../../posterior/moments.ts";
import { argsort } from "../../posterior/argsort.ts";
import { isotonic } from "./isotonic.ts";
import { itemLogLosses, SATURATION } from "./log-loss.ts";

/** score = miscalibration - discrimination + uncertainty, each >= 0 */
export interface Corp {
  readonly score: number;
  /** what an isotonic recalibration would save */
  readonly miscalibration: number;
  /** what the recalibrated confidences save against the base rate */
  readonly discrimination: number;
  /** the score of always saying the base rate */
  readonly uncertainty: number;
}

/**
 * @param rule the Brier score, or log loss with confidences clipped to [2^-24, 1 - 2^-24]; the isotonic curve and the
 *   base rate are not clipped, their 0s and 1s are always right
 * @throws CredenceError calibration/*
 * @source Dimitriadis, Gneiting, Jordan 2021 (PNAS 118), eq. 1
 * @truth test/truth/calibration.json
 */
export function corp(confidence: Float64Array, correct: Float64Array, rule: "brier" | "log" = "brier"): Corp {
  const loss = (forecast: Float64Array, clip: number): number =>
    mean(rule === "log" ? itemLogLosses(forecast, correct, clip) : forecast.map((p, i) => (p - correct[i]) ** 2));
  const recalibrated = recalibrate(confidence, correct);
  const score = loss(confidence, SATURATION);
  const calibrated = loss(recalibrated, 0);
  const uncertainty = loss(new Float64Array(correct.length).fill(mean(correct)), 0);
  return { score, miscalibration: score - calibrated, discrimination: uncertainty - calibrated, uncertainty };
}

/** The isotonic estimate for each item. */
export function recalibrate(confidence: Float64Array, correct: Float64Array): Float64Array {
  const curve = isotonic(confidence, correct);
  const recalibrated = new Float64Array(confidence.length);
  let step = 0;
  argsort(confidence).forEach((item, i, order) => {
    if (i > 0 && confidence[item] !== confidence[order[i - 1]]) step++;
    recalibrated[item] = curve.calibrated[step];
  });
  return recalibrated;
}
