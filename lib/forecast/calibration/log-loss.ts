/** Log loss: the surprise, in nats, at what happened. */
import { mean, standardDeviation } from "../../posterior/moments.ts";
import { checkConfidences } from "./check.ts";

/** Half the spacing of float32 just below 1: a stored confidence of 1 says no more than "at least 1 - 2^-24". */
export const SATURATION: number = 2 ** -24;

export interface LogLoss {
  readonly logLoss: number;
  readonly standardError: number;
  /** confidences moved to `clip` or 1 - `clip`; exact 0s and 1s among them */
  readonly clipped: number;
}

/**
 * Mean of -log(confidence given to what happened).
 *
 * A confidence of exactly 0 or 1 that is wrong would make it infinite, and saturated float32 scores are full of
 * them; so confidences are moved into [clip, 1 - clip], by default 2^-24, and counted. `clip` 0 leaves them.
 * @throws CredenceError calibration/*
 * @truth test/truth/calibration.json
 */
export function logLoss(confidence: Float64Array, correct: Float64Array, clip: number = SATURATION): LogLoss {
  checkConfidences(confidence, correct);
  const losses = itemLogLosses(confidence, correct, clip);
  return {
    logLoss: mean(losses),
    standardError: standardDeviation(losses) / Math.sqrt(losses.length),
    clipped: confidence.reduce((count, value) => count + (value < clip || value > 1 - clip ? 1 : 0), 0),
  };
}

/** The log loss of each item; see `logLoss`. */
export function itemLogLosses(confidence: Float64Array, correct: Float64Array, clip: number): Float64Array {
  return confidence.map((value, i) => {
    const kept = Math.min(Math.max(value, clip), 1 - clip);
    return correct[i] === 1 ? -Math.log(kept) : -Math.log1p(-kept);
  });
}
