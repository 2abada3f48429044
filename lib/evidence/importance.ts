/** Adaptive importance sampling: the evidence and expectations of derived quantities from one set of evaluations. */
import type { LogDensity } from "../log-density.ts";
import type { Stream } from "../random/stream.ts";
import { logScaleError } from "./bridge-scheme.ts";
import { controlledMean } from "./controlled-mean.ts";
import { drawsReasons, errorReasons, tailReasons } from "./draws-quality.ts";
import { adaptProposal } from "./importance-proposal.ts";
import { logMeanExp, logSumExp } from "./log-sum-exp.ts";
import { densityAt, type EvidenceEstimate, type PosteriorDraws } from "./posterior-draws.ts";
import { goodParetoK, psis } from "./psis.ts";
import { componentLogs, drawStudent, logDensities, type StudentComponent } from "./student-mixture.ts";

export interface ImportanceOptions {
  readonly random: Stream;
  /** evaluations of the density for the answer; adaptation may use 0.6 of it more. Default 4000 */
  readonly budget?: number;
  /** derived quantities at a point in unconstrained coordinates, always equally many; none by default */
  readonly quantities?: (point: Float64Array) => readonly number[];
}

export interface ImportanceEstimate extends EvidenceEstimate {
  readonly method: "importance";
  /** posterior expectation of each quantity with its standard error */
  readonly quantities: readonly { readonly mean: number; readonly mcse: number }[];
  /** n E(w)² / E(w²), by the proposal's draws or the posterior's, whichever says less */
  readonly ess: number;
  readonly paretoK: number;
  /** evaluations of the density in all */
  readonly evaluations: number;
}

/** Points drawn from the proposal, with everything that is evaluated at them. */
export interface Evaluated {
  /** n × dim, row-major */
  readonly points: Float64Array;
  readonly logDensity: Float64Array;
  /** log of weight · density of each component of the proposal, n × components */
  readonly componentLogs: Float64Array;
  readonly logProposal: Float64Array;
  /** n rows */
  readonly quantities: readonly (readonly number[])[];
}

/** The weights are then worth as many draws as a chain must have (see draws-quality). */
const MIN_ESS = 100;
/** Both ways of counting agree in the mean; a factor of 4 between them is a region that the proposal did not visit. */
const MAX_ESS_RATIO = 4;

/**
 * The log marginal likelihood, and the expectations of quantities, by importance sampling from a mixture of t densities
 * that is fitted to posterior draws and adapted to what is asked, with a wide defensive part; the parts' known integrals
 * are control variates.
 * @param posterior draws of `density`, in its present coordinates
 * @source He and Owen 2014 (arXiv 1411.3954) after Owen and Zhou 2000 (mixtures as control variates); adaptation to
 *   h* ∝ f sqrt(Σ_j w_j (phi_j - beta_j)²) as in arXiv 2212.00568, eq. for fixed beta. Deviation: a self-normalised
 *   ratio, because f is known up to its constant
 * @truth exact marginal likelihoods in test/truth/evidence.json
 * @cost budget to 1.6 budget evaluations, and one for each posterior draw
 */
export function importance(
  density: LogDensity,
  posterior: PosteriorDraws,
  options: ImportanceOptions,
): ImportanceEstimate {
  const { random, budget = 4000, quantities = () => [] } = options;
  const reasons = drawsReasons(posterior, density.coordinates);
  const logDensity = densityAt(density);
  let evaluations = 0;
  const evaluate = (mixture: readonly StudentComponent[], count: number): Evaluated => {
    evaluations += count;
    return evaluateDraws(mixture, count, logDensity, quantities, random);
  };
  const mixture = adaptProposal(posterior, quantities, evaluate, { budget, random });
  if (mixture === undefined) return refusal([...reasons, "the draws have no covariance"]);
  const found = evaluate(mixture, budget);
  const logWeights = found.logDensity.map((value, i) => value - found.logProposal[i]);
  const total = logSumExp(logWeights);
  if (!Number.isFinite(total)) return refusal([...reasons, "the density is nowhere finite under the proposal"]);
  const smoothed = psis(logWeights);
  const weights = logWeights.map((value) => Math.exp(value - total) * budget);
  const forwardEss = budget / (weights.reduce((sum, weight) => sum + weight * weight, 0) / budget);
  const reverseEss = budget / Math.exp(logMeanWeight(posterior, mixture, logDensity) - total + Math.log(budget));
  const ess = Math.min(forwardEss, reverseEss);
  const controls = controlVariates(found, mixture);
  const constant = controlledMean(weights, controls);
  const mcse = constant.mean > 0 ? logScaleError((constant.mcse / constant.mean) ** 2) : Number.NaN;
  reasons.push(...tailReasons("the weights", weights, smoothed.k, goodParetoK(budget)));
  if (ess < MIN_ESS) reasons.push(`the weights are worth ${ess.toFixed(0)} draws, limit ${MIN_ESS}`);
  if (reverseEss * MAX_ESS_RATIO < forwardEss) {
    const [seen, there] = [forwardEss, reverseEss].map((value) => value.toFixed(0));
    reasons.push(
      `the proposal misses part of the posterior: its weights are worth ${seen} draws, the posterior's ${there}`,
    );
  }
  reasons.push(...errorReasons(mcse));
  return {
    method: "importance",
    logMarginalLikelihood: total - Math.log(budget) + Math.log(constant.mean),
    mcse,
    reliable: reasons.length === 0,
    reasons,
    quantities: found.quantities[0].map((_, j) => quantityMean(found.quantities, j, weights, controls, constant.mean)),
    ess,
    paretoK: smoothed.k,
    evaluations,
  };
}

