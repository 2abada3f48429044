/**
 * Default priors of the library's laws: weakly informative, on log or logit scales. A model file states only what deviates.
 * Laws of a loss carry the constant `Lref`, a typical loss that the user declares (`--set Lref=0.2` for error rates) and
 * that is never read from the data, so that Bayes factors keep their meaning.
 */

export const priors = {
  /** exponent of a loss in model size, data or compute: 90 % between 0.11 and 0.81 */
  exponent: "lognormal(log(0.3), 0.6)",
  /** exponent of an error rate in data: 90 % between 0.08 and 0.79 (Hestness et al. 2017 found 0.07 to 0.35) */
  errorExponent: "lognormal(log(0.25), 0.7)",
  /** exponent of a law without floor, which is shallower because the floor is inside it */
  pureExponent: "lognormal(log(0.1), 0.7)",
  /** what is left to lose at the pivot */
  reducible: "lognormal(log(Lref / 3), 1)",
  /** loss at the pivot of a law without floor */
  level: "lognormal(log(Lref), 1)",
  /** irreducible loss */
  floor: "lognormal(log(Lref / 2), 0.5)",
  /** spread of families on a log scale, and of their exponents on a log scale */
  groupSpread: "half_normal(0.3)",
  /** a probability-like asymptote */
  asymptote: "logit_normal(0, 1.5)",
} as const;

/** typical loss of a language model in nats per token */
export const LREF = 3;

/**
 * Constants of a law with a position in x (a break, a threshold, a shift): the middle of the data on a log scale, and
 * half their range. The position is sampled over the middle, so that chains start within the data whatever the unit of x,
 * and its prior `relativePosition` is deliberately wider than the data.
 */
export function extent(x: string): { middle: string; half_range: string } {
  return {
    middle: `exp((min(log(${x})) + max(log(${x}))) / 2)`,
    half_range: `(max(log(${x})) - min(log(${x}))) / 2`,
  };
}

export const relativePosition = "lognormal(0, half_range)";
