/** A hold-out set that may be asked again and again: Thresholdout for queries, the Ladder for a leaderboard. */
import { mean, standardDeviation } from "../posterior/moments.ts";
import type { Stream } from "../random/stream.ts";

export interface ThresholdoutOptions {
  /** T: how far training and hold-out means may differ before it counts as overfitting */
  readonly threshold: number;
  /** sigma: scale of the Laplace noise that hides the hold-out set */
  readonly noise: number;
  /** B: how many overfitted queries are answered from the hold-out set */
  readonly budget: number;
}

/** What the set has given away so far; plain numbers, to be stored between queries. */
export interface ThresholdoutState {
  readonly remaining: number;
  /** threshold with its present noise */
  readonly noisyThreshold: number;
}

export interface HoldoutAnswer {
  /** undefined when the budget is spent */
  readonly estimate: number | undefined;
  /** standard deviation of the noise that the answer carries; 0 for a training mean, which carries none */
  readonly noiseSd: number;
  readonly source: "training" | "holdout" | "refused";
}

/** @source Dwork, Feldman, Hardt, Pitassi, Reingold, Roth 2015 (arXiv 1411.2664), figure 1 */
export function startThresholdout(
  { threshold, noise, budget }: ThresholdoutOptions,
  random: Stream,
): ThresholdoutState {
  return { remaining: budget, noisyThreshold: threshold + laplace(2 * noise, random) };
}

/**
 * One query: the mean of a statistic over the training rows where that agrees with the hold-out rows, otherwise their
 * mean with noise, for one unit of the budget.
 * @returns the answer, and the state to go on with
 * @source as `startThresholdout`
 */
export function askThresholdout(
  state: ThresholdoutState,
  { training, holdout }: { readonly training: Float64Array; readonly holdout: Float64Array },
  { threshold, noise }: ThresholdoutOptions,
  random: Stream,
): { readonly answer: HoldoutAnswer; readonly state: ThresholdoutState } {
  if (state.remaining < 1) return { answer: { estimate: undefined, noiseSd: 0, source: "refused" }, state };
  const [seen, unseen] = [mean(training), mean(holdout)];
  if (Math.abs(unseen - seen) <= state.noisyThreshold + laplace(4 * noise, random)) {
    return { answer: { estimate: seen, noiseSd: 0, source: "training" }, state };
  }
  const estimate = unseen + laplace(noise, random);
  const next = { remaining: state.remaining - 1, noisyThreshold: threshold + laplace(2 * noise, random) };
  return { answer: { estimate, noiseSd: Math.SQRT2 * noise, source: "holdout" }, state: next };
}

/** Laplace noise, density exp(-|x| / scale) / (2 scale). */
function laplace(scale: number, random: Stream): number {
  const u = random.uniform() - 0.5;
  return -scale * Math.sign(u) * Math.log1p(-2 * Math.abs(u));
}

/** The best entry of a leaderboard so far. */
export interface LadderState {
  /** loss shown, rounded to what the hold-out set can support; Infinity before the first entry */
  readonly best: number;
  /** loss of that entry row by row; absent before the first */
  readonly losses?: Float64Array;
}

export const EMPTY_LADDER: LadderState = { best: Number.POSITIVE_INFINITY };

/**
 * A new entry: replaces the best one only if its mean loss is better by more than a step; otherwise nothing is told.
 * @param losses of the entry, one per hold-out row
 * @param step fixed; by default the standard error of the paired difference to the best entry (parameter-free Ladder)
 * @source Blum and Hardt 2015 (arXiv 1502.04585), figures 1 and 2
 */
export function climbLadder(state: LadderState, losses: Float64Array, step?: number): LadderState {
  const n = losses.length;
  const loss = mean(losses);
  const needed = step ?? (state.losses === undefined ? 0 : pairedError(losses, state.losses));
  if (!(loss < state.best - needed)) return state;
  const grid = step ?? 1 / n;
  return { best: grid > 0 ? Math.round(loss / grid) * grid : loss, losses };
}

function pairedError(losses: Float64Array, best: Float64Array): number {
  return standardDeviation(losses.map((loss, i) => loss - best[i])) / Math.sqrt(losses.length);
}
