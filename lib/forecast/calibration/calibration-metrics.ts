/** Every calibration metric of the library by name, alone or all with their sampling errors. */
import type { Stream } from "../../random/stream.ts";
import { auroc } from "./auroc.ts";
import { equalWidthBins } from "./bins.ts";
import { type Bootstrap, bootstrap, type BootstrapOptions, type Metric } from "./bootstrap.ts";
import { brier, brierSkill, murphy } from "./brier.ts";
import { corp } from "./corp.ts";
import { ace, debiasedEce, ece, eceBias, mce } from "./ece.ts";
import { ksError } from "./ks-error.ts";
import { logLoss } from "./log-loss.ts";
import { mmce } from "./mmce.ts";
import { aurc } from "./risk-coverage.ts";
import { kernelEce, smoothEce } from "./smooth-ece.ts";

/** 15 bins where a metric has bins and no number of its own. */
export const CALIBRATION_METRICS = {
  accuracy: (_, correct) => correct.reduce((sum, value) => sum + value, 0) / correct.length,
  confidence: (confidence) => confidence.reduce((sum, value) => sum + value, 0) / confidence.length,
  brier: (confidence, correct) => brier(confidence, correct).brier,
  brier_skill: (confidence, correct) => brierSkill(confidence, correct).skill,
  reliability: (confidence, correct) =>
    murphy(confidence, correct, equalWidthBins(confidence, correct, 15)).reliability,
  resolution: (confidence, correct) => murphy(confidence, correct, equalWidthBins(confidence, correct, 15)).resolution,
  corp_miscalibration: (confidence, correct) => corp(confidence, correct).miscalibration,
  corp_discrimination: (confidence, correct) => corp(confidence, correct).discrimination,
  log_loss: (confidence, correct) => logLoss(confidence, correct).logLoss,
  auroc: (confidence, correct) => auroc(confidence, correct).auroc,
  aurc,
  ece: (confidence, correct) => ece(confidence, correct),
  ece_equal_mass: (confidence, correct) => ece(confidence, correct, { scheme: "mass" }),
  ece_debiased: (confidence, correct) => debiasedEce(confidence, correct, { scheme: "mass" }),
  ece_rms_debiased: (confidence, correct) => debiasedEce(confidence, correct, { scheme: "mass", norm: 2 }),
  ece_bias: (confidence, correct) => eceBias(confidence, correct),
  mce: (confidence, correct) => mce(confidence, correct),
  ace: (confidence, correct) => ace(confidence, correct),
  ks: ksError,
  mmce,
  smooth_ece: smoothEce,
  kernel_ece: (confidence, correct) => kernelEce(confidence, correct),
} as const satisfies Readonly<Record<string, Metric>>;

export type CalibrationMetric = keyof typeof CALIBRATION_METRICS;

/**
 * All metrics with bootstrap errors from the same resamples.
 * @throws CredenceError calibration/*
 * @cost about 80 ms a resample at 10 000 items
 */
export function calibrationMetrics(
  confidence: Float64Array,
  correct: Float64Array,
  rng: Stream,
  options: BootstrapOptions = {},
): Record<CalibrationMetric, Bootstrap> {
  return bootstrap(CALIBRATION_METRICS, confidence, correct, rng, options);
}
