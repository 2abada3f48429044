/** What a fit gave for its cost, the same figures for every program. */
import type { Summary } from "../../lib/posterior/index.ts";
import type { Reference } from "./references.ts";

export interface Costs {
  readonly compile_s: number;
  /** CPU seconds of warmup and sampling */
  readonly cpu_s: number;
  readonly gradients_warmup: number;
  readonly gradients_sampling: number;
  readonly us_per_gradient: number;
  readonly run_us: number;
  readonly divergences: number;
}

export interface Yield extends Costs {
  readonly min_ess_bulk: number;
  readonly min_ess_tail: number;
  readonly ess_per_1000_gradients: number;
  readonly ess_per_cpu_s: number;
  readonly max_rhat: number;
  /** the largest difference of a posterior mean from the reference, in combined Monte-Carlo errors */
  readonly errors_from_reference: number;
  /** the largest relative difference of a posterior sd from the reference */
  readonly sd_from_reference: number;
}

/** @param summaries of the quantities that the reference lists, by the same estimators whoever drew them */
export function yieldOf(costs: Costs, summaries: readonly Summary[], { posterior }: Reference["summary"]): Yield {
  const { compile_s, cpu_s, gradients_warmup, gradients_sampling, us_per_gradient, run_us, divergences } = costs;
  const least = (key: "ess_bulk" | "ess_tail"): number => Math.min(...summaries.map((row) => row[key]));
  const most = (of: (row: Summary) => number): number => Math.max(...summaries.map(of));
  const ess = least("ess_bulk");
  return {
    compile_s,
    cpu_s,
    gradients_warmup,
    gradients_sampling,
    us_per_gradient,
    run_us,
    divergences,
    min_ess_bulk: ess,
    min_ess_tail: least("ess_tail"),
    ess_per_1000_gradients: (1000 * ess) / (gradients_warmup + gradients_sampling),
    ess_per_cpu_s: ess / cpu_s,
    max_rhat: most(({ rhat }) => rhat),
    errors_from_reference: most(({ name, mean, mcse_mean }) => Math.abs(mean - posterior[name]!.mean) / Math.hypot(mcse_mean, posterior[name]!.mcse_mean)),
    sd_from_reference: most(({ name, sd }) => Math.abs(sd / posterior[name]!.sd - 1)),
  };
}

/** effective draws a gradient over those of a run that is known by its counts */
export function perGradientOver(ours: Yield, theirs: { readonly min_ess_bulk: number; readonly gradients: number }): number {
  return ours.ess_per_1000_gradients / ((1000 * theirs.min_ess_bulk) / theirs.gradients);
}
