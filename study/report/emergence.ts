/** The probability of passing against the size of the model, where a quantity of the model gives it for any size. */
import { extent } from "../../lib/data/extent.ts";
import type { NumericColumn } from "../../lib/data/column.ts";
import { CredenceError } from "../../lib/errors.ts";
import { binomialInterval } from "../../lib/forecast/scores/index.ts";
import type { CurvePoint, FigureOf } from "../../lib/report-figures.ts";
import type { Fit } from "../fit.ts";
import type { Point } from "../point.ts";
import { elementsOf, type QuantityFunction, quantityDraws, quantityFunctions } from "../quantity-draws.ts";
import { sevenQuantiles } from "../spread.ts";
import { thinDraws } from "../thin-draws.ts";
import { type Trials, trialsOf } from "../trials.ts";

const CURVE_POINTS = 40;
const CURVE_DRAWS = 800;
/** the curve goes on for half a decade beyond the largest model */
const AHEAD = Math.sqrt(10);
/** sizes shown one by one; more are put together in groups of equal number */
const MOST_SIZES = 24;
const LEVEL = 0.9;

/**
 * @param points to which the curve goes
 * @returns undefined unless responses count successes and a quantity of one positive covariate, such as PU(N), lies in [0, 1] for
 *   every draw and size
 */
export function emergenceAnswer(fit: Fit, points: readonly Point[]): FigureOf<"emergence"> | undefined {
  const trials = trialsOf(fit);
  if (!trials) return undefined;
  for (const quantity of quantityFunctions(fit.document)) {
    const [name, ...others] = quantity.parameters as [string, ...string[]];
    const column = fit.density.model.rows.columns.get(name);
    if (others.length > 0 || column?.kind !== "positive") continue;
    const xs = sizes(column, points);
    const draws = drawsAt(fit, quantity, xs);
    if (!draws?.every((value) => value >= 0 && value <= 1)) continue;
    const total = draws.length / xs.length;
    const curve = xs.map(
      (x, k): CurvePoint => ({ x, q: sevenQuantiles(draws.slice(k * total, (k + 1) * total).sort()) }),
    );
    return {
      kind: "emergence",
      id: "emergence",
      subject: fit.document.name,
      x: { label: name, scale: "log", ...(column.unit ? { unit: column.unit } : {}) },
      points: pointsOf(column.values, trials),
      laws: [{ name: fit.document.name, curve }],
      dataEnd: extent(column.values)[1],
    };
  }
  return undefined;
}

/** undefined for a quantity that needs a row of the data, or has several numbers, and so no curve */
function drawsAt(fit: Fit, quantity: QuantityFunction, xs: readonly number[]): Float64Array | undefined {
  const sampled = thinDraws(fit.sampled, CURVE_DRAWS);
  const points = xs.map((x) => [x]);
  try {
    const elements = elementsOf(fit.density.model, quantity);
    if (elements.length !== 1 || elements[0] !== quantity) return undefined;
    return quantityDraws(fit.density, sampled, quantity, points);
  } catch (error) {
    if (error instanceof CredenceError) return undefined;
    throw error;
  }
}

function sizes({ name, values }: NumericColumn, points: readonly Point[]): number[] {
  const asked = points.flatMap((at) => (typeof at[name] === "number" ? [at[name]] : []));
  const low = values.reduce((a, b) => Math.min(a, b));
  const high = Math.max(AHEAD * values.reduce((a, b) => Math.max(a, b)), ...asked);
  return Array.from({ length: CURVE_POINTS }, (_, k) => low * (high / low) ** (k / (CURVE_POINTS - 1)));
}

/** Shares of successes over all rows of a size, with exact intervals. */
function pointsOf(values: Float64Array, { successes, tries }: Trials): FigureOf<"emergence">["points"] {
  const rows = [...values.keys()].filter((row) => tries[row]! > 0 && successes[row]! >= 0);
  const distinct = [...new Set(rows.map((row) => values[row]!))].sort((a, b) => a - b);
  const step = Math.ceil(distinct.length / MOST_SIZES);
  const groups = Array.from({ length: Math.ceil(distinct.length / step) }, (_, k) =>
    distinct.slice(k * step, (k + 1) * step),
  );
  return groups.map((group) => {
    const [low, high] = [group[0]!, group.at(-1)!];
    const inside = rows.filter((row) => values[row]! >= low && values[row]! <= high);
    const [k, n] = [successes, tries].map((column) => inside.reduce((sum, row) => sum + column[row]!, 0)) as [
      number,
      number,
    ];
    const [lower, upper] = binomialInterval(k, n, LEVEL);
    return { x: Math.sqrt(low * high), p: k / n, lower, upper };
  });
}
