/** How much of a forecast's spread is not knowing which law holds: the laws' medians at the target, weighted by their probabilities. */
import type { CurvePoint, FigureOf } from "../../lib/report-figures.ts";
import type { Forecast, UncertaintySplit } from "../../lib/report.ts";

/** the 80 % interval of a normal distribution in standard deviations */
const NORMAL_80 = 2 * 1.2815515655446004;

/**
 * The split with the choice of law as a further part, by the law of total variance over the compared laws.
 * @param ribbon the compared laws along the axis on which the forecast's first target stands
 * @returns the split as it is when the target is not on the axis, or some law has no probability
 */
export function withChoiceOfLaw(
  split: UncertaintySplit,
  forecast: Forecast | undefined,
  ribbon: FigureOf<"ribbon"> | undefined,
): UncertaintySplit {
  const target = forecast?.targets[0];
  if (!target || target.x === undefined || !ribbon) return split;
  const medians = ribbon.laws.map(({ curve }) => medianAt(curve, target.x!));
  const weights = ribbon.laws.map(({ weight }) => weight ?? Number.NaN);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0) || !medians.every(Number.isFinite)) return split;
  const mean = weights.reduce((sum, weight, k) => sum + weight * medians[k]!, 0) / total;
  const between = weights.reduce((sum, weight, k) => sum + weight * (medians[k]! - mean) ** 2, 0) / total;
  const within = ((target.q[5] - target.q[1]) / NORMAL_80) ** 2;
  const share = between / (between + within);
  const parts = split.parts.map(({ mcse, ...part }) => ({
    ...part,
    share: part.share * (1 - share),
    ...(mcse === undefined ? {} : { mcse: mcse * (1 - share) }),
  }));
  return { ...split, parts: [...parts, { label: "choice of law", share }] };
}

/** between the nodes linear, in log x where x is positive; NaN beyond the curve */
function medianAt(curve: readonly CurvePoint[], x: number): number {
  const after = curve.findIndex((point) => point.x >= x);
  const [left, right] = [curve[after - 1], curve[after]];
  if (right?.x === x) return right.q[3];
  if (!left || !right) return Number.NaN;
  const isLog = left.x > 0;
  const u = isLog ? Math.log(x / left.x) / Math.log(right.x / left.x) : (x - left.x) / (right.x - left.x);
  return left.q[3] + u * (right.q[3] - left.q[3]);
}
