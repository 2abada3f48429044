/** Expected calibration error by bins, in the variants of the field. */
import { standardNormalCdf } from "../../distribution/standard-normal.ts";
import { type Bin, binItems, type BinScheme } from "./bins.ts";
import { checkConfidences } from "./check.ts";

export interface EceOptions {
  /** bins asked for, 15 unless told */
  readonly bins?: number;
  /** equal width (the default) or equal mass */
  readonly scheme?: BinScheme;
  /** exponent q >= 1 of the gap; 1 unless told */
  readonly norm?: number;
}

/**
 * Expected calibration error: the gap between accuracy and confidence, averaged over bins by their size:
 * (sum_b (n_b / n) |accuracy_b - confidence_b|^q)^(1/q).
 *
 * Its value depends on the bins, and noise alone pushes it up: read it beside `eceBias` and `binSensitivity`, or use
 * `smoothEce`.
 * @throws CredenceError calibration/*
 * @source Naeini, Cooper, Hauskrecht 2015; Guo et al. 2017; Kumar, Liang, Ma 2019 (q)
 * @truth test/truth/calibration.json; published 15-bin values of calibrated image models
 */
export function ece(confidence: Float64Array, correct: Float64Array, options: EceOptions = {}): number {
  const { norm = 1 } = options;
  return weighted(binsOf(confidence, correct, options), (bin) => Math.abs(gap(bin)) ** norm) ** (1 / norm);
}

/**
 * Maximum calibration error: the largest gap of a bin, however few items it has; read it with many items a bin only.
 */
export function mce(confidence: Float64Array, correct: Float64Array, options: EceOptions = {}): number {
  return Math.max(...binsOf(confidence, correct, options).map((bin) => Math.abs(gap(bin))));
}

/**
 * Adaptive calibration error: the mean gap over bins of equal mass, every bin counting alike.
 * @source Nixon et al. 2019, for the confidence of the answer given
 */
export function ace(confidence: Float64Array, correct: Float64Array, bins: number = 15): number {
  const found = binsOf(confidence, correct, { bins, scheme: "mass" });
  return found.reduce((sum, bin) => sum + Math.abs(gap(bin)), 0) / found.length;
}

/**
 * What the plain error (q = 1) would be from noise alone if every bin were calibrated:
 * sum_b (n_b / n) sqrt(2 / pi) sqrt(accuracy_b (1 - accuracy_b) / n_b).
 * @source mean of a folded normal; the normal approximation of a bin's accuracy
 */
export function eceBias(confidence: Float64Array, correct: Float64Array, options: EceOptions = {}): number {
  return weighted(binsOf(confidence, correct, options), ({ accuracy, n }) =>
    Math.sqrt(((2 / Math.PI) * accuracy * (1 - accuracy)) / n),
  );
}

/**
 * ECE with the push of noise taken off. For q = 2 the squared gap of each bin loses its variance, which is unbiased for
 * the square; the root of a negative sum is 0. For q = 1 each gap loses its own bias as a folded normal at the observed
 * gap, about half of the push when calibrated; a bin may then be negative. Bins of one item say nothing about their
 * variance and are left out.
 * @param options `norm` 1 (the default) or 2
 * @returns NaN when every bin has one item
 * @source Kumar, Liang, Ma 2019, section 4 (q = 2) and appendix (q = 1, there by simulation, here in closed form)
 * @truth test/truth/calibration.json
 */
export function debiasedEce(
  confidence: Float64Array,
  correct: Float64Array,
  options: EceOptions & { readonly norm?: 1 | 2 } = {},
): number {
  const bins = binsOf(confidence, correct, options).filter(({ n }) => n > 1);
  if (options.norm === 2) {
    const square = weighted(bins, (bin) => gap(bin) ** 2 - (bin.accuracy * (1 - bin.accuracy)) / (bin.n - 1));
    return Math.sqrt(Math.max(square, bins.length === 0 ? Number.NaN : 0));
  }
  return weighted(bins, (bin) => {
    const size = Math.abs(gap(bin));
    return 2 * size - foldedNormalMean(size, Math.sqrt((bin.accuracy * (1 - bin.accuracy)) / bin.n));
  });
}

/** E|X| of a normal variable with this mean and standard deviation. */
function foldedNormalMean(mean: number, sd: number): number {
  if (sd === 0) return Math.abs(mean);
  const z = mean / sd;
  return sd * Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2) + mean * (1 - 2 * standardNormalCdf(-z));
}

function binsOf(confidence: Float64Array, correct: Float64Array, { bins = 15, scheme = "width" }: EceOptions): Bin[] {
  checkConfidences(confidence, correct);
  return binItems(confidence, correct, bins, scheme);
}

function gap({ accuracy, confidence }: Bin): number {
  return accuracy - confidence;
}

function weighted(bins: readonly Bin[], value: (bin: Bin) => number): number {
  const n = bins.reduce((sum, bin) => sum + bin.n, 0);
  return bins.reduce((sum, bin) => sum + bin.n * value(bin), 0) / n;
}
