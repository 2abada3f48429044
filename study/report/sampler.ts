/** The report's sampler section: diagnostics with their remedies, and the pictures behind them. */
import type { FitSampler } from "../../lib/report.ts";
import type { Fit } from "../fit.ts";
import { maybe } from "./parameters.ts";
import { samplerFigures } from "./sampler-figures.ts";

export function reportSampler(fit: Fit, warmup: number): FitSampler {
  const { diagnostics, sampled, document } = fit;
  const { treedepth__ } = sampled.statistics;
  return {
    fit: document.name,
    ok: diagnostics.ok,
    chains: sampled.chains,
    warmup,
    draws: sampled.draws,
    divergences: diagnostics.divergences,
    maxRhat: maybe(diagnostics.max_rhat),
    minEssBulk: maybe(diagnostics.min_ess_bulk),
    minEssTail: maybe(diagnostics.min_ess_tail),
    minEbfmi: maybe(diagnostics.min_ebfmi),
    maxTreedepthHits: diagnostics.max_treedepth_hits,
    stepSizes: sampled.adaptation.map(({ stepSize }) => stepSize),
    meanTreeDepth: treedepth__.reduce((sum, depth) => sum + depth, 0) / treedepth__.length,
    warnings: diagnostics.warnings.map(({ message, remedy }) => ({ message, remedy })),
    figures: samplerFigures(fit),
  };
}
