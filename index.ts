/** Credence as a library: what `import { ... } from "credence"` offers. The command line is a thin user of the same functions. */
export type { Table } from "./lib/data/table.ts";
export { readTable } from "./lib/data/files.ts";
export { tableFromColumns, tableFromRows } from "./lib/data/table-from-columns.ts";
export { CredenceError, type ErrorDetails, renderError, type Where } from "./lib/errors.ts";
export type { Draws, SampleResult } from "./lib/fit.ts";
export { defineModel, type ModelDocument } from "./lib/model/document.ts";
export { type Diagnostics, type Summary, summarize } from "./lib/posterior/index.ts";
export type { Report } from "./lib/report.ts";
export { models } from "./models/index.ts";
export { renderReport } from "./reports/index.ts";
export { buildReport } from "./study/build-report.ts";
export { compareFits, type CompareOptions, type FitComparison, type ModelComparison, type NamedFit } from "./study/compare.ts";
export { type Fit, fit, type FitOptions } from "./study/fit.ts";
export { loadModel, type LoadedModel } from "./study/load-model.ts";
export type { Point } from "./study/point.ts";
export { type Forecast, predict } from "./study/predict.ts";
export { openRun, type Run, type RunRequest, writeRun } from "./study/run-folder.ts";
export { type SummaryJson, summaryJson } from "./study/summary-json.ts";
