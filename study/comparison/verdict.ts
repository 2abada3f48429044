/** Whether the evidence decides among models, and whether the priors decide for it. */
import type { ModelComparison } from "../compare.ts";
import type { PairComparison } from "./pairs.ts";

/** What the evidence says in the end. */
export interface Verdict {
  /** the most probable model; null when some evidence is refused */
  readonly best: string | null;
  /** the best is at least 20 times as probable as any other model */
  readonly decided: boolean;
  /** models, the best first, that are not yet 20 times less probable than it: more data would tell them apart */
  readonly contenders: readonly string[];
  /** with prior scales halved or doubled a decision would fall, or be made */
  readonly hangsOnPrior: boolean;
}

/** The log Bayes factor of strong evidence, 20 to 1 (Kass and Raftery 1995). */
const DECISIVE = 3;

/** @param best the reference, against which every model's log Bayes factor stands */
export function verdictOf(models: readonly ModelComparison[], pairs: readonly PairComparison[], best: string): Verdict {
  if (models.some(({ logBayesFactor }) => logBayesFactor === null))
    return { best: null, decided: false, contenders: [], hangsOnPrior: false };
  const near = models.filter(({ logBayesFactor }) => logBayesFactor! > -DECISIVE).sort((a, b) => b.logBayesFactor! - a.logBayesFactor!);
  const decided = near.length === 1;
  const lead = pairs.filter(({ first, second }) => first === best || second === best).flatMap(({ first, logBayesFactor, halved, doubled }) => {
    const sign = first === best ? 1 : -1;
    return [halved, doubled].map((value) => ({ swept: value === null ? null : sign * value, stated: sign * logBayesFactor }));
  });
  const hangsOnPrior = lead.some(({ swept, stated }) => swept !== null && swept >= DECISIVE !== stated >= DECISIVE);
  return { best, decided, contenders: near.map(({ name }) => name), hangsOnPrior };
}
