/** What runs say at points or at rows of a table: one run by itself, several averaged over their models. */
import type { Table } from "../../lib/data/table.ts";
import { logSumExp } from "../../lib/evidence/index.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { NamedFit } from "../comparison/named-fit.ts";
import type { Point } from "../point.ts";
import { type Forecast, predict } from "../predict.ts";
import { averageEvent, averageForecasts, averagingWeights, type WeightKind } from "./average.ts";
import { type EventForecast, eventForecast } from "./events.ts";
import { hasOutcomes, rowForecasts, rowLogScores, type RowScores, scoreRows } from "./rows.ts";

export interface ForecastQuestion {
  readonly points: readonly Point[];
  /** new rows; scored when the responses are in it */
  readonly table?: Table;
  readonly events: readonly string[];
  readonly weights: WeightKind;
  readonly seed: string;
}

export interface PointAnswer {
  readonly forecasts: readonly Forecast[];
  readonly events: readonly EventForecast[];
}

export interface ForecastAnswer {
  /** points, then rows */
  readonly points: readonly PointAnswer[];
  /** of each run, when they are averaged */
  readonly weights?: readonly { readonly name: string; readonly weight: number }[];
  readonly scores?: RowScores;
}

/** @throws CredenceError as `predict`, `averagingWeights`, `eventForecast`; forecast/nothing-shared */
export function askForecasts(fits: readonly NamedFit[], question: ForecastQuestion): ForecastAnswer {
  const { points, table, events, seed } = question;
  const weights = fits.length > 1 ? averagingWeights(fits, question.weights, seed) : [1];
  const byModel = fits.map(({ fit }) => [...points.map((point) => predict(fit, [point])), ...(table ? rowForecasts(fit, table) : [])]);
  const answers = byModel[0]!.map((_, k): PointAnswer => {
    const models = fits.map(({ fit }, m) => ({ weight: weights[m]!, chains: fit.sampled.chains, forecasts: byModel[m]![k]! }));
    const own = events.map((event) => models.map(({ forecasts, chains }) => eventForecast(forecasts, event, chains)));
    if (fits.length === 1) return { forecasts: models[0]!.forecasts, events: own.map(([event]) => event!) };
    const forecasts = averageForecasts(models);
    if (forecasts.length === 0) throw nothingShared(fits);
    return { forecasts, events: own.map((list) => averageEvent(list, weights)) };
  });
  return {
    points: answers,
    ...(fits.length > 1 ? { weights: fits.map(({ name }, k) => ({ name, weight: weights[k]! })) } : {}),
    ...(table && hasOutcomes(fits[0]!.fit.document, table) ? { scores: scores(fits, weights, table, answers.slice(points.length), seed) } : {}),
  };
}

/** an averaged forecast is scored as the mixture that it is */
function scores(fits: readonly NamedFit[], weights: readonly number[], table: Table, rows: readonly PointAnswer[], seed: string): RowScores {
  const each = fits.map(({ fit }) => rowLogScores(fit, table));
  const mixed = Float64Array.from({ length: table.rows }, (_, row) => logSumExp(Float64Array.from(each, (one, k) => one[row]! + Math.log(weights[k]!))));
  const chains = fits.length === 1 ? fits[0]!.fit.sampled.chains : 1;
  return scoreRows(fits[0]!.fit.document, table, rows.map(({ forecasts }) => forecasts), mixed, { seed, chains });
}

function nothingShared(fits: readonly NamedFit[]): CredenceError {
  return new CredenceError({
    code: "forecast/nothing-shared",
    message: "the models have no forecast in common at the point, so there is nothing to average",
    found: fits.map(({ name }) => name).join(", "),
    expected: "models that forecast the same response or quantity",
  });
}
