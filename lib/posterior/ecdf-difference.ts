/** An observed empirical distribution function against the law it must follow: the picture and the p-value. */
import { type CountLaw, countBand, pathPValue } from "./ecdf-band.ts";

/** ECDF minus the expected distribution function, with the band that holds all of it with probability `prob`. */
export interface EcdfDifference {
  /** expected shares, in (0, 1): the horizontal axis */
  readonly shares: readonly number[];
  readonly difference: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  readonly prob: number;
}

/**
 * @param counts observed number of values at or below each point of the law
 * @returns pValue: P(a path this extreme somewhere) when the law holds, exact; 1 when there are no values
 * @source Säilynoja, Bürkner, Vehtari 2022
 */
export function ecdfDifference(
  law: CountLaw,
  counts: readonly number[],
  prob: number,
): { ecdf: EcdfDifference; pValue: number } {
  const band = countBand(law, prob);
  const difference = (count: number, i: number): number => count / Math.max(law.n, 1) - law.shares[i];
  const ecdf = {
    shares: law.shares,
    difference: counts.map(difference),
    lower: band.lower.map(difference),
    upper: band.upper.map(difference),
    prob,
  };
  return { ecdf, pValue: pathPValue(law, counts) };
}
