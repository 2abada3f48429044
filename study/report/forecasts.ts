/** The report's forecasts: the law's fan against the data, and its word at the points that were asked for. */
import { extent } from "../../lib/data/extent.ts";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { selectRows } from "../../lib/data/table.ts";
import { predict as predictRows } from "../../lib/forecast/predict.ts";
import { median } from "../../lib/posterior/quantile.ts";
import type { FigureOf } from "../../lib/report-figures.ts";
import type { Coordinate, Forecast as ReportForecast, Target } from "../../lib/report.ts";
import { type FanPath, fanPath } from "../fan-path.ts";
import type { Fit } from "../fit.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import type { Point } from "../point.ts";
import type { Forecast } from "../predict.ts";
import { equallyLikely, sevenQuantiles } from "../spread.ts";
import { thinDraws } from "../thin-draws.ts";

/** points of the curve: a step of 13 px in the wide drawing */
const CURVE_POINTS = 48;
/** draws behind the curve: the 95 % edges are then known to an eighth of the band's standard deviation */
const CURVE_DRAWS = 500;
/** draws behind the median law at a row, which only places its dot in the strip: to a sixth of the law's own standard deviation */
const ROW_DRAWS = 60;
/** rows drawn as dots; more make the page heavy and the picture black */
const MOST_ROWS = 2000;
/** the fan goes this share of its length beyond the data and the targets */
const MARGIN = 0.06;

/** One forecast a response, with its fan and futures; then one for each quantity that was asked for at a point, a number. */
export function reportForecasts(
  fit: Fit,
  points: readonly Point[],
  forecasts: readonly Forecast[],
  embedDraws = 0,
  reach: readonly Point[] = [],
): readonly ReportForecast[] {
  const responses = responsesOf(fit.document);
  const path = responses.size > 0 ? fanPath(fit, chosenPoint(forecasts, points[0])) : undefined;
  const fans = path ? fansOf(fit, path, forecasts, embedDraws, reach) : new Map<string, FigureOf<"fan">>();
  const names = new Set([...fans.keys(), ...forecasts.map(({ name }) => name)]);
  return [...names].map((name) => {
    const fan = fans.get(name);
    const own = forecasts.filter((forecast) => forecast.name === name);
    const unit = own[0]?.unit ?? fan?.y.unit;
    return {
      id: name.replace(/\W+/g, "-").replace(/-$/, ""),
      fit: fit.document.name,
      quantity: name,
      ...(unit ? { unit } : {}),
      ...(fan ? { fan } : {}),
      targets: own.map((forecast) =>
        target(fit, forecast, fan || (path && path.x.label in forecast.at) ? path : undefined),
      ),
    };
  });
}

/** the first point with what the model chose for it */
function chosenPoint(forecasts: readonly Forecast[], point: Point | undefined): Point | undefined {
  const chosen = forecasts.find(({ at, mean }) => at === point && mean)?.chosen;
  return point && { ...point, ...chosen };
}

function target(fit: Fit, forecast: Forecast, path: FanPath | undefined): Target {
  const { at, chosen, q, mean, mcse, draws } = forecast;
  const x = path?.place({ ...at, ...chosen });
  const end = path && extent(path.rows)[1];
  return {
    at: coordinatesOf(fit, forecast),
    ...(x === undefined ? {} : { x }),
    q,
    ...(mean ? { mean } : {}),
    mcse,
    ...(mean ? { dots: equallyLikely(draws.filter((value) => !Number.isNaN(value)).sort(), 50) } : {}),
    ...(x === undefined || path?.x.scale !== "log" ? {} : { decadesBeyond: Math.max(0, Math.log10(x / end!)) }),
  };
}

/** where a forecast stands: the point as it was asked for, then what the model chose, to three digits */
export function coordinatesOf(fit: Fit, { at, chosen }: Pick<Forecast, "at" | "chosen">): readonly Coordinate[] {
  const coordinates = Object.entries({ ...at, ...chosen }).filter(
    (entry): entry is [string, number] => typeof entry[1] === "number",
  );
  return coordinates.map(([name, value]) => ({
    ...coordinate(fit, name, name in at ? value : Number(value.toPrecision(3))),
    ...(name in at ? {} : { chosen: true }),
  }));
}

function coordinate({ document }: Fit, name: string, value: number): Coordinate {
  const unit = document.data[name]?.unit;
  return { name, value, ...(unit ? { unit } : {}) };
}

