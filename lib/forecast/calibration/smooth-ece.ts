/** Calibration errors by smoothing instead of binning. */
import { standardDeviation } from "../../posterior/moments.ts";
import { checkConfidences } from "./check.ts";
import { absoluteIntegral, cosineMoments, type Local, smoothed, termsFor } from "./cosine-smoothing.ts";

/**
 * The smallest width tried, 0.0014: an error below it is reported as 0. Each further step would cost 16 times as
 * much.
 */
const SMALLEST_WIDTH = 2.81 / 2048;

/**
 * Smooth calibration error: residuals smoothed by a Gaussian reflected at 0 and 1 whose width is the error itself.
 * Consistent: small exactly when the confidences are near some calibrated ones, whatever the sample; no tuning.
 * @returns the width s at which the integral of |smoothed residual| equals s; 0 when that is below 0.0014
 * @throws CredenceError calibration/*
 * @source Błasiok and Nakkiran 2023 (arXiv:2309.12236), definition 3
 * @truth test/truth/calibration.json, direct kernel sums in mpmath
 * @cost O(n / s + 1 / s^2)
 */
export function smoothEce(confidence: Float64Array, correct: Float64Array): number {
  checkConfidences(confidence, correct);
  const residuals = correct.map((value, i) => value - confidence[i]);
  for (let [width, wider] = [2.81 / 32, 1]; width >= SMALLEST_WIDTH; [width, wider] = [width / 4, width]) {
    const moments = cosineMoments(confidence, residuals, termsFor(width));
    if (excess(moments, width) > 0) return fixedPoint(moments, width, wider);
  }
  return 0;
}

/** The smoothed error at a width, less the width; falls as the width grows. */
function excess(moments: Float64Array, width: number): number {
  return absoluteIntegral(smoothed(moments, width), width / 8) - width;
}

function fixedPoint(moments: Float64Array, low: number, high: number): number {
  let [a, b] = [low, high];
  let [atA, atB] = [excess(moments, a), excess(moments, b)];
  // regula falsi, Illinois form: superlinear, and never leaves the bracket
  for (let i = 0; i < 100 && b - a > 1e-14 && atA !== 0; i++) {
    const middle = (a * atB - b * atA) / (atB - atA);
    const atMiddle = excess(moments, middle);
    if (Math.abs(atMiddle) < 1e-14) return middle;
    if (atMiddle > 0) [a, atA, atB] = [middle, atMiddle, atB / 2];
    else [b, atB, atA] = [middle, atMiddle, atA / 2];
  }
  return atA === 0 ? a : (a + b) / 2;
}

/**
 * Kernel calibration error: integral of |estimated accuracy(c) - c| over the estimated density of c, both by Gaussian
 * kernels reflected at 0 and 1. Depends on the width; `smoothEce` chooses its own.
 * @param width of the kernel; 1.06 sd n^(-1/5) unless told, at least 1e-3
 * @throws CredenceError calibration/*
 * @source Zhang, Kailkhura, Han 2020 (ICML), section 3.2, with a reflected Gaussian in place of the triweight kernel
 * @truth test/truth/calibration.json
 */
export function kernelEce(
  confidence: Float64Array,
  correct: Float64Array,
  width: number = ruleOfThumb(confidence),
): number {
  checkConfidences(confidence, correct);
  const terms = termsFor(width);
  const ones = new Float64Array(confidence.length).fill(1);
  const density = cosineMoments(confidence, ones, terms);
  const right = smoothed(cosineMoments(confidence, correct, terms), width);
  const weighted = timesIdentity(density, width);
  return absoluteIntegral((t) => {
    const [a, b] = [weighted(t), right(t)];
    return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
  }, width / 8);
}

function ruleOfThumb(confidence: Float64Array): number {
  const width = 1.06 * standardDeviation(confidence) * confidence.length ** -0.2;
  return Math.max(width || 0, 1e-3);
}

/**
 * t times the smoothed function. The integral of t cos(k pi t) is
 * t sin(k pi t) / (k pi) + (cos(k pi t) - 1) / (k pi)^2.
 */
function timesIdentity(moments: Float64Array, width: number): (t: number) => Local {
  const plain = smoothed(moments, width);
  return (t) => {
    const [, value, slope] = plain(t);
    let integral = (moments[0] * t * t) / 2;
    for (let k = 1; k < moments.length; k++) {
      const frequency = k * Math.PI;
      const part = (t * Math.sin(frequency * t)) / frequency + (Math.cos(frequency * t) - 1) / frequency ** 2;
      integral += 2 * moments[k] * Math.exp(-((frequency * width) ** 2) / 2) * part;
    }
    return [integral, t * value, value + t * slope];
  };
}
