/** Forecasts of rows whose outcome is known, scored: CRPS, coverage of intervals, uniformity of the transforms. */
import { interpret } from "../../lib/data/column.ts";
import { cellText, selectRows, type Table } from "../../lib/data/table.ts";
import type { Prediction } from "../../lib/forecast/predict.ts";
import { averageScore, crps, intervalCoverage, pit, pitEcdf } from "../../lib/forecast/scores/index.ts";
import type { ModelDocument } from "../../lib/model/document.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import { stream } from "../../lib/random/stream.ts";

/** One level of central intervals. */
export interface LevelCoverage {
  readonly level: number;
  readonly hits: number;
  readonly n: number;
  readonly coverage: number;
  /** exact 95 % interval of the true coverage, and the p-value of the claim, for independent rows */
  readonly lower: number;
  readonly upper: number;
  readonly pValue: number;
}

export interface ForecastScores {
  /** mean over rows, in the response's unit, with its standard error over rows; NaN without predictive draws */
  readonly crps: number;
  readonly crpsSe: number;
  /** mean absolute error of the median: what a forecast without a spread would score */
  readonly medianError: number;
  readonly coverage: readonly LevelCoverage[];
  /** probability integral transform of each row, and P(transforms this far from uniform) for independent rows */
  readonly pit: readonly number[];
  readonly pitPValue: number;
}

const LEVELS = [0.5, 0.8, 0.95];

/**
 * @param table the rows that were predicted, with their responses; responses of several columns are scored together
 * @param seed names the stream that spreads ties of the transforms
 * @returns NaN and no coverage for a model that has no predictive draws (a bare `target`)
 */
export function scoreForecasts(
  document: ModelDocument,
  table: Table,
  predictions: readonly Pick<Prediction, "column" | "draws" | "predictive">[],
  { seed, chains }: { seed: string; chains: number },
): ForecastScores {
  const random = stream(`${seed}/pit`);
  const cases = predictions.flatMap(({ column, draws, predictive }) => {
    const rows = rowsWithOutcome(document, table, column);
    const known = interpret(selectRows(table, rows), column, document.data[column]!);
    const outcomes = known.kind === "factor" ? Float64Array.from(known.index, (k) => k + 1) : known.values;
    return rows.map((row, k) => {
      const forecast = predictive.subarray(row * draws, (row + 1) * draws);
      return { observed: outcomes[k]!, forecast, sorted: forecast.toSorted() };
    });
  });
  const scores = Float64Array.from(cases, ({ forecast, observed }) => crps(forecast, observed, { nChains: chains }).crps);
  const errors = cases.map(({ sorted, observed }) => Math.abs(sortedQuantile(sorted, 0.5) - observed));
  const { mean, standardError } = averageScore(scores);
  const pits = cases.map(({ forecast, observed }) => pit(forecast, observed, random));
  const observed = cases.map((one) => one.observed);
  return {
    crps: mean,
    crpsSe: standardError,
    medianError: errors.reduce((sum, error) => sum + error, 0) / errors.length,
    coverage: cases.length === 0 ? [] : LEVELS.map((level) => {
      const ends = [(1 - level) / 2, (1 + level) / 2].map((p) => cases.map(({ sorted }) => sortedQuantile(sorted, p)));
      return { level, ...intervalCoverage(ends[0]!, ends[1]!, observed, level) };
    }),
    pit: pits,
    pitPValue: pitEcdf(pits).pValue,
  };
}

const GAPS: ReadonlySet<string> = new Set(["", "NA", "NaN", "null"]);

/** all rows; of an optional response those that have one */
function rowsWithOutcome({ data }: ModelDocument, table: Table, name: string): number[] {
  const rows = Array.from({ length: table.rows }, (_, row) => row);
  const column = table.columns.get(name);
  return data[name]?.optional && column ? rows.filter((row) => !GAPS.has(cellText(column, row).trim())) : rows;
}
