/** The report's checks of fit, chosen by the kind of each response: what was seen against what the model would have seen. */
import { intervalCoverage, pit, pitEcdf, weightedQuantiles } from "../../lib/forecast/scores/index.ts";
import { stream } from "../../lib/random/stream.ts";
import type { FigureOf } from "../../lib/report-figures.ts";
import type { Check } from "../../lib/report.ts";
import type { FanPath } from "../fan-path.ts";
import type { Fit } from "../fit.ts";
import { reliabilityCheck } from "./reliability-check.ts";
import { type Observed, replicates, replicatesOf } from "./replicates.ts";
import { rootogramCheck } from "./rootogram-check.ts";

/**
 * @param path what residuals are drawn along
 * @returns none for a model from which nothing can be drawn; else the checks of each response in turn
 */
export function reportChecks(fit: Fit, path: FanPath | undefined): readonly Check[] {
  const again = replicates(fit);
  if (!again) return [];
  return [...again.values.keys()].flatMap((column) => {
    const found = fit.density.model.rows.columns.get(column)!;
    if (found.kind === "factor") return [];
    const { values: observed, kind } = found;
    const rows = again.rows.filter((row) => !Number.isNaN(observed[row]!));
    const seen: Observed = { fit, column, rows, observed, again };
    if (rows.length === 0) return [];
    if (kind === "binary")
      return [reliabilityCheck(seen) ?? rootogramCheck(seen)].filter((check) => check !== undefined);
    const residuals = residualCheck(seen, path);
    const counts = kind === "count" ? rootogramCheck(seen) : undefined;
    return [...(residuals ? [residuals] : []), pitCheck(seen), ...(counts ? [counts] : [])];
  });
}

/** p-values below these are worth a look, and speak against the model */
const LOOK = 0.05;
const AGAINST = 0.001;

export const toneOf = (p: number): Check["tone"] => (p < AGAINST ? "fail" : p < LOOK ? "warn" : "pass");

const LEVEL = 0.95;
const STEPS = 60;
/** rows behind a PIT curve; the cost of its exact band grows with their number */
const MOST_PITS = 1000;

function pitCheck(seen: Observed): Check {
  const { fit, column, observed, again } = seen;
  const random = stream(`${fit.seed}/pit/${column}`);
  const step = Math.ceil(seen.rows.length / MOST_PITS);
  const pits = seen.rows
    .filter((_, k) => k % step === 0)
    .map((row) => {
      const { values, weights } = replicatesOf(seen, row);
      return pit(values, observed[row]!, random, weights);
    });
  const { ecdf, pValue } = pitEcdf(pits, LEVEL, STEPS);
  const figure: FigureOf<"pit"> = {
    kind: "pit",
    id: `pit-${column}`,
    subject: column,
    n: pits.length,
    level: LEVEL,
    how: again.how,
    steps: ecdf.shares.map((z, k) => ({
      z,
      difference: ecdf.difference[k]!,
      lower: ecdf.lower[k]!,
      upper: ecdf.upper[k]!,
    })),
  };
  return { fit: fit.document.name, tone: toneOf(pValue), figure };
}

const BAND = 0.9;
/** the 90 % interval of a normal distribution in standard deviations */
const NORMAL_WIDTH = 2 * 1.6448536269514722;

/** @returns undefined without a numeric covariate to draw them against */
function residualCheck(seen: Observed, path: FanPath | undefined): Check | undefined {
  const { fit, column, observed, again } = seen;
  if (!path) return undefined;
  const probs = [(1 - BAND) / 2, 0.5, (1 + BAND) / 2];
  const rows = seen.rows.flatMap((row) => {
    const { values, weights } = replicatesOf(seen, row);
    const [low, middle, high] = weightedQuantiles(values, weights, probs) as [
      number,
      number,
      number,
    ];
    const unit = (high - low) / NORMAL_WIDTH;
    if (!(unit > 0)) return [];
    const y = observed[row]!;
    const point = { x: path.rows[row]!, y: (y - middle) / unit };
    return [{ point, y, low, high, lower: (low - middle) / unit, upper: (high - middle) / unit }];
  });
  if (rows.length === 0) return undefined;
  const list = (key: "y" | "low" | "high"): number[] => rows.map((row) => row[key]);
  const { pValue } = intervalCoverage(list("low"), list("high"), list("y"), BAND);
  const typical = (key: "lower" | "upper"): number => rows.reduce((sum, row) => sum + row[key], 0) / rows.length;
  const ends = [Math.min, Math.max].map((end) => rows.reduce((x, { point }) => end(x, point.x), rows[0]!.point.x));
  const figure: FigureOf<"residuals"> = {
    kind: "residuals",
    id: `residuals-${column}`,
    subject: column,
    x: path.x,
    y: { label: column, unit: "predictive sd" },
    how: `observed minus the ${again.how} median, in units of that row's predictive standard deviation`,
    level: BAND,
    band: ends.map((x) => ({ x, lower: typical("lower"), upper: typical("upper") })),
    points: rows.map(({ point }) => point),
  };
  return { fit: fit.document.name, tone: toneOf(pValue), figure };
}
