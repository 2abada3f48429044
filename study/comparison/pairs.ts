/** Every pair of models: the log Bayes factor, and what it would be with the scales that only one of them has changed. */
import { logBayesFactor, type LogBayesFactor, poolChains, priorScaleShifts } from "../../lib/evidence/index.ts";
import type { FitEvidence } from "./evidence.ts";
import type { NamedFit } from "./named-fit.ts";

/** Positive favours the first. */
export interface PairComparison extends LogBayesFactor {
  readonly first: string;
  readonly second: string;
  /** the same with all scales that only one of the two has halved, and doubled; null where refused or without scales */
  readonly halved: number | null;
  readonly doubled: number | null;
}

/** @param own each fit's parameters that some other fit lacks */
export function comparePairs(
  fits: readonly NamedFit[],
  evidences: readonly FitEvidence[],
  own: readonly (readonly string[])[],
): PairComparison[] {
  return fits.flatMap((first, i) =>
    fits.slice(i + 1).map((second, offset): PairComparison => {
      const j = i + 1 + offset;
      const factor = logBayesFactor(evidences[i]!, evidences[j]!);
      const shifts = factor.reliable ? [shiftsAgainst(first, own[i]!, second), shiftsAgainst(second, own[j]!, first)] : [];
      const swept = (scale: number): number | null => {
        const found = shifts.map((list) => list.filter((shift) => shift.factor === scale));
        if (found.flat().length === 0 || found.flat().some(({ reliable }) => !reliable)) return null;
        const [mine, theirs] = found.map((list) => list[0]?.shift ?? 0);
        return factor.logBayesFactor + mine! - theirs!;
      };
      return { first: first.name, second: second.name, ...factor, halved: swept(0.5), doubled: swept(2) };
    }),
  );
}

/** how one model's evidence moves with the scales that the other does not have */
function shiftsAgainst({ fit }: NamedFit, own: readonly string[], other: NamedFit): ReturnType<typeof priorScaleShifts>["together"] {
  const theirs = new Set(other.fit.density.model.parameters.map(({ name }) => name));
  const only = own.filter((name) => !theirs.has(name));
  if (only.length === 0) return [];
  return priorScaleShifts(fit.density, poolChains(fit.density, fit.sampled), only).together;
}
