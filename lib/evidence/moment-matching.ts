/** Moment matching: draws moved to where the posterior without a row would be, so that its weights behave. */
import { cholesky, logDeterminantLower, multiplyLower, solveLower } from "../linear/cholesky.ts";
import type { LogDensity } from "../log-density.ts";
import { type Loo, type LooRow, relativeEss, replaceLooRows, weightedElpd } from "./loo.ts";
import { logAddExp } from "./log-sum-exp.ts";
import { weightedMoments } from "./normal-proposal.ts";
import { densityAt, type PosteriorDraws } from "./posterior-draws.ts";
import { psis } from "./psis.ts";

export interface MomentMatchOptions {
  /** log likelihood of a data row (from 0) at a point in unconstrained coordinates */
  readonly rowLogLikelihood: (row: number, point: Float64Array) => number;
  /** rows with a k above it are moved; the result's `goodK` by default */
  readonly threshold?: number;
}

/** x ↦ to + factor (x - from), factor lower triangular; `from` is the mean of the untouched draws */
interface AffineMap {
  readonly from: Float64Array;
  readonly to: Float64Array;
  readonly factor: Float64Array;
}

type Step = "shift" | "scale" | "covariance";
const STEPS: readonly Step[] = ["shift", "scale", "covariance"];
const MAX_STEPS = 30;
/** Draws per coordinate below which a weighted covariance is noise (loo). */
const DRAWS_PER_COORDINATE = 10;

/**
 * Repairs the bad rows of a LOO result: affine maps give the draws the weighted mean, variances, then covariance of the
 * posterior without the row, for as long as that lowers k; the estimate weighs half of the draws moved, half unmoved.
 * @param posterior the draws behind the result, in the present coordinates of `density`
 * @returns the result with those rows replaced; a row that stays bad stays listed
 * @source Paananen, Piironen, Bürkner, Vehtari 2021, algorithms 1 and 2. Deviation from loo: maps are composed in the
 *   order taken, and p is that of the unmoved draws
 * @truth test/truth/loo.json, loo 2.5.1 `loo_moment_match`, and the exact leave-one-out density
 * @cost up to 90 · S evaluations a bad row
 */
export function momentMatch(
  result: Loo,
  density: LogDensity,
  posterior: PosteriorDraws,
  { rowLogLikelihood, threshold = result.goodK }: MomentMatchOptions,
): Loo {
  const logDensity = densityAt(density);
  const atPoints = (f: (point: Float64Array) => number, points: Float64Array): Float64Array =>
    Float64Array.from({ length: points.length / posterior.dim }, (_, i) =>
      f(points.subarray(i * posterior.dim, (i + 1) * posterior.dim)),
    );
  const original = atPoints(logDensity, posterior.positions);
  const replacements = new Map<number, LooRow>();
  result.rows.forEach((row, index) => {
    if (!(row.k > threshold)) return;
    const target: Target = {
      logDensity: (points) => atPoints(logDensity, points),
      logLikelihood: (points) => atPoints((point) => rowLogLikelihood(index, point), points),
    };
    replacements.set(index, matchRow(row, target, posterior, original, threshold));
  });
  return replaceLooRows(result, replacements);
}

interface Target {
  readonly logDensity: (points: Float64Array) => Float64Array;
  readonly logLikelihood: (points: Float64Array) => Float64Array;
}

function matchRow(
  row: LooRow,
  target: Target,
  { chains, dim, positions }: PosteriorDraws,
  original: Float64Array,
  threshold: number,
): LooRow {
  const relative = relativeEss(target.logLikelihood(positions), chains);
  let points = positions;
  let { logWeights, k } = psis(
    target.logLikelihood(points).map((value) => -value),
    relative,
  );
  const from = weightedMoments(positions, dim).mean;
  let map: AffineMap = { from, to: from, factor: identity(dim) };
  const steps = original.length >= DRAWS_PER_COORDINATE * dim ? STEPS : STEPS.slice(0, 2);
  for (let count = 0; count < MAX_STEPS && k > threshold; count++) {
    const better = steps.some((step) => {
      const move = matchingMap(step, points, logWeights.map(Math.exp), dim);
      const moved = applyMap(move, points);
      const likelihood = target.logLikelihood(moved);
      const ratios = target.logDensity(moved).map((value, i) => value - likelihood[i] - original[i]);
      const next = psis(ratios, relative);
      if (!(next.k < k)) return false;
      map = { from, to: move.to, factor: multiplyFactors(move.factor, map.factor, dim) };
      [points, logWeights, k] = [moved, next.logWeights, next.k];
      return true;
    });
    if (!better) break;
  }
  if (points === positions) return row;
  return { ...splitEstimate(map, target, positions, original, relative, row), k };
}

