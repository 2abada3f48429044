/** How much the answer hangs on the bins: the binned errors over the field's bin counts and both schemes. */
import type { BinScheme } from "./bins.ts";
import { debiasedEce, ece, eceBias, mce } from "./ece.ts";

export interface BinSensitivity {
  readonly bins: number;
  readonly scheme: BinScheme;
  readonly ece: number;
  /** what noise alone would give */
  readonly bias: number;
  readonly debiased: number;
  readonly mce: number;
}

/** The nine bin counts of Tao et al. 2023 (arXiv:2308.11838). */
export const FIELD_BIN_COUNTS: readonly number[] = [5, 10, 15, 20, 25, 50, 100, 200, 500];

/** One row a bin count and scheme; see `ece`, `eceBias`, `debiasedEce`, `mce`. */
export function binSensitivity(
  confidence: Float64Array,
  correct: Float64Array,
  counts: readonly number[] = FIELD_BIN_COUNTS,
): BinSensitivity[] {
  return (["width", "mass"] as const).flatMap((scheme) =>
    counts.map((bins) => {
      const options = { bins, scheme };
      return {
        bins,
        scheme,
        ece: ece(confidence, correct, options),
        bias: eceBias(confidence, correct, options),
        debiased: debiasedEce(confidence, correct, options),
        mce: mce(confidence, correct, options),
      };
    }),
  );
}
