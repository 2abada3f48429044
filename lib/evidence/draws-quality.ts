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
 * What speaks against these draws: not finite, constant, chains that disagree (several modes), too few effective draws,
 * tails without a variance.
 * @param coordinates a name per coordinate, for the sentences
 * @cost O(dim · n log n)
 */
export function drawsReasons(posterior: PosteriorDraws, coordinates: readonly string[]): string[] {
  const { chains, draws, dim, positions } = posterior;
  if (!positions.every(Number.isFinite)) return ["some draws are not finite"];
  const reasons: string[] = [];
  const worst = { rhat: 1, ess: Number.POSITIVE_INFINITY, shape: Number.NEGATIVE_INFINITY };
  const where = { rhat: "", ess: "", shape: "" };
  const note = (key: keyof typeof worst, value: number, name: string, isWorse: boolean): void => {
    if (isWorse) [worst[key], where[key]] = [value, name];
  };
  for (let j = 0; j < dim; j++) {
    const column = coordinateColumn(posterior, j);
    const name = coordinates[j];
    if (column.every((value) => value === column[0])) {
      reasons.push(`all draws of ${name} are ${column[0]}`);
      continue;
    }
    const rhat = splitRhat(column, chains);
    note("rhat", rhat, name, rhat > worst.rhat);
    const ess = essBulk(column, chains);
    note("ess", ess, name, !(ess >= worst.ess));
    const relative = Math.min(chainEss(column, chains) / column.length, 1);
    const shape = Math.max(
      upperTailShape(column, relative),
      upperTailShape(
        column.map((value) => -value),
        relative,
      ),
    );
    note("shape", shape, name, shape > worst.shape);
  }
  if (worst.rhat > MAX_RHAT) {
    reasons.push(`chains disagree: R-hat of ${where.rhat} is ${worst.rhat.toFixed(2)}, limit ${MAX_RHAT}`);
  }
  if (!(worst.ess >= MIN_ESS)) {
    const found = Number.isNaN(worst.ess) ? `${chains} × ${draws} draws` : `${Math.floor(worst.ess)} effective draws`;
    reasons.push(`too few draws: ${found} of ${where.ess}, limit ${MIN_ESS}`);
  }
  if (worst.shape > MAX_TAIL_SHAPE) {
    const shape = worst.shape.toFixed(2);
    reasons.push(`heavy tails: Pareto k of the draws of ${where.shape} is ${shape}, limit ${MAX_TAIL_SHAPE}`);
  }
  return reasons;
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
