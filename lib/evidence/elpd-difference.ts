/** The difference of two models' expected log predictive densities, with its standard error over shared rows. */
import { sumWithError } from "./loo.ts";

export interface ElpdDifference {
  /** elpd of the first model less that of the second: positive when the first predicts better */
  readonly difference: number;
  /** over rows, paired */
  readonly se: number;
  /** why the standard error may be too small, one sentence each */
  readonly caveats: readonly string[];
}

/** Below these the distribution of the difference is far from normal (Sivula et al. 2020, sections 3 and 4). */
const FEW_ROWS = 100;
const SMALL_DIFFERENCE = 4;

/**
 * @param first elpd of each row (LOO or K-fold, moment matched or refitted as needed)
 * @param second the same rows in the same order, see `checkComparable`
 * @source Vehtari, Gelman, Gabry 2017, eq. 24; the caveats by Sivula, Magnusson, Matamoros, Vehtari 2020
 * @truth test/truth/loo.json, loo 2.5.1 `loo_compare`
 */
export function elpdDifference(first: Float64Array, second: Float64Array): ElpdDifference {
  const [difference, se] = sumWithError(Array.from(first, (value, row) => value - second[row]));
  const caveats: string[] = [];
  if (first.length < FEW_ROWS) caveats.push(`only ${first.length} rows: the standard error is itself uncertain`);
  if (Math.abs(difference) < SMALL_DIFFERENCE) {
    caveats.push(
      `the models predict alike (difference below ${SMALL_DIFFERENCE}): the standard error may be too small`,
    );
  }
  return { difference, se, caveats };
}
