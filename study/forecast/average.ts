/** Forecasts averaged over models: each model's draws in proportion to its weight. */
import { modelProbabilities, stackingWeights } from "../../lib/evidence/index.ts";
import { CredenceError } from "../../lib/errors.ts";
import { eventProbability } from "../../lib/posterior/index.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import { evidenceOf } from "../comparison/evidence.ts";
import type { NamedFit } from "../comparison/named-fit.ts";
import { predictiveOf } from "../comparison/predictive.ts";
import { checkComparable, checkNames } from "../comparison/same-data.ts";
import type { Forecast } from "../predict.ts";
import { sevenQuantiles } from "../spread.ts";
import type { EventForecast } from "./events.ts";

/** `probability`: posterior model probabilities; `stacking`: weights that predict left-out rows best */
export type WeightKind = "probability" | "stacking" | "equal";

/**
 * @throws CredenceError forecast/weights when the evidence or a leave-one-out that the weights need is refused; as
 *   `checkComparable` for fits of other data
 */
export function averagingWeights(fits: readonly NamedFit[], kind: WeightKind, seed: string): readonly number[] {
  checkNames(fits);
  checkComparable(fits);
  if (kind === "equal") return fits.map(() => 1 / fits.length);
  if (kind === "stacking") {
    const predictives = fits.map((fit) => predictiveOf(fit));
    refuse(fits, predictives, "leave-one-out", "equal");
    return [...stackingWeights(predictives.map(({ rows }) => Float64Array.from(rows, ({ elpd }) => elpd)))];
  }
  const evidences = fits.map((fit) => evidenceOf(fit, [], seed));
  refuse(fits, evidences, "evidence", "stacking");
  return modelProbabilities(evidences).map(({ probability }) => probability);
}

function refuse(
  fits: readonly NamedFit[],
  results: readonly { readonly reliable: boolean; readonly reasons: readonly string[] }[],
  what: string,
  instead: WeightKind,
): void {
  const bad = results.findIndex(({ reliable }) => !reliable);
  if (bad < 0) return;
  throw new CredenceError({
    code: "forecast/weights",
    message: `the ${what} of ${fits[bad]!.name} is refused, so there are no weights to average by`,
    found: results[bad]!.reasons.join("; "),
    fix: `mend the fit, or --weights ${instead}`,
  });
}

/** One model's forecasts at one point. */
export interface WeightedForecasts {
  readonly weight: number;
  readonly chains: number;
  readonly forecasts: readonly Forecast[];
}

/**
 * The mixture of the models' forecasts at one point, for names that every model has there. Draws are taken in
 * proportion to the weights, evenly through each model's draws, as many as the largest fit has.
 * @returns `mcse` counts what each model's draws leave open, not the weights' own error; `chosen` is kept only where all
 *   models chose the same
 */
export function averageForecasts(models: readonly WeightedForecasts[]): Forecast[] {
  const [first, ...others] = models;
  const shared = first!.forecasts.filter(({ name }) => others.every(({ forecasts }) => forecasts.some((other) => other.name === name)));
  return shared.map((one): Forecast => {
    const parts = models.map(({ forecasts }) => forecasts.find((other) => other.name === one.name)!);
    const picks = pickedDraws(models, parts);
    const draws = mixed(parts.map((part) => part.draws), picks);
    const sorted = draws.filter((value) => !Number.isNaN(value)).sort();
    const means = parts.map((part) => part.mean && part.meanDraws);
    const isSame = parts.every(({ chosen }) => JSON.stringify(chosen) === JSON.stringify(one.chosen));
    return {
      at: one.at,
      chosen: isSame ? one.chosen : {},
      name: one.name,
      ...(one.unit === undefined ? {} : { unit: one.unit }),
      q: sevenQuantiles(sorted),
      ...(means.every((mean) => mean !== undefined) ? { mean: sevenQuantiles(mixed(means, picks).sort()) } : {}),
      mcse: medianError(models, parts, sorted),
      undefinedShare: 1 - sorted.length / draws.length,
      draws,
    };
  });
}

/** for each model the indices of its draws that enter */
function pickedDraws(models: readonly WeightedForecasts[], parts: readonly Forecast[]): number[][] {
  const size = Math.max(...parts.map(({ draws }) => draws.length));
  let [weightSoFar, taken] = [0, 0];
  return models.map(({ weight }, k) => {
    weightSoFar += weight;
    const count = Math.round(weightSoFar * size) - taken;
    taken += count;
    const { length } = parts[k]!.draws;
    return Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) / count) * length));
  });
}

const mixed = (columns: readonly Float64Array[], picks: readonly number[][]): Float64Array =>
  Float64Array.from(picks.flatMap((indices, k) => indices.map((i) => columns[k]![i]!)));

/** the error of the mixture's distribution function at its median, carried to the median */
function medianError(models: readonly WeightedForecasts[], parts: readonly Forecast[], sorted: Float64Array): number {
  const middle = sortedQuantile(sorted, 0.5);
  const errors = models.map(({ weight, chains }, k) => {
    const below = parts[k]!.draws.map((value) => (value <= middle ? 1 : 0));
    return weight * (eventProbability(below, chains, below.length).mcse || 0);
  });
  const width = Math.hypot(...errors);
  return (sortedQuantile(sorted, Math.min(1, 0.5 + width)) - sortedQuantile(sorted, Math.max(0, 0.5 - width))) / 2;
}

/** The weighted mean of the models' probabilities. */
export function averageEvent(events: readonly EventForecast[], weights: readonly number[]): EventForecast {
  const sum = (of: (event: EventForecast) => number): number => events.reduce((total, event, k) => total + weights[k]! * of(event), 0);
  const probability = sum((event) => event.probability);
  const mcse = Math.hypot(...events.map((event, k) => weights[k]! * event.mcse));
  return { event: events[0]!.event, at: events[0]!.at, probability, mcse, ess: (probability * (1 - probability)) / mcse ** 2 };
}
