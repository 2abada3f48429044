/** Scores of probabilistic forecasts against what came. Event probabilities of plain draws are in lib/posterior. */
export { averageScore } from "./average-score.ts";
export { type Crps, type CrpsOptions, crps } from "./crps.ts";
export { binomialInterval, type Coverage, intervalCoverage } from "./interval-coverage.ts";
export { intervalScore } from "./interval-score.ts";
export { logScore } from "./log-score.ts";
export { pit, pitEcdf } from "./pit.ts";
export { weightedQuantiles } from "./weighted-quantiles.ts";
export { normalizedWeights, weightedMean, weightsEss } from "./weights.ts";
