/** What the evidence would be with priors half or twice as wide, from the draws of one fit. */
import { parameterDeclaration } from "../model/document.ts";
import type { ModelDensity } from "../model/model-density.ts";
import { scaledPrior, unknownNames } from "../model/prior-scale.ts";
import { tailReasons } from "./draws-quality.ts";
import { heldOutRow } from "./kfold.ts";
import { logPriorRatios, parameterName } from "./prior-draws.ts";
import type { PosteriorDraws } from "./posterior-draws.ts";
import { upperTailShape } from "./psis.ts";

/** The change of the log marginal likelihood when the scale of some priors is multiplied by `factor`. */
export interface ScaleShift {
  /** whose priors were scaled */
  readonly parameters: readonly string[];
  readonly factor: number;
  readonly shift: number;
  readonly mcse: number;
  readonly reliable: boolean;
  readonly reasons: readonly string[];
}

export interface ScaleShifts {
  /** each parameter by itself at each factor */
  readonly each: readonly ScaleShift[];
  /** all of them together at each factor; empty when none has a scale */
  readonly together: readonly ScaleShift[];
}

const FACTORS = [0.5, 2];

/**
 * Halves and doubles the scales of priors by importance weights: log E[p'(θ) / p(θ)] over the posterior. Exact but for
 * its Monte Carlo error, and refused where the posterior under the other prior lies too far away.
 * @param names parameters to scale; those whose prior has no scale of its own are left out
 * @source Bayes' theorem; laws.md has no number for it: the sweep is that of Kass and Raftery 1995, section 5.3
 * @cost draws evaluations of the priors for each entry of the result
 */
export function priorScaleShifts(density: ModelDensity, posterior: PosteriorDraws, names: readonly string[]): ScaleShifts {
  const { document } = density.model;
  const unknown = unknownNames(document);
  const scaled = (factor: number): [string, string][] =>
    Object.entries(document.parameters).flatMap(([key, declaration]): [string, string][] => {
      const name = parameterName(key);
      const text = names.includes(name) ? scaledPrior(parameterDeclaration(declaration).prior, factor, unknown) : undefined;
      return text === undefined ? [] : [[name, text]];
    });
  const shift = (priors: readonly [string, string][], factor: number): ScaleShift =>
    scaleShift(logPriorRatios(density, posterior, new Map(priors)), posterior.chains, priors.map(([name]) => name), factor);
  const each = FACTORS.flatMap((factor) => scaled(factor).map((prior) => shift([prior], factor)));
  const together = each.length > 0 ? FACTORS.map((factor) => shift(scaled(factor), factor)) : [];
  return { each, together };
}

function scaleShift(ratios: Float64Array, chains: number, parameters: readonly string[], factor: number): ScaleShift {
  const { elpd, mcse, ess } = heldOutRow(ratios, chains);
  const terms = ratios.map((ratio) => Math.exp(ratio - elpd));
  const what = `the weights for priors ×${factor} of ${parameters.join(", ")}`;
  const reasons = tailReasons(what, terms, upperTailShape(terms, Math.min(ess / terms.length, 1)));
  return { parameters, factor, shift: elpd, mcse, reliable: reasons.length === 0 && Number.isFinite(elpd), reasons };
}
