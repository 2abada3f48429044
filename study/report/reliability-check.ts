/** Binary responses: the isotonic curve of what came true against what the model said, with the band a right model would keep. */
import { isotonic } from "../../lib/forecast/calibration/index.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import { type Stream, stream } from "../../lib/random/stream.ts";
import type { FigureOf } from "../../lib/report-figures.ts";
import type { Check } from "../../lib/report.ts";
import { type Observed, replicatesOf } from "./replicates.ts";

/** rows behind the curve; resampled many times */
const MOST_ROWS = 4000;
const RESAMPLES = 400;
/** nodes of the curve */
const NODES = 60;
const LEVEL = 0.95;
const BINS = 20;

/** What came true against what was said. */
export interface Stated {
  readonly stated: Float64Array;
  /** 0 or 1 */
  readonly correct: Float64Array;
  /** outcomes as they would be if the stated probabilities were right; each row by itself by default */
  readonly again?: () => Float64Array;
}

/**
 * The isotonic curve of outcomes over stated probabilities, with the band that right ones would keep.
 * @returns `isOutside`: whether the curve leaves the band somewhere, 1 time in 20 when all is right
 * @source Dimitriadis, Gneiting, Jordan 2021: PAVA with consistency bands by resampling. Deviation: the band is simultaneous,
 *   its pointwise level chosen so that 95 % of the resampled curves stay inside everywhere
 */
export function reliabilityFigure(
  label: { readonly id: string; readonly subject: string },
  { stated, correct, again }: Stated,
  random: Stream,
): { figure: FigureOf<"reliability">; isOutside: boolean } {
  const curve = isotonic(stated, correct);
  const nodes = spreadNodes(curve.confidence.length);
  const resampled = Array.from({ length: RESAMPLES }, () => {
    const redrawn = isotonic(stated, again?.() ?? drawOutcomes(stated, random));
    return Float64Array.from(nodes, (at) => redrawn.calibrated[at]!);
  });
  const band = simultaneousBand(resampled);
  const points = nodes.map((at, k) => ({
    stated: curve.confidence[at]!,
    rate: curve.calibrated[at]!,
    lower: band.lower[k]!,
    upper: band.upper[k]!,
  }));
  const isOutside = points.some(({ rate, lower, upper }) => rate < lower - 1e-12 || rate > upper + 1e-12);
  const counts = Array.from({ length: BINS }, () => 0);
  for (const p of stated) counts[Math.min(BINS - 1, Math.floor(p * BINS))]!++;
  const figure = {
    kind: "reliability" as const,
    ...label,
    n: stated.length,
    level: LEVEL,
    bandOf: "calibrated" as const,
    curve: points,
    counts,
  };
  return { figure, isOutside };
}

/** stated probabilities, told apart to two digits, of which fewer make no curve */
const FEWEST_STATED = 5;

/** @returns undefined when the model states too few different probabilities for a curve */
export function reliabilityCheck(seen: Observed): Check | undefined {
  const { fit, column, observed } = seen;
  const step = Math.ceil(seen.rows.length / MOST_ROWS);
  const rows = seen.rows.filter((_, k) => k % step === 0);
  const stated = statedProbabilities(seen, rows);
  if (new Set(Array.from(stated, (p) => p.toFixed(2))).size < FEWEST_STATED) return undefined;
  const correct = Float64Array.from(rows, (row) => observed[row]!);
  const label = { id: `reliability-${column}`, subject: column };
  const random = stream(`${fit.seed}/reliability/${column}`);
  const { figure, isOutside } = reliabilityFigure(label, { stated, correct }, random);
  return { fit: fit.document.name, tone: isOutside ? "warn" : "pass", figure };
}

/** the leave-one-out mean probability of each row */
function statedProbabilities(seen: Observed, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (row) => {
    const { means, weights } = replicatesOf(seen, row);
    let p = 0;
    for (let draw = 0; draw < means.length; draw++) p += weights[draw]! * means[draw]!;
    return Math.min(1, Math.max(0, p));
  });
}

function drawOutcomes(stated: Float64Array, random: Stream): Float64Array {
  return stated.map((p) => (random.uniform() < p ? 1 : 0));
}

/** indices of at most NODES of n steps, first and last among them */
function spreadNodes(n: number): number[] {
  const count = Math.min(NODES, n);
  const all = Array.from({ length: count }, (_, k) => Math.round((k * (n - 1)) / Math.max(1, count - 1)));
  return [...new Set(all)];
}

/** quantiles at every node, the same two probabilities everywhere, between which LEVEL of the curves stay */
function simultaneousBand(curves: readonly Float64Array[]): { lower: number[]; upper: number[] } {
  const n = curves.length;
  const nodes = curves[0]?.length ?? 0;
  const sorted = Array.from({ length: nodes }, (_, k) => Float64Array.from(curves, (curve) => curve[k]!).sort());
  let [tight, loose] = [(1 - LEVEL) / 2, 0];
  for (let i = 0; i < 12; i++) {
    const tail = (tight + loose) / 2;
    const band = bandAt(sorted, tail);
    const inside = curves.filter((curve) =>
      curve.every((value, k) => value >= band.lower[k]! && value <= band.upper[k]!),
    ).length;
    if (inside >= LEVEL * n) loose = tail;
    else tight = tail;
  }
  return bandAt(sorted, loose);
}

function bandAt(sorted: readonly Float64Array[], tail: number): { lower: number[]; upper: number[] } {
  return {
    lower: sorted.map((values) => sortedQuantile(values, tail)),
    upper: sorted.map((values) => sortedQuantile(values, 1 - tail)),
  };
}
