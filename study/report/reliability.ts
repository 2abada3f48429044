/** What comes true where a probability was stated: the calibration curve of a model whose covariate is a stated probability. */
import type { FactorColumn, NumericColumn } from "../../lib/data/column.ts";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { predict as predictRows } from "../../lib/forecast/predict.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import type { FigureOf, SevenQuantiles } from "../../lib/report-figures.ts";
import { covariatesOf } from "../covariates.ts";
import type { Fit } from "../fit.ts";
import { sevenQuantiles } from "../spread.ts";
import { thinDraws } from "../thin-draws.ts";
import { trialsOf } from "../trials.ts";

const NODES = 41;
const DRAWS = 1000;
const LEVEL = 0.9;
const BINS = 20;
/** groups with a curve of their own, those with the most rows */
const MOST_GROUPS = 6;
/** the ends of the curve: log odds of exact 0 and 1 are infinite */
const EDGE = 0.001;

/** One figure, or one for each level of the one factor that the model also reads; none unless the model is such a map. */
export function reliabilityAnswers(fit: Fit): readonly FigureOf<"reliability">[] {
  const trials = trialsOf(fit);
  const columns = covariatesOf(fit.document).map((name) => fit.density.model.rows.columns.get(name)!);
  const stated = columns.filter((column): column is NumericColumn => column.kind === "probability");
  const factors = columns.filter((column): column is FactorColumn => column.kind === "factor");
  const [only] = stated;
  if (!trials || !only || stated.length > 1 || factors.length > 1) return [];
  const others = columns.filter((column) => column !== only && !factors.includes(column as FactorColumn));
  if (others.length > 1 || others.some(({ name }) => !isTries(fit, name))) return [];
  const [factor] = factors;
  const groups = factor ? largest(factor) : [undefined];
  return groups.flatMap((group, k) => {
    const level = group === undefined ? undefined : factor!.levels.indexOf(group);
    const rows = [...only.values.keys()].filter((row) => level === undefined || factor!.index[row] === level);
    const xs = Array.from({ length: NODES }, (_, i) => EDGE + ((1 - 2 * EDGE) * i) / (NODES - 1));
    const table = tableFromColumns({
      [only.name]: xs,
      ...(factor && group !== undefined ? { [factor.name]: xs.map(() => group) } : {}),
      ...Object.fromEntries(others.map(({ name }) => [name, xs.map(() => 1)])),
    });
    const [found] = predictRows(fit.density, thinDraws(fit.sampled, DRAWS), table, fit.seed);
    const figure = found && figureOf(fit, found, xs, rows, only, group, k);
    // a map without parameters has nothing to show
    return figure?.curve.some(({ lower, upper }) => upper - lower > 1e-9) ? [figure] : [];
  });
}

/** a count that the likelihood reads beside the probability: the tries, of which the curve takes one */
function isTries({ document }: Fit, name: string): boolean {
  return document.data[name]?.kind === "count";
}

function largest({ levels, index }: FactorColumn): string[] {
  const counts = levels.map((level, k) => ({ level, n: index.reduce((sum, at) => sum + (at === k ? 1 : 0), 0) }));
  return counts
    .sort((a, b) => b.n - a.n)
    .slice(0, MOST_GROUPS)
    .map(({ level }) => level);
}

function figureOf(
  fit: Fit,
  { mean, draws }: { readonly mean: Float64Array; readonly draws: number },
  xs: readonly number[],
  rows: readonly number[],
  { values }: NumericColumn,
  group: string | undefined,
  k: number,
): FigureOf<"reliability"> {
  const curve = xs.map((stated, i) => {
    const sorted = mean.slice(i * draws, (i + 1) * draws).sort();
    const [lower, rate, upper] = [(1 - LEVEL) / 2, 0.5, (1 + LEVEL) / 2].map((p) => sortedQuantile(sorted, p));
    return { stated, rate: rate!, lower: lower!, upper: upper! };
  });
  const counts = Array.from({ length: BINS }, () => 0);
  for (const row of rows) counts[Math.min(BINS - 1, Math.floor(values[row]! * BINS))]!++;
  return {
    kind: "reliability",
    id: group === undefined ? "reliability" : `reliability-${k + 1}`,
    subject: group === undefined ? fit.document.name : `${fit.document.name}, ${group}`,
    n: rows.length,
    level: LEVEL,
    bandOf: "posterior",
    curve,
    counts,
    metric: { name: "mean gap", q: calibrationError(mean, draws, xs, rows, values) },
  };
}

/** Mean distance of the curve from what was stated, over the rows, draw by draw: no bins, so no bias from them. */
function calibrationError(
  mean: Float64Array,
  draws: number,
  xs: readonly number[],
  rows: readonly number[],
  values: Float64Array,
): SevenQuantiles {
  const width = xs[1]! - xs[0]!;
  const weights = new Float64Array(xs.length);
  for (const row of rows) {
    const at = Math.min(xs.length - 1, Math.max(0, (values[row]! - xs[0]!) / width));
    const left = Math.min(xs.length - 2, Math.floor(at));
    weights[left]! += left + 1 - at;
    weights[left + 1]! += at - left;
  }
  const gaps = Float64Array.from(
    { length: draws },
    (_, draw) =>
      xs.reduce((sum, x, i) => sum + weights[i]! * Math.abs(mean[i * draws + draw]! - x), 0) / Math.max(1, rows.length),
  );
  return sevenQuantiles(gaps.sort());
}
