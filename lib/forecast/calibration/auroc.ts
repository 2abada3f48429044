/** How well confidence tells right answers from wrong ones. */
import { variance } from "../../posterior/moments.ts";
import { averageRanks } from "../../posterior/rank-normalize.ts";
import { checkConfidences } from "./check.ts";

/**
 * The probability that a right answer has the higher confidence than a wrong one, ties counting half.
 * @returns standardError by DeLong; NaN with fewer than two right or wrong answers, the area NaN with none of one kind
 * @throws CredenceError calibration/*
 * @source DeLong, DeLong, Clarke-Pearson 1988, by mid-ranks (Sun and Xu 2014)
 * @truth test/truth/calibration.json (pROC); published areas of language models
 * @cost O(n log n)
 */
export function auroc(confidence: Float64Array, correct: Float64Array): { auroc: number; standardError: number } {
  checkConfidences(confidence, correct);
  const right = confidence.filter((_, i) => correct[i] === 1);
  const wrong = confidence.filter((_, i) => correct[i] === 0);
  const ranks = averageRanks(confidence);
  const aboveWrong = placements(
    ranks.filter((_, i) => correct[i] === 1),
    averageRanks(right),
    wrong.length,
  );
  const aboveRight = placements(
    ranks.filter((_, i) => correct[i] === 0),
    averageRanks(wrong),
    right.length,
  );
  const area = aboveWrong.reduce((sum, placement) => sum + placement, 0) / right.length;
  const standardError = Math.sqrt(variance(aboveWrong) / right.length + variance(aboveRight) / wrong.length);
  return { auroc: area, standardError };
}

/**
 * For each item of one kind the share of the other kind below it, ties half: its rank among all less that among its
 * own.
 */
function placements(ranks: Float64Array, ownRanks: Float64Array, others: number): Float64Array {
  return ranks.map((rank, i) => (rank - ownRanks[i]) / others);
}
