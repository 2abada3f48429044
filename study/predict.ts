/** Forecasts of a fit at chosen points: the response where the covariates are known, quantities where their arguments are. */
import { tableFromColumns } from "../lib/data/table-from-columns.ts";
import { CredenceError, nearest } from "../lib/errors.ts";
import { predict as predictRows } from "../lib/forecast/predict.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { mcseQuantile } from "../lib/posterior/mcse.ts";
import { sortedQuantile } from "../lib/posterior/quantile.ts";
import type { SevenQuantiles } from "../lib/report-figures.ts";
import type { Fit } from "./fit.ts";
import { type QuantityFunction, quantityDraws, quantityFunctions } from "./quantity-draws.ts";
import { sevenQuantiles } from "./spread.ts";

/** A value for each covariate, or for each argument of a quantity: `{ N: 7e10, D: 1.4e12 }`, `{ C: 1e24 }`. */
export type Point = Readonly<Record<string, number | string>>;

export interface Forecast {
  /** the point as it was asked for */
  readonly at: Point;
  /** covariates that were not given, at the posterior median of the model's quantity `<name>_opt` there */
  readonly chosen: Readonly<Record<string, number>>;
  /** `loss`, or `N_opt(C)` */
  readonly name: string;
  readonly unit?: string;
  /** of the next observation; for a quantity, of the quantity itself */
  readonly q: SevenQuantiles;
  /** of the mean law, without the noise of one observation; responses only */
  readonly mean?: SevenQuantiles;
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
 * @returns for each point the response, then every quantity whose arguments are given
 * @throws CredenceError forecast/unknown-name, forecast/incomplete, data/* for values that a column cannot have
 * @cost O(points · draws), and a few milliseconds of compilation a point
 */
export function predict(fit: Fitted, points: readonly Point[]): Forecast[] {
  return points.flatMap((point) => forecastsAt(fit, point));
}

function forecastsAt(fit: Fitted, point: Point): Forecast[] {
  const functions = quantityFunctions(fit.document);
  checkPoint(fit.document, point);
  const quantities = functions.filter(({ parameters }) => parameters.every((name) => typeof point[name] === "number"));
  const medians = new Map<string, Forecast>(
    quantities.map((quantity) => [quantity.name, quantityForecast(fit, point, quantity)]),
  );
  const covariates = covariatesOf(fit.document);
  const chosen = Object.fromEntries(
    covariates.flatMap((name) => {
      const best = medians.get(`${name}_opt`);
      return name in point || !best ? [] : [[name, best.q[3]] as const];
    }),
  );
  const missing = covariates.filter((name) => !(name in point) && !(name in chosen));
  const responses =
    missing.length === covariates.length && covariates.length > 0 ? [] : responseForecasts(fit, point, chosen, missing);
  const all = [...responses, ...medians.values()];
  if (all.length === 0) throw incomplete(fit.document, point, missing, functions);
  return all;
}

/** data columns that are not responses and that a row must have, in the order of the document */
export function covariatesOf(document: ModelDocument): string[] {
  return allCovariates(document).filter((name) => !document.data[name]!.optional);
}

function allCovariates(document: ModelDocument): string[] {
  const responses = responsesOf(document);
  return Object.keys(document.data).filter((name) => !responses.has(name));
}

/** data columns on the left of a likelihood line */
export function responsesOf(document: ModelDocument): ReadonlySet<string> {
  const names = Object.keys(document.likelihood).flatMap((response) => response.match(/[A-Za-z_]\w*/g) ?? []);
  return new Set(names.filter((name) => name in document.data));
}

function responseForecasts(
  fit: Fitted,
  point: Point,
  chosen: Forecast["chosen"],
  missing: readonly string[],
): Forecast[] {
  const cells = { ...only(point, allCovariates(fit.document)), ...chosen };
  if (Object.keys(cells).length === 0) return [];
  const table = tableFromColumns(
    Object.fromEntries(Object.entries(cells).map(([name, value]) => [name, [value]])),
    `--at ${pointText(point)}`,
  );
  try {
    return predictRows(fit.density, fit.sampled, table, fit.seed).map(({ column, mean, predictive }) => ({
      ...summarizeForecast(fit, point, column, predictive),
      ...unitOf(fit.document, column),
      chosen,
      mean: sevenQuantiles(mean.toSorted()),
    }));
  } catch (error) {
    // a column that is not given may also be one that the likelihood does not read, so trying is the test
    if (missing.length > 0 && error instanceof CredenceError && /^(model\/column-here|formula\/)/.test(error.code))
      return [];
    throw error;
  }
}

function quantityForecast(fit: Fitted, point: Point, quantity: QuantityFunction): Forecast {
  const { name, parameters } = quantity;
  const draws = quantityDraws(fit.density, fit.sampled, quantity, [
    parameters.map((parameter) => point[parameter] as number),
  ]);
  const unit = unitOf(fit.document, name.replace(/_opt$/, ""));
  return {
    ...summarizeForecast(fit, only(point, parameters), `${name}(${parameters.join(", ")})`, draws),
    ...(name.endsWith("_opt") ? unit : {}),
  };
}

function summarizeForecast({ sampled }: Fitted, at: Point, name: string, draws: Float64Array): Forecast {
  const sorted = draws.filter((value) => !Number.isNaN(value)).sort();
  const undefinedShare = 1 - sorted.length / draws.length;
  const mcse = undefinedShare === 0 ? mcseQuantile(draws, sampled.chains, 0.5) : medianError(sorted);
  return { at, chosen: {}, name, q: sevenQuantiles(sorted), mcse, undefinedShare, draws };
}

/** Half the width between the order statistics one binomial standard deviation around the median: draws taken as independent. */
function medianError(sorted: Float64Array): number {
  const width = 0.5 / Math.sqrt(sorted.length);
  return (sortedQuantile(sorted, Math.min(1, 0.5 + width)) - sortedQuantile(sorted, Math.max(0, 0.5 - width))) / 2;
}

function unitOf(document: ModelDocument, column: string): { unit?: string } {
  const unit = document.data[column]?.unit;
  return unit === undefined ? {} : { unit };
}

function only(point: Point, names: readonly string[]): Point {
  return Object.fromEntries(Object.entries(point).filter(([name]) => names.includes(name)));
}

/** `N=7e10,D=1.4e12` */
export function pointText(point: Point): string {
  return Object.entries(point)
    .map(([name, value]) => `${name}=${value}`)
    .join(",");
}

/**
 * Whether the model knows the names of a point and each has a value that it can use.
 * @throws CredenceError forecast/unknown-name, forecast/value
 */
export function checkPoint(document: ModelDocument, point: Point): void {
  const covariates = allCovariates(document);
  const known = new Set([...covariates, ...quantityFunctions(document).flatMap(({ parameters }) => parameters)]);
  for (const [name, value] of Object.entries(point)) {
    if (!known.has(name)) {
      throw new CredenceError({
        code: "forecast/unknown-name",
        message: responsesOf(document).has(name)
          ? `${name} is what the model forecasts; it cannot be given`
          : `${name} is neither a covariate of ${document.name} nor an argument of one of its quantities`,
        where: { file: `--at ${pointText(point)}` },
        expected: [...known].join(", ") || "a model with covariates",
        nearest: nearest(name, known),
      });
    }
    if (typeof value === "number" ? !Number.isFinite(value) : !covariates.includes(name)) {
      throw new CredenceError({
        code: "forecast/value",
        message: `${name} = ${value} is not a finite number`,
        where: { file: `--at ${pointText(point)}` },
        found: String(value),
        expected: "a finite number, such as 7e10",
      });
    }
  }
}

function incomplete(
  document: ModelDocument,
  point: Point,
  missing: readonly string[],
  functions: readonly QuantityFunction[],
): CredenceError {
  const ways = [
    ...(missing.length > 0 ? [covariatesOf(document).join(", ")] : []),
    ...functions.map(({ name, parameters }) => `${parameters.join(", ")} for ${name}`),
  ];
  return new CredenceError({
    code: "forecast/incomplete",
    message:
      missing.length > 0
        ? `nothing can be forecast without ${missing.join(", ")}`
        : `${document.name} forecasts nothing at a point`,
    where: { file: `--at ${pointText(point)}` },
    found: Object.keys(point).join(", ") || "no values",
    expected: ways.join("; or "),
    fix:
      missing.length > 0
        ? `--at ${[...Object.entries(point).map(([name, value]) => `${name}=${value}`), ...missing.map((name) => `${name}=...`)].join(",")}`
        : undefined,
  });
}
