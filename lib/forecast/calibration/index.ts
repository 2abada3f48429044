/** Calibration metrics of confidences against answers, each with its error. Rules for exact 0 and 1: see check.ts. */
export { auroc } from "./auroc.ts";
export { type BinSensitivity, binSensitivity, FIELD_BIN_COUNTS } from "./bin-sensitivity.ts";
export { type Bin, binItems, type BinScheme, distinctBins, equalMassBins, equalWidthBins } from "./bins.ts";
export { type Bootstrap, bootstrap, type BootstrapOptions, type Metric } from "./bootstrap.ts";
export { brier, brierSkill, type Murphy, murphy } from "./brier.ts";
export { CALIBRATION_METRICS, type CalibrationMetric, calibrationMetrics } from "./calibration-metrics.ts";
export { checkConfidences } from "./check.ts";
export { type Corp, corp, recalibrate } from "./corp.ts";
export { ace, debiasedEce, ece, eceBias, type EceOptions, mce } from "./ece.ts";
export { isotonic, type IsotonicCurve } from "./isotonic.ts";
export { ksError } from "./ks-error.ts";
export { type LogLoss, logLoss, SATURATION } from "./log-loss.ts";
export { mmce } from "./mmce.ts";
export { type PrecisionThreshold, precisionThreshold } from "./precision-threshold.ts";
export { aurc, type RiskCoverage, riskCoverage } from "./risk-coverage.ts";
export { kernelEce, smoothEce } from "./smooth-ece.ts";
