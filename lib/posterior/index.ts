/** What draws say and whether to believe them: summaries, convergence diagnostics, Monte Carlo errors. */
export { autocovariance } from "./autocovariance.ts";
export { type Diagnostics, type DiagnosticLimits, type DiagnosticWarning, diagnose } from "./diagnose.ts";
export { type EcdfDifference, ecdfDifference } from "./ecdf-difference.ts";
export { ebfmi } from "./ebfmi.ts";
export { countBand, type CountBand, type CountLaw, groupCounts, pathPValue, uniformCounts } from "./ecdf-band.ts";
export { chainEss, essBulk, essMean, essQuantile, essSd, essTail } from "./ess.ts";
export { logChoose, logGamma } from "./log-gamma.ts";
export { eventProbability, mcseMean, mcseQuantile, mcseSd, type Probability } from "./mcse.ts";
export { mean, standardDeviation, variance } from "./moments.ts";
export { median, quantile, quantiles, sortedQuantile } from "./quantile.ts";
export { argsort } from "./argsort.ts";
export { rankEcdf, type RankEcdf, type RankEcdfOptions } from "./rank-ecdf.ts";
export { averageRanks, rankNormalize } from "./rank-normalize.ts";
export {
  type RankHistogram,
  rankUniformity,
  type RankUniformity,
  type RankUniformityOptions,
} from "./sbc.ts";
export { basicRhat, bulkRhat, chainRhat, foldedRhat, splitRhat } from "./split-rhat.ts";
export { quantileName, type Summary, type SummaryOptions, summarize, summarizeOne } from "./summarize.ts";
export { type UndefinedReason, undefinedReason } from "./undefined-reason.ts";
