/** Forecasts of the rows of a new table, and their scores where the outcomes are in it. */
import { cellText, type Table } from "../../lib/data/table.ts";
import { averageScore, logScore } from "../../lib/forecast/scores/index.ts";
import { predict } from "../../lib/forecast/predict.ts";
import { rowLogDensities } from "../../lib/forecast/row-log-density.ts";
import type { ModelDocument } from "../../lib/model/document.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import { type Fitted, type Forecast, summarizeForecast, unitOf } from "../predict.ts";
import type { Point } from "../point.ts";
import { sevenQuantiles } from "../spread.ts";
import { type ForecastScores, scoreForecasts } from "./scores.ts";

/** @returns for each row the forecasts of its responses */
export function rowForecasts(fit: Fitted, table: Table): Forecast[][] {
  const predictions = predict(fit.density, fit.sampled, table, fit.seed);
  const points = rowPoints(fit.document, table);
  return points.map((at, row) =>
    predictions.map(({ column, draws, mean, predictive }): Forecast => {
      const [start, end] = [row * draws, (row + 1) * draws];
      const means = mean.slice(start, end);
      return {
        ...summarizeForecast(fit, at, column, predictive.slice(start, end)),
        ...unitOf(fit.document, column),
        mean: sevenQuantiles(means.toSorted()),
        meanDraws: means,
      };
    }),
  );
}

/** the covariates of each row, as far as the model declares them */
function rowPoints(document: ModelDocument, table: Table): Point[] {
  const responses = responsesOf(document);
  const names = Object.keys(document.data).filter((name) => !responses.has(name) && table.columns.has(name));
  const cell = (name: string, row: number): number | string => {
    const column = table.columns.get(name)!;
    const text = cellText(column, row);
    return document.data[name]!.kind === "factor" || Number.isNaN(Number(text)) ? text : Number(text);
  };
  return Array.from({ length: table.rows }, (_, row) => Object.fromEntries(names.map((name) => [name, cell(name, row)])));
}

export interface RowScores extends ForecastScores {
  readonly n: number;
  /** mean log predictive density of a row, nats, with its standard error over rows */
  readonly logScore: number;
  readonly logScoreSe: number;
}

/** Whether the table has every response, so that forecasts of it can be scored. */
export function hasOutcomes(document: ModelDocument, table: Table): boolean {
  const responses = [...responsesOf(document)];
  return responses.length > 0 && responses.every((name) => table.columns.has(name));
}

/** log predictive density of each row */
export function rowLogScores({ density, sampled }: Fitted, table: Table): Float64Array {
  const densities = rowLogDensities(density, sampled, table);
  const total = sampled.chains * sampled.draws;
  return Float64Array.from({ length: table.rows }, (_, row) => logScore(densities.subarray(row * total, (row + 1) * total), sampled.chains).logScore);
}

/**
 * @param forecasts of each row, by one model or averaged
 * @param logScores of each row, of the same forecaster
 */
export function scoreRows(
  document: ModelDocument,
  table: Table,
  forecasts: readonly (readonly Forecast[])[],
  logScores: Float64Array,
  { seed, chains }: { seed: string; chains: number },
): RowScores {
  const predictions = forecasts[0]!.map(({ name, draws }, k) => ({
    column: name,
    draws: draws.length,
    predictive: Float64Array.from(forecasts.flatMap((row) => [...row[k]!.draws])),
  }));
  const { mean, standardError } = averageScore(logScores);
  return { n: table.rows, logScore: mean, logScoreSe: standardError, ...scoreForecasts(document, table, predictions, { seed, chains }) };
}
