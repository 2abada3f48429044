/** Evidence for models: marginal likelihoods, cross-validation, what the prior decides, what new data would decide. */
export {
  type DataSeen,
  checkSameData,
  type LogBayesFactor,
  logBayesFactor,
  type ModelProbability,
  modelProbabilities,
} from "./bayes-factor.ts";
export { type BridgeEstimate, type BridgeMethod, type BridgeOptions, bridge } from "./bridge.ts";
export {
  bernoulliDivergence,
  type Effect,
  type Expected,
  expectedLogBayesFactor,
  normalDivergence,
  pointsToDecide,
  probabilityOfDecision,
  type UnitsNeeded,
  unitsToDecide,
} from "./design.ts";
export { type ElpdDifference, elpdDifference } from "./elpd-difference.ts";
export {
  askThresholdout,
  climbLadder,
  EMPTY_LADDER,
  type HoldoutAnswer,
  type LadderState,
  startThresholdout,
  type ThresholdoutOptions,
  type ThresholdoutState,
} from "./holdout.ts";
export { type ImportanceEstimate, type ImportanceOptions, importance } from "./importance.ts";
export { type Fold, foldsByGroup, heldOutRow, type KFold, kfold } from "./kfold.ts";
export { type Loo, type LooRow, loo, replaceLooRows } from "./loo.ts";
export { logMeanExp, logSumExp } from "./log-sum-exp.ts";
export { type MarginalLikelihood, marginalLikelihood } from "./marginal-likelihood.ts";
export { type ModelChoice, type ModelChoiceCalibration, modelChoiceCalibration } from "./model-choice-calibration.ts";
export { momentMatch } from "./moment-matching.ts";
export { poolChains } from "./pool-chains.ts";
export type { EvidenceEstimate, PosteriorDraws } from "./posterior-draws.ts";
export { type PowerScaling, powerScaling, type Sensitivity, SENSITIVITY_THRESHOLD } from "./power-scaling.ts";
export { type ModelWeight, pseudoBma, pseudoBmaPlus } from "./pseudo-bma.ts";
export { logPriorDraws, logPriorRatios, parameterName } from "./prior-draws.ts";
export { priorScaleShifts, type ScaleShift, type ScaleShifts } from "./prior-scales.ts";
export { goodParetoK, psis, type SmoothedWeights } from "./psis.ts";
export { RowLogLikelihood } from "./row-log-likelihood.ts";
export { type NestedPoint, type SavageDickey, savageDickey } from "./savage-dickey.ts";
export { stackingWeights } from "./stacking.ts";
