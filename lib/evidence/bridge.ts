/** Bridge sampling: the marginal likelihood from posterior draws and a normal proposal, plain or warped. */
import type { LogDensity } from "../log-density.ts";
import { multiplyLower } from "../linear/cholesky.ts";
import { mean, variance } from "../posterior/moments.ts";
import type { Stream } from "../random/stream.ts";
import { type BridgeRun, bridgeScheme, bridgeVariance, logScaleError } from "./bridge-scheme.ts";
import { drawsReasons, errorReasons, medianEss, tailReasons } from "./draws-quality.ts";
import { logAddExp } from "./log-sum-exp.ts";
import { fitNormalProposal, type NormalProposal, standardize, standardNormalLogDensity } from "./normal-proposal.ts";
import { densityAt, type EvidenceEstimate, halfOfChains, type PosteriorDraws } from "./posterior-draws.ts";
import { upperTailShape } from "./psis.ts";

export type BridgeMethod = "normal" | "warp3";

export interface BridgeOptions {
  readonly random: Stream;
  /** `warp3` (the default) mirrors the posterior at its mean and so removes its skewness; costs twice the evaluations */
  readonly method?: BridgeMethod;
  /** sets of proposal draws over which the estimate is averaged; default 10 */
  readonly repetitions?: number;
}

export interface BridgeEstimate extends EvidenceEstimate {
  readonly method: BridgeMethod;
  /** the most any repetition needed */
  readonly iterations: number;
  /** log marginal likelihood of each repetition; the estimate is their mean */
  readonly repetitions: Float64Array;
  /** the log marginal likelihood with the halves of the chains exchanged, one repetition, for the check */
  readonly exchanged: number;
  /** the largest Pareto shape of the averaged terms; -Infinity when their tails are constant */
  readonly paretoK: number;
}

/** One proposal (fitted to one half of the chains), bridged to the other half by some repetitions. */
interface Direction {
  readonly log: number;
  readonly error: number;
  readonly runs: readonly BridgeRun[];
  /** relative variance from the proposal's draws in one repetition */
  readonly proposalVariance: number;
  readonly paretoK: number;
  readonly reasons: readonly string[];
}

/** Standard errors by which the two directions may differ: 6e-5 of honest cases. */
const MAX_DISAGREEMENT = 4;
/** Times its formula that the spread of at least 5 repetitions may be: 3e-7 of honest cases. */
const MAX_SPREAD = 3;

/**
 * The log marginal likelihood of a posterior. The early half of each chain fits a normal proposal; the late half and
 * draws of the proposal are bridged. Refuses, with reasons, what cannot be trusted.
 *
 * The halves are exchanged for a check only: where the posterior is nearly normal both directions err alike, so their
 * mean would claim more than it knows.
 * @param posterior draws of `density`, in its present coordinates
 * @returns NaN, unreliable, when no proposal can be fitted or the scheme does not converge
 * @source Meng and Wong 1996; Meng and Schilling 2002 (warp-III); Gronau et al. 2017, 2020; the error by Micaletto and
 *   Vehtari 2025 (arXiv 2508.14487). Deviation: repetitions are averaged and counted in the error
 * @truth exact marginal likelihoods in test/truth/evidence.json
 * @cost (repetitions + 3) · draws / 2 evaluations of the density, twice that for warp3
 */
export function bridge(density: LogDensity, posterior: PosteriorDraws, options: BridgeOptions): BridgeEstimate {
  const { random, method = "warp3", repetitions = 10 } = options;
  const reasons = drawsReasons(posterior, density.coordinates);
  const halves = [halfOfChains(posterior, 0), halfOfChains(posterior, 1)] as const;
  const proposals = halves.map((half) => (half.draws > 0 ? fitNormalProposal(half) : undefined));
  const [early, late] = proposals;
  if (early === undefined || late === undefined) return refusal(method, [...reasons, "the draws have no covariance"]);
  const direction = bridgeOneWay(logRatioTo(early, density, method), early, halves[1], repetitions, random);
  const exchanged = bridgeOneWay(logRatioTo(late, density, method), late, halves[0], 1, random);
  reasons.push(...errorReasons(direction.error), ...direction.reasons, ...repetitionReasons(direction));
  const apart = Math.abs(direction.log - exchanged.log) / Math.hypot(direction.error, exchanged.error);
  if (apart > MAX_DISAGREEMENT) {
    reasons.push(`the halves of the chains disagree: ${direction.log.toFixed(3)} and ${exchanged.log.toFixed(3)}`);
  }
  return {
    method,
    logMarginalLikelihood: direction.log,
    mcse: direction.error,
    reliable: reasons.length === 0,
    reasons,
    iterations: Math.max(...direction.runs.map((run) => run.iterations)),
    repetitions: Float64Array.from(direction.runs, (run) => run.logRatio),
    exchanged: exchanged.log,
    paretoK: direction.paretoK,
  };
}

