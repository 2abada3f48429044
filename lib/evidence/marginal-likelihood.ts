/** The log marginal likelihood by several estimators that must agree before one of them is believed. */
import type { LogDensity } from "../log-density.ts";
import type { Stream } from "../random/stream.ts";
import { type BridgeEstimate, bridge } from "./bridge.ts";
import { type ImportanceEstimate, importance } from "./importance.ts";
import type { EvidenceEstimate, PosteriorDraws } from "./posterior-draws.ts";

export interface MarginalLikelihood extends EvidenceEstimate {
  /** the estimator whose number this is, the one with the smallest error among those that can be trusted */
  readonly method: "normal" | "warp3" | "importance";
  /** all estimators, each with its own error and reasons */
  readonly estimates: readonly (BridgeEstimate | ImportanceEstimate)[];
}

export interface MarginalLikelihoodOptions {
  readonly random: Stream;
  /** repetitions of the warped bridge; the plain one, a check, makes do with 3. Default 10 */
  readonly repetitions?: number;
  /** evaluations for importance sampling; default 4000 */
  readonly budget?: number;
}

/** Standard errors of their difference by which two estimators may disagree: 6e-5 of honest cases a pair. */
const MAX_DISAGREEMENT = 4;
const CHECK_REPETITIONS = 3;

/**
 * Bridge sampling with a warped and a plain normal proposal, and adaptive importance sampling from a fitted mixture.
 * @param posterior draws of `density`, in its present coordinates; priors must be proper
 * @returns unreliable unless at least two estimators can be trusted and all that can agree
 * @cost about (repetitions + 5) · draws + 2 · budget evaluations of the density
 */
export function marginalLikelihood(
  density: LogDensity,
  posterior: PosteriorDraws,
  { random, repetitions = 10, budget = 4000 }: MarginalLikelihoodOptions,
): MarginalLikelihood {
  const estimates = [
    bridge(density, posterior, { random, method: "warp3", repetitions }),
    bridge(density, posterior, { random, method: "normal", repetitions: CHECK_REPETITIONS }),
    importance(density, posterior, { random, budget }),
  ];
  const trusted = estimates.filter((estimate) => estimate.reliable);
  const reasons = trusted.length < 2 ? reasonsOfAll(estimates) : disagreements(trusted);
  const best = (trusted.length > 0 ? trusted : estimates).reduce((a, b) => (b.mcse < a.mcse ? b : a));
  const { method, logMarginalLikelihood, mcse } = best;
  return { method, logMarginalLikelihood, mcse, reliable: reasons.length === 0, reasons, estimates };
}

/** Every reason once: those about the draws are the same for all estimators. */
function reasonsOfAll(estimates: readonly EvidenceEstimate[]): string[] {
  return [...new Set(estimates.flatMap(({ reasons }) => reasons))];
}

function disagreements(estimates: readonly EvidenceEstimate[]): string[] {
  return estimates.flatMap((a, i) =>
    estimates.slice(i + 1).flatMap((b) => {
      const apart = Math.abs(a.logMarginalLikelihood - b.logMarginalLikelihood) / Math.hypot(a.mcse, b.mcse);
      if (apart <= MAX_DISAGREEMENT) return [];
      const [first, second] = [a, b].map((one) => `${one.method} ${one.logMarginalLikelihood.toFixed(3)}`);
      return [`estimators disagree by ${apart.toFixed(1)} standard errors: ${first}, ${second}`];
    }),
  );
}
