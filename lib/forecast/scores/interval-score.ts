/** The interval score: narrow is good, missing is bad, in one number. */

/**
 * Width of a central interval plus 2 / (1 - level) for each unit by which it misses.
 * @param level the probability the interval claims, in (0, 1)
 * @returns in the unit of the quantity; smaller is better, and the true quantiles are the best in expectation
 * @source Gneiting and Raftery 2007, eq. 43
 * @truth test/truth/scores.json
 */
export function intervalScore(lower: number, upper: number, level: number, observed: number): number {
  const miss = Math.max(lower - observed, 0) + Math.max(observed - upper, 0);
  return upper - lower + (2 / (1 - level)) * miss;
}
