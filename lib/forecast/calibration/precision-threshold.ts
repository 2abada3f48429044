/** The confidence from which answers are right as often as one demands. */
import { betainc } from "../../stdlib.ts";
import { distinctBins } from "./bins.ts";
import { checkConfidences } from "./check.ts";

export interface PrecisionThreshold {
  /** accept an answer when its confidence is at least this */
  readonly threshold: number;
  /** share correct among the accepted */
  readonly precision: number;
  /** share of items accepted */
  readonly coverage: number;
  readonly accepted: number;
  /** P(precision >= target) given the accepted items and the Jeffreys prior */
  readonly probability: number;
}

/**
 * The lowest threshold, which accepts most, at which precision is at least `target` with probability `assurance`.
 *
 * Each threshold is judged by its own Beta(right + 1/2, wrong + 1/2). The best of many thresholds looks better than it
 * is: confirm it on other items before relying on it.
 * @param target precision demanded, in (0, 1)
 * @param assurance probability demanded, 0.9 unless told
 * @returns undefined when no threshold does
 * @throws CredenceError calibration/*
 * @source Jeffreys interval of a binomial: Brown, Cai, DasGupta 2001
 * @truth test/truth/calibration.json
 */
export function precisionThreshold(
  confidence: Float64Array,
  correct: Float64Array,
  target: number,
  assurance: number = 0.9,
): PrecisionThreshold | undefined {
  checkConfidences(confidence, correct);
  let best: PrecisionThreshold | undefined;
  let [accepted, right] = [0, 0];
  for (const bin of distinctBins(confidence, correct).reverse()) {
    accepted += bin.n;
    right += bin.n * bin.accuracy;
    const probability = betainc(target, right + 0.5, accepted - right + 0.5, true, true);
    if (probability < assurance) continue;
    const coverage = accepted / confidence.length;
    best = { threshold: bin.confidence, precision: right / accepted, coverage, accepted, probability };
  }
  return best;
}