function refusal(method: BridgeMethod, reasons: readonly string[]): BridgeEstimate {
  const none = Number.NaN;
  const answer = { logMarginalLikelihood: none, mcse: none, exchanged: none, paretoK: none, iterations: 0 };
  return { method, reliable: false, reasons, repetitions: new Float64Array(0), ...answer };
}

/** log density - log proposal at a point; the density is averaged with its mirror image for warp3. */
function logRatioTo(
  proposal: NormalProposal,
  density: LogDensity,
  method: BridgeMethod,
): (point: Float64Array) => number {
  const logDensity = densityAt(density);
  const scratch = new Float64Array(proposal.dim);
  return (point) => {
    let value = logDensity(point);
    if (method === "warp3") {
      for (let j = 0; j < proposal.dim; j++) scratch[j] = 2 * proposal.mean[j] - point[j];
      value = logAddExp(value, logDensity(scratch)) - Math.LN2;
    }
    scratch.set(point);
    standardize(proposal, scratch);
    return value + proposal.logDeterminant - standardNormalLogDensity(scratch);
  };
}

function bridgeOneWay(
  logRatio: (point: Float64Array) => number,
  proposal: NormalProposal,
  posterior: PosteriorDraws,
  repetitions: number,
  random: Stream,
): Direction {
  const { chains, dim, positions } = posterior;
  const n = chains * posterior.draws;
  const onPosterior = Float64Array.from({ length: n }, (_, i) => logRatio(positions.subarray(i * dim, (i + 1) * dim)));
  const effectiveDraws = medianEss(posterior);
  const point = new Float64Array(dim);
  const runs = Array.from({ length: repetitions }, () => {
    const onProposal = Float64Array.from({ length: n }, () => {
      for (let j = 0; j < dim; j++) point[j] = random.normal();
      multiplyLower(proposal.factor, dim, point);
      for (let j = 0; j < dim; j++) point[j] += proposal.mean[j];
      return logRatio(point);
    });
    return bridgeScheme(onPosterior, onProposal, { effectiveDraws });
  });
  const parts = runs.map((run) => bridgeVariance(run, chains));
  const proposalVariance = mean(Float64Array.from(parts, (part) => part.proposal));
  const posteriorVariance = mean(Float64Array.from(parts, (part) => part.posterior));
  const numerators = Float64Array.from(runs.flatMap((run) => Array.from(run.numerators)));
  const { denominators } = runs[0];
  const shapes = [upperTailShape(numerators), upperTailShape(denominators, Math.min(effectiveDraws / n, 1))];
  const failed = runs.filter((run) => !run.converged).length;
  return {
    log: mean(Float64Array.from(runs, (run) => run.logRatio)),
    // repetitions average the proposal's part, not the posterior's
    error: logScaleError(proposalVariance / repetitions + posteriorVariance),
    runs,
    proposalVariance,
    paretoK: Math.max(...shapes.filter((shape) => !Number.isNaN(shape)), Number.NEGATIVE_INFINITY),
    reasons: [
      ...(failed > 0 ? [`the iteration did not converge in ${failed} of ${runs.length} repetitions`] : []),
      ...tailReasons("the bridge's numerators", numerators, shapes[0]),
      ...tailReasons("the bridge's denominators", denominators, shapes[1]),
    ],
  };
}

function repetitionReasons({ runs, proposalVariance }: Direction): string[] {
  const spread = Math.sqrt(variance(Float64Array.from(runs, (run) => run.logRatio)));
  const expected = logScaleError(proposalVariance);
  if (runs.length < 5 || !(spread > MAX_SPREAD * expected)) return [];
  return [`repetitions spread by ${spread.toFixed(3)} where their formula says ${expected.toFixed(3)}`];
}
