/** The mean of scores over forecasts, with its standard error. */
import { mean, standardDeviation } from "../../posterior/moments.ts";

/**
 * The mean score and how sure it is. For two forecasters give the differences of their scores on the same cases.
 * @returns standardError sd / sqrt(n), for independent cases; NaN with fewer than two
 */
export function averageScore(scores: Float64Array): { mean: number; standardError: number; n: number } {
  return { mean: mean(scores), standardError: standardDeviation(scores) / Math.sqrt(scores.length), n: scores.length };
}
