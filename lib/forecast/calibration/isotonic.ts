/** The calibration curve that is only assumed to rise: isotonic regression by pooling adjacent violators. */
import { distinctBins } from "./bins.ts";
import { checkConfidences } from "./check.ts";

/** A rising step curve, one entry for each distinct confidence, ascending. */
export interface IsotonicCurve {
  readonly confidence: Float64Array;
  /** estimated probability of being correct */
  readonly calibrated: Float64Array;
  /** items with this confidence */
  readonly n: Float64Array;
}

/**
 * The non-decreasing function of confidence nearest to the answers, in squared and in log loss alike.
 * @throws CredenceError calibration/*
 * @source Ayer et al. 1955 (PAVA); Dimitriadis, Gneiting, Jordan 2021 for its use as a reliability diagram
 * @truth test/truth/calibration.json, by the max-min formula
 * @cost O(n)
 */
export function isotonic(confidence: Float64Array, correct: Float64Array): IsotonicCurve {
  checkConfidences(confidence, correct);
  const bins = distinctBins(confidence, correct);
  const blocks: { right: number; n: number; last: number }[] = [];
  bins.forEach((bin, i) => {
    let block = { right: bin.accuracy * bin.n, n: bin.n, last: i };
    for (
      let before = blocks.at(-1);
      before && before.right * block.n >= block.right * before.n;
      before = blocks.at(-1)
    ) {
      blocks.pop();
      block = { right: before.right + block.right, n: before.n + block.n, last: i };
    }
    blocks.push(block);
  });
  const calibrated = new Float64Array(bins.length);
  blocks.forEach(({ right, n, last }, b) => calibrated.fill(right / n, b === 0 ? 0 : blocks[b - 1].last + 1, last + 1));
  return {
    confidence: Float64Array.from(bins, (bin) => bin.confidence),
    calibrated,
    n: Float64Array.from(bins, (bin) => bin.n),
  };
}
