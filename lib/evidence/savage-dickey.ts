/** Savage-Dickey: the Bayes factor of a point inside a model, from the posterior's and the prior's density there. */
import { chainEss } from "../posterior/ess.ts";
import { standardDeviation, variance } from "../posterior/moments.ts";
import { quantiles } from "../posterior/quantile.ts";
import { convergenceReasons, errorReasons } from "./draws-quality.ts";
import { type LocalDensity, localDensity } from "./local-likelihood.ts";

export interface NestedPoint {
  /** one or two parameters over all draws, index `chain * nDraws + draw`; on the scale where `logPrior` is a density */
  readonly columns: readonly Float64Array[];
  readonly chains: number;
  /** where the smaller model fixes them */
  readonly point: readonly number[];
  /** log prior density there, on the same scale */
  readonly logPrior: number;
  /** edges of the support, for sentences and for the fit; none by default */
  readonly lower?: readonly number[];
  readonly upper?: readonly number[];
  readonly names?: readonly string[];
}

export interface SavageDickey {
  readonly method: "savage-dickey";
  /** log marginal likelihood with the point fixed, less that of the whole model: positive favours the point */
  readonly logBayesFactor: number;
  readonly mcse: number;
  readonly logPosterior: number;
  readonly reliable: boolean;
  readonly reasons: readonly string[];
}

/** Half width of the kernel in sds at one effective draw: 2.65 biweight half widths equal one normal sd. */
const BANDWIDTH = 2.65;
/** The second, narrower window that shows whether the first was too wide. */
const NARROWER = 1.5;
/** Errors of their difference by which the windows may disagree: 6e-5 of honest cases. */
const MAX_DISAGREEMENT = 4;
/** Above this share one draw decides: the kernel estimate is in the regime of few points (arXiv 2408.05807). */
const MAX_SHARE = 0.1;

/**
 * The log Bayes factor of fixing one or two parameters at a point, over leaving them free. Needs a proper prior on them,
 * and a prior of the rest that does not depend on them at the point.
 * @returns NaN, unreliable, when there are more than two parameters or too few draws near the point
 * @source Dickey 1971; Wagenmakers et al. 2010; the density by Loader 1996 (see `localDensity`); refusal in the third
 *   regime of kernel estimates, arXiv 2408.05807
 * @truth test/truth/evidence.json (t-test), and conjugate posteriors with and without an edge
 */
export function savageDickey(nested: NestedPoint): SavageDickey {
  const { columns, chains, logPrior } = nested;
  const dim = columns.length;
  const names = nested.names ?? columns.map((_, j) => `parameter ${j + 1}`);
  const refuse = (reasons: readonly string[]): SavageDickey => {
    const none = { logBayesFactor: Number.NaN, mcse: Number.NaN, logPosterior: Number.NaN };
    return { method: "savage-dickey", ...none, reliable: false, reasons };
  };
  if (dim > 2) return refuse([`a kernel estimate in ${dim} dimensions is not trusted, limit 2`]);
  const reasons = convergenceReasons(asPosterior(columns, chains), names);
  const n = columns[0].length;
  if (Math.log(n) / dim < 1) reasons.push(`too few draws: log ${n} / ${dim} is below 1`);
  const [wide, narrow] = [1, NARROWER].map((divisor) => densityAtPoint(nested, divisor));
  if (wide === undefined || narrow === undefined) return refuse([...reasons, "too few draws near the point"]);
  reasons.push(...regimeReasons(narrow));
  const shift = wide.logDensity - narrow.logDensity;
  const shiftError = influenceError(
    wide.influences.map((value, i) => value - narrow.influences[i]),
    chains,
  );
  if (Math.abs(shift) > MAX_DISAGREEMENT * shiftError) {
    reasons.push(`the density at the point hangs on the bandwidth: ${shift.toFixed(3)} between two windows`);
  }
  // what the windows differ by beyond their noise is bias, and counts
  const bias = Math.sqrt(Math.max(shift ** 2 - shiftError ** 2, 0));
  const mcse = Math.hypot(influenceError(wide.influences, chains), bias);
  reasons.push(...errorReasons(mcse));
  if (!Number.isFinite(logPrior)) reasons.push(`the prior density at the point is ${Math.exp(logPrior)}`);
  return {
    method: "savage-dickey",
    logBayesFactor: wide.logDensity - logPrior,
    mcse,
    logPosterior: wide.logDensity,
    reliable: reasons.length === 0,
    reasons,
  };
}

function asPosterior(
  columns: readonly Float64Array[],
  chains: number,
): { chains: number; draws: number; dim: number; positions: Float64Array } {
  const dim = columns.length;
  const positions = new Float64Array(dim * columns[0].length);
  columns.forEach((column, j) =>
    column.forEach((value, i) => {
      positions[i * dim + j] = value;
    }),
  );
  return { chains, draws: columns[0].length / chains, dim, positions };
}

function densityAtPoint(
  { columns, chains, point, lower, upper }: NestedPoint,
  divisor: number,
): LocalDensity | undefined {
  const dim = columns.length;
  const bandwidths = columns.map((column) => {
    const ess = chainEss(column, chains) || 1;
    return (BANDWIDTH * robustScale(column) * ess ** (-1 / (8 + dim))) / divisor;
  });
  const none = point.map(() => Number.POSITIVE_INFINITY);
  return localDensity(columns, point, bandwidths, lower ?? none.map((edge) => -edge), upper ?? none);
}

/** The smaller of the sd and the interquartile range in units of a normal's (Silverman 1986, eq. 3.30). */
function robustScale(column: Float64Array): number {
  const [low, high] = quantiles(column, [0.25, 0.75]);
  return Math.min(standardDeviation(column), (high - low) / 1.349) || standardDeviation(column);
}

function regimeReasons({ kernel }: LocalDensity): string[] {
  const total = kernel.reduce((sum, weight) => sum + weight, 0);
  const share = kernel.reduce((a, b) => Math.max(a, b), 0) / total;
  if (!(share > MAX_SHARE)) return [];
  return [`too few draws near the point: one of them carries ${share.toFixed(2)} of the estimate, limit ${MAX_SHARE}`];
}

function influenceError(influences: Float64Array, chains: number): number {
  return Math.sqrt(variance(influences) / chainEss(influences, chains));
}
