/** How far stated confidences are from what comes true, and from which confidence on answers can be relied on. */
import { quantityDraws } from "../quantity-draws.ts";
import { type Answering, type Asked, drawsOf, functionOf, interval, number, shareOf, text } from "./answer.ts";
import { chance, estimate } from "./words.ts";

/** thresholds to try: this many quantiles of the confidences */
const THRESHOLDS = 40;

/** @param asked `error` and `bias`: quantities on the scale of probabilities; `precision`, `column`, `target`, `assurance` */
export const calibration: Answering = (asked) => {
  if (!asked.fit.draws.names.includes(text(asked, "error"))) return undefined;
  const points = (name: string): Float64Array => drawsOf(asked, name).map((value) => 100 * value);
  const [error, bias] = [points(text(asked, "error")), points(text(asked, "bias"))];
  const over = shareOf(bias, (value) => value > 0);
  const way = over > 0.95 ? "too high" : over < 0.05 ? "too low" : "neither too high nor too low on the whole";
  const threshold = thresholdFor(asked);
  return {
    text: `Confidences are off by ${estimate(interval(error), "points")} on average, ${way}. ${threshold.text}`,
    values: { ...interval(error), probability_overconfident: over, ...threshold.values },
  };
};

/** the lowest threshold, which accepts most answers, above which they are right as often as demanded */
function thresholdFor(asked: Asked): { text: string; values: Record<string, number | null> } {
  const [target, assurance] = [number(asked, "target", 0.9), number(asked, "assurance", 0.9)];
  const quantity = functionOf(asked, "precision");
  const column = asked.fit.density.model.rows.columns.get(text(asked, "column"));
  if (!quantity || !column || column.kind === "factor") return { text: "", values: {} };
  const sorted = column.values.toSorted();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  const thresholds = [...new Set(Array.from({ length: THRESHOLDS }, (_, k) => at(k / THRESHOLDS)))];
  const { density, sampled } = asked.fit;
  const draws = quantityDraws(density, sampled, quantity, thresholds.map((threshold) => [threshold]));
  const total = draws.length / thresholds.length;
  const chances = thresholds.map((_, k) => shareOf(draws.subarray(k * total, (k + 1) * total), (value) => value >= target));
  const best = chances.findIndex((p) => p >= assurance);
  if (best < 0) return { text: `At no confidence are answers right ${Math.round(100 * target)} % of the time for sure.`, values: { threshold: null } };
  const threshold = thresholds[best]!;
  const coverage = shareOf(column.values, (value) => value >= threshold);
  return {
    text: `From confidence ${Number(threshold.toPrecision(3))} on answers are right ${Math.round(100 * target)} % of the time (probability ${chance(chances[best]!)}): ${Math.round(100 * coverage)} % of them.`,
    values: { threshold, coverage, probability: chances[best]! },
  };
}