function fansOf(
  fit: Fit,
  path: FanPath,
  forecasts: readonly Forecast[],
  embedDraws: number,
  reach: readonly Point[],
): Map<string, FigureOf<"fan">> {
  const ends = [...forecasts.map(({ at, chosen }) => ({ ...at, ...chosen })), ...reach].map((point) => path.place(point)).filter((x) => x !== undefined);
  const xs = curvePoints(path, ends);
  const curves = predictRows(
    fit.density,
    thinDraws(fit.sampled, CURVE_DRAWS),
    tableFromColumns(path.at(xs), "the fan"),
    fit.seed,
  );
  const kept = everyNth(path.rows.length);
  const fitted = path.isWhole
    ? []
    : predictRows(fit.density, thinDraws(fit.sampled, ROW_DRAWS), selectRows(fit.table, kept), fit.seed, "none");
  return new Map(
    curves.map(({ column, mean, predictive, draws }, line) => {
      const { kind, unit, values } = numericResponse(fit, column);
      const isBinary = kind === "binary";
      const shown = isBinary ? mean : predictive;
      const y = { label: isBinary ? `probability of ${column}` : column, ...(unit ? { unit } : {}) };
      const points = isBinary
        ? []
        : kept.map((row, k) => {
            const centre = fitted[line];
            return {
              x: path.rows[row]!,
              y: values[row]!,
              ...(centre ? { fitted: median(slice(centre.mean, centre.draws, k)) } : {}),
            };
          });
      const figure: FigureOf<"fan"> = {
        kind: "fan",
        id: `fan-${column}`,
        x: path.x,
        y,
        bands: isBinary ? `the probability of ${column}` : `the next run's ${column}`,
        curve: xs.map((x, k) => ({ x, q: sevenQuantiles(slice(shown, draws, k).sort()) })),
        points,
        dataEnd: path.rows.reduce((a, b) => Math.max(a, b)),
        ...wholeCurves(mean, draws, xs.length, embedDraws),
        ...pathText(path, kept.length),
      };
      return [column, figure];
    }),
  );
}

/** the law of single draws, evenly chosen, for hypothetical outcomes */
function wholeCurves(
  mean: Float64Array,
  draws: number,
  points: number,
  wanted: number,
): Pick<FigureOf<"fan">, "draws"> {
  const count = Math.min(wanted, draws);
  if (count === 0) return {};
  const chosen = Array.from({ length: count }, (_, i) => Math.floor(((i + 0.5) * draws) / count));
  return { draws: chosen.map((draw) => Array.from({ length: points }, (_, k) => mean[k * draws + draw]!)) };
}

function pathText({ text, rows }: FanPath, kept: number): { path?: string } {
  const parts = [text, kept < rows.length ? `${kept} of ${rows.length} rows shown` : undefined].filter(
    (part) => part !== undefined,
  );
  return parts.length > 0 ? { path: parts.join("; ") } : {};
}

function numericResponse(fit: Fit, column: string): { kind: string; unit?: string; values: Float64Array } {
  const found = fit.density.model.rows.columns.get(column)!;
  if (found.kind === "factor") throw new Error(`response ${column} is a factor`);
  return found;
}

const slice = (values: Float64Array, draws: number, k: number): Float64Array =>
  values.slice(k * draws, (k + 1) * draws);

function everyNth(rows: number): number[] {
  const step = Math.ceil(rows / MOST_ROWS);
  return Array.from({ length: Math.ceil(rows / step) }, (_, k) => k * step);
}

function curvePoints({ x: { scale }, rows, nearest }: FanPath, ends: readonly number[]): number[] {
  const [forth, back] = scale === "log" ? [Math.log, Math.exp] : [(v: number) => v, (v: number) => v];
  const [first, last] = extent([...extent(rows), ...ends]);
  const [low, high] = [forth(first), forth(last)];
  const width = high - low || Math.abs(high) || 1;
  const [from, to] = high > low ? [low, high + MARGIN * width] : [low - width / 2, high + width / 2];
  const finite = (x: number): number => Math.min(Math.max(x, -Number.MAX_VALUE), Number.MAX_VALUE);
  const even = Array.from({ length: CURVE_POINTS }, (_, k) => back(from + ((to - from) * k) / (CURVE_POINTS - 1)));
  return [...new Set(even.map((x) => nearest(finite(x))))];
}