function refusal(reasons: readonly string[]): ImportanceEstimate {
  const none = Number.NaN;
  const answer = { logMarginalLikelihood: none, mcse: none, ess: none, paretoK: none, quantities: [], evaluations: 0 };
  return { method: "importance", reliable: false, reasons, ...answer };
}

/**
 * log of the mean weight over the posterior's draws. Relative to the evidence this is 1 + the variance of the weights,
 * seen from where the posterior is and not from where the proposal looks.
 */
function logMeanWeight(
  { positions, dim }: PosteriorDraws,
  mixture: readonly StudentComponent[],
  logDensity: (point: Float64Array) => number,
): number {
  const proposal = logDensities(mixture, positions, dim);
  return logMeanExp(proposal.map((value, i) => logDensity(positions.subarray(i * dim, (i + 1) * dim)) - value));
}

/** Draws of the mixture, each component in proportion to its weight, and the density there. */
function evaluateDraws(
  mixture: readonly StudentComponent[],
  count: number,
  logDensity: (point: Float64Array) => number,
  quantities: (point: Float64Array) => readonly number[],
  random: Stream,
): Evaluated {
  const { dim } = mixture[0].scale;
  const size = mixture.length;
  const points = new Float64Array(count * dim);
  const logs = new Float64Array(count * size);
  const scratch = new Float64Array(dim);
  const evaluated = { logDensity: new Float64Array(count), logProposal: new Float64Array(count) };
  const rows: (readonly number[])[] = [];
  let [component, share] = [0, mixture[0].weight];
  for (let i = 0; i < count; i++) {
    while ((i + 0.5) / count > share && component < size - 1) share += mixture[++component].weight;
    const point = points.subarray(i * dim, (i + 1) * dim);
    const row = logs.subarray(i * size, (i + 1) * size);
    drawStudent(mixture[component], random, point);
    componentLogs(mixture, point, scratch, row);
    evaluated.logProposal[i] = logSumExp(row);
    evaluated.logDensity[i] = logDensity(point);
    rows.push(quantities(point));
  }
  return { points, componentLogs: logs, quantities: rows, ...evaluated };
}

/** Columns of mean zero under the proposal: density of a component over that of the mixture, less one; all but the last. */
function controlVariates(found: Evaluated, mixture: readonly StudentComponent[]): Float64Array[] {
  const size = mixture.length;
  return mixture
    .slice(0, -1)
    .map(({ weight }, k) =>
      found.logProposal.map((total, i) => Math.exp(found.componentLogs[i * size + k] - total) / weight - 1),
    );
}

function quantityMean(
  rows: readonly (readonly number[])[],
  j: number,
  weights: Float64Array,
  controls: readonly Float64Array[],
  constant: number,
): { mean: number; mcse: number } {
  const center = rows.reduce((sum, row, i) => sum + weightedValue(weights[i], row[j]), 0) / rows.length;
  const influences = weights.map((weight, i) => weightedValue(weight, rows[i][j] - center) / constant);
  const correction = controlledMean(influences, controls);
  return { mean: center + correction.mean, mcse: correction.mcse };
}

/** A quantity that is not finite where the density is zero counts nothing. */
function weightedValue(weight: number, value: number): number {
  return weight === 0 ? 0 : weight * value;
}
