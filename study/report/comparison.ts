/** A comparison of fits -> the section of the page that says which law. */
import type { ComparedModel, Comparison } from "../../lib/report.ts";
import type { FitComparison, ModelComparison } from "../compare.ts";

/**
 * @param id of the comparison among those of its study
 * @param ribbon the laws' medians at the same x, when the caller has drawn them
 */
export function reportComparison(id: string, comparison: FitComparison, ribbon?: Comparison["ribbon"]): Comparison {
  const { reference, models } = comparison;
  return {
    id,
    reference,
    models: models.map((model) => comparedModel(model, comparison)),
    ...(ribbon ? { ribbon } : {}),
  };
}

function comparedModel(model: ModelComparison, { reference, pairs }: FitComparison): ComparedModel {
  const { name, logBayesFactor, logBayesFactorMcse, probability, elpdDifference, elpdDifferenceSe, stackingWeight } =
    model;
  const pair = pairs.find(
    ({ first, second }) => (first === name && second === reference) || (first === reference && second === name),
  );
  const against = (value: number | null | undefined): number | null | undefined =>
    value && pair?.first === reference ? -value : value;
  const [halved, doubled] = [against(pair?.halved), against(pair?.doubled)];
  return {
    name,
    logBayesFactor,
    mcse: logBayesFactorMcse,
    ...(typeof halved === "number" ? { halved } : {}),
    ...(typeof doubled === "number" ? { doubled } : {}),
    probability,
    elpdDifference,
    elpdSe: elpdDifferenceSe,
    weight: stackingWeight,
    ...(model.reasons.length > 0 ? { reason: model.reasons.join("; ") } : {}),
  };
}
