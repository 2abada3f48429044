/** The learning curves of the extrapolation benchmark, thinned, with what is known of each beforehand. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCsv } from "../../lib/data/csv.ts";
import { cellText, type Table } from "../../lib/data/table.ts";

export interface Curve {
  readonly series: string;
  /** IC image classification, NMT translation, LM language modelling, BB BIG-Bench */
  readonly domain: string;
  readonly fitted: readonly Point[];
  readonly scored: readonly Point[];
  /** standard error of a single evaluation at the end of the fitted rows, as known from the size of the test set; 0 unknown */
  readonly evaluationError: number;
  /** RMSE of log loss: M1 .. M4 as published, or by our own least squares where the paper prints none */
  readonly targets: ReadonlyMap<string, { rmse: number; isPublished: boolean }>;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Rows fitted of each curve, evenly spaced among those marked for fitting, which are evenly spaced in log x: residuals
 * of neighbours are correlated, and 70 rows of a curve say hardly more than 40.
 */
const MOST_FITTED = 40;

/** images in the public test sets: a single error rate has binomial error, whatever the model */
const testImages: Readonly<Record<string, number>> = { inet: 50_000, c: 10_000, cal: 6_084, bird: 5_794 };

/** @returns undefined where the tables are absent */
export function readCurves(folder: string): Curve[] | undefined {
  const file = join(folder, "extrapolation_benchmark.csv");
  if (!existsSync(file)) return undefined;
  const rows = records(parseCsv(readFileSync(file, "utf8"), file));
  const scores = records(parseCsv(readFileSync(join(folder, "extrapolation_rmse_targets.csv"), "utf8"), "targets"));
  return [...groupBy(rows)].map(([series, own]) => {
    const points = (train: string): Point[] =>
      own.filter((row) => row["train"] === train).map((row) => ({ x: Number(row["x"]), y: Number(row["y"]) })).sort((a, b) => a.x - b.x);
    const fitted = thin(points("1"), MOST_FITTED);
    const { domain, task } = own[0] as { domain: string; task: string };
    const n = domain === "IC" ? testImages[task.split("_")[0]!] : undefined;
    const last = fitted.at(-1)!.y;
    const targets = new Map(
      scores.filter((row) => row["series"] === series).map((row) => [
        row["method"]!,
        { rmse: Number(row["published_rmse"] || row["our_ml_rmse"]), isPublished: row["published_rmse"] !== "" },
      ]),
    );
    return { series, domain, fitted, scored: points("0"), evaluationError: n ? Math.sqrt((last * (1 - last)) / n) : 0, targets };
  });
}

function groupBy(rows: readonly Readonly<Record<string, string>>[]): Map<string, Readonly<Record<string, string>>[]> {
  const groups = new Map<string, Readonly<Record<string, string>>[]>();
  for (const row of rows) {
    const group = groups.get(row["series"]!);
    if (group) group.push(row);
    else groups.set(row["series"]!, [row]);
  }
  return groups;
}

function records(table: Table): Readonly<Record<string, string>>[] {
  return Array.from({ length: table.rows }, (_, row) => Object.fromEntries([...table.columns].map(([name, column]) => [name, cellText(column, row)])));
}

function thin(points: readonly Point[], most: number): readonly Point[] {
  if (points.length <= most) return points;
  return Array.from({ length: most }, (_, k) => points[Math.round((k * (points.length - 1)) / (most - 1))]!);
}