/** The map that gives equally weighted points the weighted mean, and for later steps variances or covariance, of now. */
function matchingMap(step: Step, points: Float64Array, weights: Float64Array, dim: number): AffineMap {
  const now = weightedMoments(points, dim);
  const wanted = weightedMoments(points, dim, weights);
  const factor = identity(dim);
  if (step === "scale") {
    // unbiased for S draws, as loo has it, and not for the weights
    const n = points.length / dim;
    const biased = 1 - weights.reduce((sum, weight) => sum + weight * weight, 0);
    for (let j = 0; j < dim; j++) {
      const variance = (wanted.covariance[j * dim + j] * biased * n) / (n - 1);
      factor[j * dim + j] = Math.sqrt(variance / now.covariance[j * dim + j]);
    }
  } else if (step === "covariance") {
    const above = cholesky(wanted.covariance, dim);
    const below = cholesky(now.covariance, dim);
    if (above !== undefined && below !== undefined) factor.set(divideFactors(above, below, dim));
  }
  return { from: now.mean, to: wanted.mean, factor };
}

/** Half of the draws moved by the map, half not, weighted against the mixture of both densities. */
function splitEstimate(
  map: AffineMap,
  target: Target,
  positions: Float64Array,
  original: Float64Array,
  relative: number,
  row: LooRow,
): Omit<LooRow, "k"> {
  const dim = map.from.length;
  const half = Math.floor(original.length / 2);
  const split = positions.slice();
  split.set(applyMap(map, positions.subarray(0, half * dim)));
  const likelihood = target.logLikelihood(split);
  const here = target.logDensity(split);
  const before = original.slice();
  before.set(target.logDensity(applyInverse(map, positions.subarray(half * dim))), half);
  const logDeterminant = logDeterminantLower(map.factor, dim);
  const ratios = here.map((value, i) => value - likelihood[i] - logAddExp(value, before[i] - logDeterminant));
  const { logWeights, ess } = psis(ratios, relative);
  const { elpd, mcse } = weightedElpd(likelihood, logWeights, relative);
  return { elpd, mcse, p: row.elpd + row.p - elpd, ess };
}

function applyMap({ from, to, factor }: AffineMap, points: Float64Array): Float64Array {
  const dim = from.length;
  const moved = points.slice();
  for (let start = 0; start < moved.length; start += dim) {
    const point = moved.subarray(start, start + dim);
    for (let j = 0; j < dim; j++) point[j] -= from[j];
    multiplyLower(factor, dim, point);
    for (let j = 0; j < dim; j++) point[j] += to[j];
  }
  return moved;
}

function applyInverse({ from, to, factor }: AffineMap, points: Float64Array): Float64Array {
  const dim = from.length;
  const moved = points.slice();
  for (let start = 0; start < moved.length; start += dim) {
    const point = moved.subarray(start, start + dim);
    for (let j = 0; j < dim; j++) point[j] -= to[j];
    solveLower(factor, dim, point);
    for (let j = 0; j < dim; j++) point[j] += from[j];
  }
  return moved;
}

function identity(dim: number): Float64Array {
  return Float64Array.from({ length: dim * dim }, (_, i) => (i % (dim + 1) === 0 ? 1 : 0));
}

/** a b, both lower triangular. */
function multiplyFactors(a: Float64Array, b: Float64Array, dim: number): Float64Array {
  return byColumns(b, dim, (column) => multiplyLower(a, dim, column));
}

/** a b⁻¹, both lower triangular. */
function divideFactors(a: Float64Array, b: Float64Array, dim: number): Float64Array {
  return byColumns(identity(dim), dim, (column) => {
    solveLower(b, dim, column);
    multiplyLower(a, dim, column);
  });
}

function byColumns(matrix: Float64Array, dim: number, apply: (column: Float64Array) => void): Float64Array {
  const out = new Float64Array(dim * dim);
  for (let k = 0; k < dim; k++) {
    const column = Float64Array.from({ length: dim }, (_, j) => matrix[j * dim + k]);
    apply(column);
    for (let j = 0; j < dim; j++) out[j * dim + k] = column[j];
  }
  return out;
}
