/** Whether an estimator knows its error: over repetitions the spread must match the reported error, and cover the truth. */
import { expect, vi } from "vitest";

// repetitions on a busy machine may take longer than vitest's 5 s
vi.setConfig({ testTimeout: 300_000 });

/** the long version of a test, asked for by the environment */
export const isSlow = process.env.CREDENCE_SLOW === "1";

export interface Calibration {
  readonly bias: number;
  readonly spread: number;
  /** root mean square of the reported errors */
  readonly error: number;
  readonly beyondThree: number;
  readonly refused: number;
  readonly repetitions: number;
}

interface Estimate {
  readonly logMarginalLikelihood: number;
  readonly mcse: number;
  readonly reliable: boolean;
}

export function calibration(
  repetitions: number,
  truth: number,
  estimate: (repetition: number) => Estimate,
): Calibration {
  const found = Array.from({ length: repetitions }, (_, repetition) => estimate(repetition));
  const errors = found.map(({ logMarginalLikelihood }) => logMarginalLikelihood - truth);
  const bias = errors.reduce((sum, value) => sum + value, 0) / repetitions;
  return {
    bias,
    spread: Math.sqrt(errors.reduce((sum, value) => sum + (value - bias) ** 2, 0) / (repetitions - 1)),
    error: Math.sqrt(found.reduce((sum, { mcse }) => sum + mcse ** 2, 0) / repetitions),
    beyondThree: errors.filter((value, i) => Math.abs(value) > 3 * found[i].mcse).length,
    refused: found.filter(({ reliable }) => !reliable).length,
    repetitions,
  };
}

/** The mean of the repetitions within 3 of its errors of the truth; error and spread within `tolerance` of each other. */
export function expectCalibrated(found: Calibration, tolerance = 0.3): void {
  const { bias, spread, error, beyondThree, repetitions } = found;
  expect(Math.abs(bias), JSON.stringify(found)).toBeLessThan((3 * error) / Math.sqrt(repetitions));
  expect(Math.abs(error / spread - 1), JSON.stringify(found)).toBeLessThan(tolerance);
  expect(beyondThree, JSON.stringify(found)).toBeLessThanOrEqual(0.04 * repetitions);
}
