/** The proposal of adaptive importance sampling: fitted to posterior draws, refined while that pays, made defensive. */
import { mean, variance } from "../posterior/moments.ts";
import type { Stream } from "../random/stream.ts";
import type { Evaluated } from "./importance.ts";
import { logSumExp } from "./log-sum-exp.ts";
import { weightedMoments, normalProposal } from "./normal-proposal.ts";
import { halfOfChains, type PosteriorDraws } from "./posterior-draws.ts";
import { fitStudentMixture, logDensities, studentComponent, type StudentComponent } from "./student-mixture.ts";

interface Points {
  readonly points: Float64Array;
  /** sum one */
  readonly weights: Float64Array;
}

type Quantities = (point: Float64Array) => readonly number[];

/** Degrees of freedom tried: tails of a small-sample posterior, and nearly normal ones. */
const NUS = [5, 30];
const MAX_COMPONENTS = 4;
/** Nats by which another component must improve the score of draws it has not seen; a hundredth is 1 % of efficiency. */
const MIN_GAIN = 0.01;
/** Share and shape of the defensive part: wider than the posterior by half, with a variance but no fourth moment. */
const DEFENSIVE = { weight: 0.1, nu: 3, stretch: 1.5 };
/** Each refinement costs this share of the budget, so it must promise to save as much. */
const PILOT_SHARE = 0.2;
const MAX_PILOTS = 3;
/** Draws that a proposal is fitted to: its parameters are then known to 3 %, finer than the fit repays. */
const FITTED_DRAWS = 1000;

/**
 * A mixture near f · sqrt(1 + Σ ((phi_j - mean) / sd)²), with the defensive part last.
 * @param evaluate draws points of a mixture and evaluates the density there
 * @returns undefined when the draws have no covariance
 * @source arXiv 2212.00568 (adaptive loop: stop when the predicted gain is below the cost)
 */
export function adaptProposal(
  posterior: PosteriorDraws,
  quantities: Quantities,
  evaluate: (mixture: readonly StudentComponent[], count: number) => Evaluated,
  { budget, random }: { budget: number; random: Stream },
): StudentComponent[] | undefined {
  const { dim } = posterior;
  const interest = interestIn(posterior, quantities);
  const [all, early, late] = [posterior, halfOfChains(posterior, 0), halfOfChains(posterior, 1)].map((draws): Points => {
    const points = spreadDraws(draws, FITTED_DRAWS);
    return { points, weights: weighPoints(points, dim, quantities, interest) };
  });
  const shape = chooseShape(early, late, dim, random);
  const refit = ({ points, weights }: Points): StudentComponent[] | undefined =>
    shape && fitStudentMixture(points, weights, dim, { ...shape, random });
  const fitted = refit(all);
  const defensive = defensiveComponent(all, dim);
  if (fitted === undefined || defensive === undefined) return undefined;
  let mixture = withDefence(fitted, defensive);
  const pilot = Math.ceil(PILOT_SHARE * budget);
  for (let round = 0; round < MAX_PILOTS; round++) {
    const found = evaluate(mixture, pilot);
    const logs = found.logDensity.map((value, i) => value - found.logProposal[i] + interest(found.quantities[i]));
    const total = logSumExp(logs);
    if (!Number.isFinite(total)) break;
    const next = refit({ points: found.points, weights: logs.map((value) => Math.exp(value - total)) });
    if (next === undefined) break;
    const candidate = withDefence(next, defensive);
    const saving = predictedVariance(found, logs, candidate) - predictedVariance(found, logs, mixture);
    if (!(saving < Math.log(1 - PILOT_SHARE))) break;
    mixture = candidate;
  }
  return mixture;
}

/** At most about `most` of the draws, evenly through the chains. */
function spreadDraws({ positions, dim }: PosteriorDraws, most: number): Float64Array {
  const total = positions.length / dim;
  const step = Math.ceil(total / most);
  if (step === 1) return positions;
  const kept = new Float64Array(Math.floor(total / step) * dim);
  for (let i = 0; i * dim < kept.length; i++) kept.set(positions.subarray(i * step * dim, (i * step + 1) * dim), i * dim);
  return kept;
}

/** log sqrt(1 + Σ_j ((phi_j - mean_j) / sd_j)²) of a row of quantities, with the posterior draws' means and sds. */
function interestIn({ positions, dim }: PosteriorDraws, quantities: Quantities): (row: readonly number[]) => number {
  const rows = rowsOf(positions, dim, quantities);
  const moments = (rows[0] ?? []).map((_, j) => {
    const column = Float64Array.from(rows, (row) => row[j]);
    return { center: mean(column), spread: variance(column) || 1 };
  });
  return (row) => {
    const square = moments.reduce((sum, { center, spread }, j) => sum + (row[j] - center) ** 2 / spread, 0);
    return Number.isFinite(square) ? 0.5 * Math.log1p(square) : 0;
  };
}

function rowsOf(points: Float64Array, dim: number, quantities: Quantities): (readonly number[])[] {
  return Array.from({ length: points.length / dim }, (_, i) => quantities(points.subarray(i * dim, (i + 1) * dim)));
}

function weighPoints(
  points: Float64Array,
  dim: number,
  quantities: Quantities,
  interest: (row: readonly number[]) => number,
): Float64Array {
  const logs = Float64Array.from(rowsOf(points, dim, quantities), interest);
  const total = logSumExp(logs);
  return logs.map((value) => Math.exp(value - total));
}

/** Degrees of freedom and number of components that score best on draws that were not fitted. */
function chooseShape(
  train: Points,
  test: Points,
  dim: number,
  random: Stream,
): { components: number; nu: number } | undefined {
  let best: { components: number; nu: number; score: number } | undefined;
  const attempt = (components: number, nu: number): boolean => {
    const mixture = fitStudentMixture(train.points, train.weights, dim, { components, nu, random });
    const value = mixture === undefined ? Number.NEGATIVE_INFINITY : score(mixture, test, dim);
    const isBetter = value > (best === undefined ? Number.NEGATIVE_INFINITY : best.score + MIN_GAIN);
    if (isBetter) best = { components, nu, score: value };
    return isBetter;
  };
  for (const nu of NUS) attempt(1, nu);
  for (let components = 2; best !== undefined && components <= MAX_COMPONENTS; components++) {
    if (!attempt(components, best.nu)) break;
  }
  return best;
}

function score(mixture: readonly StudentComponent[], { points, weights }: Points, dim: number): number {
  const logs = logDensities(mixture, points, dim);
  return weights.reduce((sum, weight, i) => sum + weight * logs[i], 0);
}

function defensiveComponent({ points, weights }: Points, dim: number): StudentComponent | undefined {
  const { mean: center, covariance } = weightedMoments(points, dim, weights);
  const scale = normalProposal(
    center,
    covariance.map((value) => value * DEFENSIVE.stretch ** 2),
  );
  return scale && studentComponent(DEFENSIVE.weight, DEFENSIVE.nu, scale);
}

function withDefence(parts: readonly StudentComponent[], defensive: StudentComponent): StudentComponent[] {
  return [...parts.map((part) => ({ ...part, weight: part.weight * (1 - defensive.weight) })), defensive];
}

/** log of the second moment of the weighted interest under another proposal, up to a constant. */
function predictedVariance(found: Evaluated, logs: Float64Array, mixture: readonly StudentComponent[]): number {
  const other = logDensities(mixture, found.points, mixture[0].scale.dim);
  return logSumExp(logs.map((value, i) => 2 * value + found.logProposal[i] - other[i]));
}
