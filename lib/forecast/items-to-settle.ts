/** How many items settle which of two models is better. */
import { sortedQuantile } from "../posterior/quantile.ts";

/** a one-sided 5 % point of the normal distribution: the better model is better with probability 0.95 */
const Z = 1.6448536269514722;

/**
 * Items at which the posterior probability of the better side is expected to be 0.95, were the difference that of a
 * draw: (z · sd / difference)^2. Half of the draws need no more than the returned number.
 * @param differences draws of B less A; @param spreads draws of the sd of one item's difference
 * @returns median over draws; a difference near 0 in most draws makes it large, not infinite
 * @source the normal approximation of a mean's posterior; laws.md G6 for the closed form
 * @cost O(draws log draws)
 */
export function itemsToSettle(differences: Float64Array, spreads: Float64Array): number {
  const needs = differences.map((difference, k) => ((Z * spreads[k]!) / difference) ** 2).sort();
  return sortedQuantile(needs, 0.5);
}
