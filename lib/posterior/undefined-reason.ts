/** Why a convergence statistic of these draws cannot be had; nothing when it can. */

export interface UndefinedReason {
  readonly code: "not_finite" | "constant";
  /** in words, with the counts */
  readonly text: string;
}

/**
 * The reason for a NaN among R-hat, ESS and MCSE.
 * @returns undefined when the draws vary and are finite. Constant means within 2^-52 of each other in absolute terms.
 * @source the rule of Vehtari, Gelman, Simpson, Carpenter, Bürkner 2021 as `should_return_NA` of posterior (R) has it
 */
export function undefinedReason(draws: Float64Array): UndefinedReason | undefined {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let notFinite = 0;
  for (let i = 0; i < draws.length; i++) {
    if (!Number.isFinite(draws[i])) notFinite++;
    if (draws[i] < low) low = draws[i];
    if (draws[i] > high) high = draws[i];
  }
  if (notFinite > 0) return { code: "not_finite", text: `${notFinite} of ${draws.length} draws are not finite` };
  if (high - low >= Number.EPSILON) return undefined;
  return { code: "constant", text: `all draws equal ${low}: fixed by the model, or a stuck chain` };
}
