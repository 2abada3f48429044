/** The evidence of one fit, refused where it has none, and how it moves with the scales of the fit's own priors. */
import {
  type MarginalLikelihood,
  marginalLikelihood,
  poolChains,
  priorScaleShifts,
  type ScaleShifts,
} from "../../lib/evidence/index.ts";
import { stream } from "../../lib/random/stream.ts";
import type { ComparableFit, NamedFit } from "./named-fit.ts";

export interface FitEvidence extends MarginalLikelihood {
  /** of the parameters that not every model has; all of them when the evidence is refused too */
  readonly scales: ScaleShifts;
}

/**
 * @param own names of the parameters whose prior scales are swept
 * @param seed with the fit's name it names the random streams
 */
export function evidenceOf({ name, fit }: NamedFit, own: readonly string[], seed: string): FitEvidence {
  const { density, sampled } = fit;
  const flat = flatPriors(fit);
  if (flat.length > 0) return none([`the prior of ${flat.join(", ")} is flat, and a flat prior has no evidence`]);
  const posterior = poolChains(density, sampled);
  const scales = priorScaleShifts(density, posterior, own);
  const estimate = marginalLikelihood(density, posterior, { random: stream(`${seed}/evidence/${name}`) });
  const distrust = divergenceReasons(fit);
  const reasons = [...distrust, ...estimate.reasons];
  return { ...estimate, reliable: reasons.length === 0, reasons, scales };
}

/** Above this share of divergent transitions the draws miss a region; fewer are left to the estimators, which look there. */
const MOST_DIVERGENT = 0.01;

/** Convergence and effective draws are the estimators' own concern; that a region is missed they may not see. */
function divergenceReasons({ sampled, diagnostics }: ComparableFit): string[] {
  const share = diagnostics.divergences / (sampled.chains * sampled.draws);
  if (share <= MOST_DIVERGENT) return [];
  return [`the sampler diverged in ${(100 * share).toFixed(1)} % of the draws, limit ${100 * MOST_DIVERGENT} %`];
}

function none(reasons: readonly string[]): FitEvidence {
  const unknown = Number.NaN;
  const scales = { each: [], together: [] };
  return { method: "warp3", logMarginalLikelihood: unknown, mcse: unknown, reliable: false, reasons, estimates: [], scales };
}

function flatPriors({ density }: ComparableFit): string[] {
  return density.model.parameters.flatMap(({ name, prior }) =>
    prior.kind === "plain" && prior.distribution.proper === false ? [name] : [],
  );
}

/** for each fit, its parameters that some other fit does not have */
export function ownParameters(fits: readonly NamedFit[]): string[][] {
  const priors = fits.map(({ fit }) => {
    const { parameters } = fit.density.model;
    return new Map(parameters.map(({ name, declaration }) => [name, declaration.prior]));
  });
  return priors.map((mine) =>
    [...mine.keys()].filter((name) => !priors.every((others) => others.has(name))),
  );
}
