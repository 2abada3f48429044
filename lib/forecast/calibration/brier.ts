/** The Brier score, its skill against the base rate, and Murphy's decomposition. */
import { mean, standardDeviation } from "../../posterior/moments.ts";
import { type Bin, distinctBins } from "./bins.ts";
import { checkConfidences } from "./check.ts";

/**
 * Mean squared distance of confidence from what happened: 0 perfect, 0.25 for always saying one half.
 * @returns standardError for independent items; NaN with one
 * @throws CredenceError calibration/*
 * @source Brier 1950
 * @truth test/truth/calibration.json
 */
export function brier(confidence: Float64Array, correct: Float64Array): { brier: number; standardError: number } {
  const losses = squaredLosses(confidence, correct);
  return { brier: mean(losses), standardError: standardDeviation(losses) / Math.sqrt(losses.length) };
}

/**
 * Brier skill score 1 - B / (base (1 - base)): 1 perfect, 0 no better than always saying the base rate, negative worse.
 * @returns standardError by the delta method, for independent items; both NaN when all answers are right or all wrong
 * @truth test/truth/calibration.json
 */
export function brierSkill(confidence: Float64Array, correct: Float64Array): { skill: number; standardError: number } {
  const losses = squaredLosses(confidence, correct);
  const [score, base] = [mean(losses), mean(correct)];
  const reference = base * (1 - base);
  if (reference === 0) return { skill: Number.NaN, standardError: Number.NaN };
  const influence = losses.map(
    (loss, i) => (score * (1 - 2 * base) * (correct[i] - base)) / reference ** 2 - (loss - score) / reference,
  );
  return { skill: 1 - score / reference, standardError: standardDeviation(influence) / Math.sqrt(losses.length) };
}

/** brier = reliability - resolution + uncertainty + withinBins */
export interface Murphy {
  /** mean squared gap between accuracy and confidence of a bin: 0 when calibrated */
  readonly reliability: number;
  /** mean squared distance of a bin's accuracy from the base rate: how well confidence sorts the items */
  readonly resolution: number;
  /** base (1 - base) */
  readonly uncertainty: number;
  /** what bins hide: confidence that differs within them; 0 to rounding when bins are the distinct confidences */
  readonly withinBins: number;
}

/**
 * Where the Brier score comes from. Plug-in, so noise inflates reliability and resolution alike; `corp` needs no bins.
 * @param bins how items are put together; each distinct confidence by itself unless told
 * @source Murphy 1973; Stephenson, Coelho, Jolliffe 2008 (the part within bins)
 * @truth test/truth/calibration.json
 */
export function murphy(
  confidence: Float64Array,
  correct: Float64Array,
  bins: readonly Bin[] = distinctBins(confidence, correct),
): Murphy {
  const base = mean(correct);
  let [reliability, resolution] = [0, 0];
  for (const bin of bins) {
    const share = bin.n / confidence.length;
    reliability += share * (bin.accuracy - bin.confidence) ** 2;
    resolution += share * (bin.accuracy - base) ** 2;
  }
  const uncertainty = base * (1 - base);
  const withinBins = brier(confidence, correct).brier - reliability + resolution - uncertainty;
  return { reliability, resolution, uncertainty, withinBins };
}

function squaredLosses(confidence: Float64Array, correct: Float64Array): Float64Array {
  checkConfidences(confidence, correct);
  return confidence.map((value, i) => (value - correct[i]) ** 2);
}
