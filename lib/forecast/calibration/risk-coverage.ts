/** Selective answering: the error that remains when only the most confident items are answered. */
import { distinctBins } from "./bins.ts";
import { checkConfidences } from "./check.ts";

export interface RiskCoverage {
  /** answer when confidence is at least this; descending */
  readonly threshold: number;
  /** share of items answered */
  readonly coverage: number;
  /** share of those answered wrongly */
  readonly risk: number;
}

/**
 * Risk at every threshold that changes it.
 * @throws CredenceError calibration/*
 * @source El-Yaniv and Wiener 2010
 */
export function riskCoverage(confidence: Float64Array, correct: Float64Array): RiskCoverage[] {
  checkConfidences(confidence, correct);
  let [answered, wrong] = [0, 0];
  return distinctBins(confidence, correct)
    .reverse()
    .map((bin) => {
      answered += bin.n;
      wrong += bin.n * (1 - bin.accuracy);
      return { threshold: bin.confidence, coverage: answered / confidence.length, risk: wrong / answered };
    });
}

/**
 * The area under the risk-coverage curve: the mean risk over coverages 1/n .. 1. Among equal confidences the order is
 * random, so the risk at a coverage inside a tie is its expectation.
 * @source Geifman, Uziel, El-Yaniv 2019
 * @truth test/truth/calibration.json
 */
export function aurc(confidence: Float64Array, correct: Float64Array): number {
  checkConfidences(confidence, correct);
  let [answered, wrong, area] = [0, 0, 0];
  for (const { n, accuracy } of distinctBins(confidence, correct).reverse()) {
    for (let i = 0; i < n; i++) {
      answered++;
      wrong += 1 - accuracy;
      area += wrong / answered;
    }
  }
  return area / confidence.length;
}
