/** Whether posterior draws are good enough to build an evidence estimate on; reasons when they are not. */
import { chainEss, essBulk } from "../posterior/ess.ts";
import { mean } from "../posterior/moments.ts";
import { median } from "../posterior/quantile.ts";
import { splitRhat } from "../posterior/split-rhat.ts";
import { upperTailShape } from "./psis.ts";
import { coordinateColumn, type PosteriorDraws } from "./posterior-draws.ts";

/** A chain that is off by a third of a posterior sd gives about this; 1.01 is for reporting quantiles. */
const MAX_RHAT = 1.05;
/** 100 in each half: the standard error itself is then known to sqrt(1 / (2 · 100)) = 7 %. */
const MIN_ESS = 200;
/** Above it a mean cannot be trusted (Vehtari et al. 2024), and a covariance above 0.5 does not exist. */
const MAX_TAIL_SHAPE = 0.7;
/** A factor of 1.6 either way on the marginal likelihood; beyond it the lognormal error formula has broken down too. */
const MAX_MCSE = 0.5;

/**
 * What speaks against these draws as ground for a marginal likelihood: see `convergenceReasons`, and tails without a
 * variance.
 * @param coordinates a name per coordinate, for the sentences
 * @cost O(dim · n log n)
 */
export function drawsReasons(posterior: PosteriorDraws, coordinates: readonly string[]): string[] {
  return [...convergenceReasons(posterior, coordinates), ...coordinateTailReasons(posterior, coordinates)];
}

/** Not finite, constant, chains that disagree (several modes, not converged), or too few effective draws. */
export function convergenceReasons(posterior: PosteriorDraws, coordinates: readonly string[]): string[] {
  const { chains, draws, positions } = posterior;
  if (!positions.every(Number.isFinite)) return ["some draws are not finite"];
  const columns = coordinates.map((name, j) => ({ name, column: coordinateColumn(posterior, j) }));
  const fixed = columns.filter(({ column }) => column.every((value) => value === column[0]));
  const moving = columns.filter((entry) => !fixed.includes(entry));
  const reasons = fixed.map(({ name, column }) => `all draws of ${name} are ${column[0]}`);
  const rhat = worstOf(moving.map(({ name, column }) => ({ name, value: splitRhat(column, chains) })));
  if (rhat.value > MAX_RHAT) {
    reasons.push(`chains disagree: R-hat of ${rhat.name} is ${rhat.value.toFixed(2)}, limit ${MAX_RHAT}`);
  }
  const ess = worstOf(moving.map(({ name, column }) => ({ name, value: -essBulk(column, chains) })));
  if (!(-ess.value >= MIN_ESS) && moving.length > 0) {
    const found = Number.isNaN(ess.value) ? `${chains} × ${draws} draws` : `${Math.floor(-ess.value)} effective draws`;
    reasons.push(`too few draws: ${found} of ${ess.name}, limit ${MIN_ESS}`);
  }
  return reasons;
}

function coordinateTailReasons(posterior: PosteriorDraws, coordinates: readonly string[]): string[] {
  const shapes = coordinates.map((name, j) => {
    const column = coordinateColumn(posterior, j);
    const relative = Math.min(chainEss(column, posterior.chains) / column.length, 1) || 1;
    const below = column.map((value) => -value);
    return { name, value: Math.max(upperTailShape(column, relative), upperTailShape(below, relative)) };
  });
  const { name, value } = worstOf(shapes.filter((shape) => !Number.isNaN(shape.value)));
  if (!(value > MAX_TAIL_SHAPE)) return [];
  return [`heavy tails: Pareto k of the draws of ${name} is ${value.toFixed(2)}, limit ${MAX_TAIL_SHAPE}`];
}

/** The largest value, with NaN largest of all. */
function worstOf(values: readonly { name: string; value: number }[]): { name: string; value: number } {
  const start = { name: "", value: Number.NEGATIVE_INFINITY };
  return values.reduce((worst, next) => (next.value <= worst.value || Number.isNaN(worst.value) ? worst : next), start);
}

/** A mean of terms none of which exceeds ten of it does not hang on its tail, whatever the shape of that. */
const MAX_TERM = 10;

/** A sentence for averaged terms whose tail is so heavy that their mean cannot be trusted, or nothing. */
export function tailReasons(
  what: string,
  terms: Float64Array,
  paretoK: number,
  limit: number = MAX_TAIL_SHAPE,
): string[] {
  const largest = terms.reduce((a, b) => Math.max(a, b), 0);
  if (!(paretoK > limit) || largest <= MAX_TERM * mean(terms)) return [];
  return [`heavy tails: Pareto k of ${what} is ${paretoK.toFixed(2)}, limit ${limit.toFixed(2)}`];
}

/** A sentence for an error too large to report, or nothing. */
export function errorReasons(mcse: number): string[] {
  if (mcse <= MAX_MCSE) return [];
  return [`the standard error of the log is ${Number.isNaN(mcse) ? "unknown" : mcse.toFixed(2)}, limit ${MAX_MCSE}`];
}

/** The middle effective size among the coordinates: what the draws are worth, as bridgesampling counts them. */
export function medianEss(posterior: PosteriorDraws): number {
  const { chains, draws, dim } = posterior;
  const sizes = Float64Array.from({ length: dim }, (_, j) => chainEss(coordinateColumn(posterior, j), chains));
  const known = sizes.filter((size) => !Number.isNaN(size));
  return known.length > 0 ? median(known) : chains * draws;
}
