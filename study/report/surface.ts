/** The law over two covariates as level lines, where a response depends on just two positive ones. */
import type { NumericColumn } from "../../lib/data/column.ts";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { predict as predictRows } from "../../lib/forecast/predict.ts";
import { median } from "../../lib/posterior/quantile.ts";
import type { FigureOf, Measure } from "../../lib/report-figures.ts";
import { covariatesOf } from "../covariates.ts";
import type { FanPath } from "../fan-path.ts";
import type { Fit } from "../fit.ts";
import { thinDraws } from "../thin-draws.ts";

/** grid lines a side: contours between them are smooth */
const GRID = 20;
/** draws behind a median that only places a line */
const DRAWS = 60;
const PATH_POINTS = 13;
/** rings drawn; more would hide the lines */
const MOST_RUNS = 400;

/** @param path of the fan, drawn dashed when it is an allocation */
export function surfaceAnswer(fit: Fit, path: FanPath | undefined): FigureOf<"surface"> | undefined {
  const names = covariatesOf(fit.document);
  const columns = names.map((name) => fit.density.model.rows.columns.get(name)!);
  if (columns.length !== 2 || columns.some(({ kind }) => kind !== "positive")) return undefined;
  const [first, second] = columns as [NumericColumn, NumericColumn];
  const [xs, ys] = [gridOf(first.values), gridOf(second.values)];
  if (!xs || !ys) return undefined;
  const table = tableFromColumns({
    [first.name]: ys.flatMap(() => xs),
    [second.name]: ys.flatMap((y) => xs.map(() => y)),
  });
  const [found] = predictRows(fit.density, thinDraws(fit.sampled, DRAWS), table, fit.seed, "none");
  if (!found) return undefined;
  const { column, mean, rows, draws } = found;
  const values = Array.from({ length: rows }, (_, row) => median(mean.subarray(row * draws, (row + 1) * draws)));
  if (!values.every(Number.isFinite)) return undefined;
  const unit = fit.document.data[column]?.unit;
  const observed = (fit.density.model.rows.columns.get(column) as NumericColumn).values;
  const step = Math.ceil(observed.length / MOST_RUNS);
  const points = [...observed.keys()].filter((row) => row % step === 0);
  return {
    kind: "surface",
    id: "surface",
    x: measure(first),
    y: measure(second),
    z: { label: column, ...(unit ? { unit } : {}) },
    xs,
    ys,
    values,
    points: points.map((row) => ({ x: first.values[row]!, y: second.values[row]! })),
    ...(path && !path.isWhole && path.isAllocation ? { path: pathOf(path, first.name, second.name) } : {}),
  };
}

function measure({ name, unit }: NumericColumn): Measure {
  return { label: name, scale: "log", ...(unit ? { unit } : {}) };
}

/** undefined when the column does not vary */
function gridOf(values: Float64Array): number[] | undefined {
  const [low, high] = [Math.min, Math.max].map((end) => values.reduce((a, b) => end(a, b))) as [number, number];
  if (!(high > low * 1.01)) return undefined;
  return Array.from({ length: GRID }, (_, k) => low * (high / low) ** (k / (GRID - 1)));
}

function pathOf(path: FanPath, x: string, y: string): (readonly [number, number])[] {
  const [low, high] = [Math.min, Math.max].map((end) => path.rows.reduce((a, b) => end(a, b))) as [number, number];
  const budgets = Array.from({ length: PATH_POINTS }, (_, k) => low * (high / low) ** (k / (PATH_POINTS - 1)));
  const along = path.at(budgets);
  return budgets.map((_, k) => [along[x]![k] as number, along[y]![k] as number] as const);
}
