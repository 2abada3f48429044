/** The optimal bridge between two densities, iterated to its fixed point, and the error of the result. */
import { chainEss } from "../posterior/ess.ts";
import { mean, variance } from "../posterior/moments.ts";
import { median } from "../posterior/quantile.ts";

export interface BridgeRun {
  /** log of the ratio of normalising constants; NaN when the scheme did not converge */
  readonly logRatio: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** the terms averaged over proposal draws, and over posterior draws, at the last iteration */
  readonly numerators: Float64Array;
  readonly denominators: Float64Array;
}

export interface BridgeSchemeOptions {
  /** effective number of the posterior draws; their number when absent */
  readonly effectiveDraws?: number;
  /** where the iteration starts, relative to the median density ratio */
  readonly start?: number;
}

/** bridgesampling's defaults: relative change of r, then of log r after a restart. */
const TOLERANCE = 1e-10;
const RESTART_TOLERANCE = 1e-4;
const MAX_ITERATIONS = 1000;

/**
 * The normalising constant of an unnormalised density relative to a normalised proposal.
 * @param onPosterior log density - log proposal at draws of the density
 * @param onProposal the same at draws of the proposal
 * @source Meng and Wong 1996, eq. 4.1; Gronau et al. 2017, eq. 15; restart from the geometric mean of the last two
 *   values as in bridgesampling (R). Deviation: convergence is judged on log r itself, not relative to it
 * @truth golden vectors of bridgesampling's own tests, 1e-12
 */
export function bridgeScheme(
  onPosterior: Float64Array,
  onProposal: Float64Array,
  options: BridgeSchemeOptions = {},
): BridgeRun {
  const { effectiveDraws = onPosterior.length, start = 0.5 } = options;
  const shift = median(onPosterior);
  const first = iterate(start, TOLERANCE);
  return first.run.converged ? first.run : iterate(Math.sqrt(first.last * first.previous), RESTART_TOLERANCE).run;

  function iterate(from: number, tolerance: number): { run: BridgeRun; last: number; previous: number } {
    const share = effectiveDraws / (effectiveDraws + onProposal.length);
    const numerators = new Float64Array(onProposal.length);
    const denominators = new Float64Array(onPosterior.length);
    let [previous, last, iterations, converged] = [from, from, 0, false];
    while (!converged && iterations < MAX_ITERATIONS) {
      previous = last;
      const rest = (1 - share) * previous;
      // written in exp(-|l|) so that a density ratio that overflows gives the limit of the term
      for (let i = 0; i < numerators.length; i++) numerators[i] = 1 / (share + rest * Math.exp(shift - onProposal[i]));
      for (let i = 0; i < denominators.length; i++) {
        denominators[i] = 1 / (share * Math.exp(onPosterior[i] - shift) + rest);
      }
      last = mean(numerators) / mean(denominators);
      converged = Math.abs(last - previous) <= tolerance * last;
      iterations++;
    }
    const logRatio = converged && last > 0 ? Math.log(last) + shift : Number.NaN;
    return { run: { logRatio, iterations, converged, numerators, denominators }, last, previous };
  }
}

/** The relative variance of the estimate in its two parts, each for one mean. */
export interface BridgeVariance {
  /** from the draws of the proposal, which repetitions average away */
  readonly proposal: number;
  /** from the autocorrelated draws of the posterior */
  readonly posterior: number;
}

/**
 * The relative variance of exp(logRatio): that of the mean numerator plus that of the mean denominator.
 * @param nChains chains of the posterior draws, for the effective size of the denominators; 0 takes them as independent
 * @returns posterior NaN when the effective size is (see `chainEss`)
 * @source Micaletto and Vehtari 2025 (arXiv 2508.14487), section 3; bridgesampling 1.2-1
 */
export function bridgeVariance({ numerators, denominators }: BridgeRun, nChains: number): BridgeVariance {
  const effective = nChains === 0 ? denominators.length : chainEss(denominators, nChains);
  const [top, bottom] = [mean(numerators), mean(denominators)];
  return {
    proposal: variance(numerators, top) / top ** 2 / numerators.length,
    posterior: variance(denominators, bottom) / bottom ** 2 / effective,
  };
}

/** Standard error of a log from the relative variance of what it is the log of, as for a lognormal. */
export function logScaleError(relativeVariance: number): number {
  return Math.sqrt(Math.log1p(relativeVariance));
}
