/** Forecasts of a fit at chosen points: the response where the covariates are known, quantities where their arguments are. */
import { predict as predictRows } from "../lib/forecast/predict.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { mcseQuantile } from "../lib/posterior/mcse.ts";
import { sortedQuantile } from "../lib/posterior/quantile.ts";
import type { SevenQuantiles } from "../lib/report-figures.ts";
import type { Fit } from "./fit.ts";
import { planPoint, type Point, pointTable } from "./point.ts";
import { elementsOf, type QuantityFunction, quantityDraws } from "./quantity-draws.ts";
import { sevenQuantiles } from "./spread.ts";

export interface Forecast {
  /** the point as it was asked for; for a quantity, its arguments */
  readonly at: Point;
  /** covariates that were not given, at the posterior median of the model's quantity `<name>_opt` there */
  readonly chosen: Readonly<Record<string, number>>;
  /** `loss`, `N_opt(C)`, or `best_shares[2](N)` for one of several numbers */
  readonly name: string;
  readonly unit?: string;
  /** of the next observation; for a quantity, of the quantity itself */
  readonly q: SevenQuantiles;
  /** of the mean law, without the noise of one observation; responses only */
  readonly mean?: SevenQuantiles;
  /** what `mean` summarises */
  readonly meanDraws?: Float64Array;
  /** Monte-Carlo standard error of the median */
  readonly mcse: number;
  /** share of the draws in which the quantity does not exist there (a loss below the floor, say); `q` is of the others */
  readonly undefinedShare: number;
  /** what `q` summarises, index `chain * nDraws + draw` */
  readonly draws: Float64Array;
}

/** What forecasting needs of a fit. */
export type Fitted = Pick<Fit, "document" | "density" | "sampled" | "seed">;

/**
 * The model's word on points that it has not seen. A covariate that is not given but that the model can choose (`N_opt(C)`
 * for N) takes its posterior median, which is told in `chosen`.
 *
 * @returns for each point the responses, then every quantity whose arguments are given
 * @throws CredenceError as `planPoint`; data/unknown-level for a level that the fit has not seen
 * @cost O(points · draws), and a few milliseconds of compilation a point
 */
export function predict(fit: Fitted, points: readonly Point[]): Forecast[] {
  return points.flatMap((point) => {
    const { quantities, chosen, hasResponse } = planPoint(fit.document, point);
    const elements = quantities.flatMap((quantity) => elementsOf(fit.density.model, quantity));
    const values = elements.map((quantity) => quantityForecast(fit, point, quantity));
    const median = (name: string): number => values[elements.findIndex((quantity) => quantity.name === `${name}_opt`)]!.q[3];
    const medians = Object.fromEntries(chosen.map((name) => [name, median(name)]));
    return [...(hasResponse ? responseForecasts(fit, point, medians) : []), ...values];
  });
}

function responseForecasts(fit: Fitted, at: Point, chosen: Forecast["chosen"]): Forecast[] {
  return predictRows(fit.density, fit.sampled, pointTable(fit.document, at, chosen), fit.seed).map(
    ({ column, mean, predictive }) => ({
      ...summarizeForecast(fit, at, column, predictive),
      ...unitOf(fit.document, column),
      chosen,
      mean: sevenQuantiles(mean.toSorted()),
      meanDraws: mean,
    }),
  );
}

function quantityForecast(fit: Fitted, point: Point, quantity: QuantityFunction): Forecast {
  const { name, parameters, element } = quantity;
  const at = Object.fromEntries(parameters.map((parameter) => [parameter, point[parameter] as number]));
  const draws = quantityDraws(fit.density, fit.sampled, quantity, [Object.values(at)]);
  const unit = name.endsWith("_opt") ? unitOf(fit.document, name.slice(0, -"_opt".length)) : {};
  return { ...summarizeForecast(fit, at, `${name}${element === undefined ? "" : `[${element}]`}(${parameters.join(", ")})`, draws), ...unit };
}

/** Draws of one number as a forecast of it; draws that do not exist are counted and left out. */
export function summarizeForecast({ sampled }: Pick<Fitted, "sampled">, at: Point, name: string, draws: Float64Array): Forecast {
  const sorted = draws.filter((value) => !Number.isNaN(value)).sort();
  const undefinedShare = 1 - sorted.length / draws.length;
  const mcse = undefinedShare === 0 ? mcseQuantile(draws, sampled.chains, 0.5) : medianError(sorted);
  return { at, chosen: {}, name, q: sevenQuantiles(sorted), mcse, undefinedShare, draws };
}

/** Half the width between the order statistics one binomial standard deviation around the median: draws taken as independent. */
function medianError(sorted: Float64Array): number {
  const width = 0.5 / Math.sqrt(sorted.length);
  const [low, high] = [Math.max(0, 0.5 - width), Math.min(1, 0.5 + width)];
  return (sortedQuantile(sorted, high) - sortedQuantile(sorted, low)) / 2;
}

export function unitOf(document: ModelDocument, column: string): { unit?: string } {
  const unit = document.data[column]?.unit;
  return unit === undefined ? {} : { unit };
}
