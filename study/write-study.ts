/** A study's result written out: the run's folder with page, summary, JUnit and Markdown; its forecasts into the ledger. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { renderAnnotations, renderJUnit, renderMarkdown, renderReport } from "../reports/index.ts";
import { responsesOf } from "../lib/model/responses.ts";
import { REPORT_FILE } from "./find-reports.ts";
import { studyReport } from "./report/study-report.ts";
import { atomicWrite } from "./disk.ts";
import { ForecastLedger, rowAt } from "./ledger/forecast-ledger.ts";
import { equallyLikely } from "./spread.ts";
import { recordOf, runFolder, slugOf, type StudyRecord, writeRecord } from "./study-record.ts";
import type { StudyResult } from "./study-result.ts";
import { studySummary } from "./study-summary.ts";

/** file of each output in a run's folder */
export const OUTPUTS = {
  html: "report.html",
  json: "summary.json",
  junit: "junit.xml",
  md: "summary.md",
  github: "annotations.txt",
} as const;

export type OutputName = keyof typeof OUTPUTS;

/** values kept in the ledger: tails to a hundredth, a few kilobytes */
const LEDGER_VALUES = 200;

export interface WrittenStudy {
  readonly folder: string;
  readonly record: StudyRecord;
  readonly bytes: number;
}

/** @param now ISO time and day of the record and the ledger */
export function writeStudy(home: string, result: StudyResult, now: Date, git: string | undefined): WrittenStudy {
  const folder = runFolder(home, result.title, result.id);
  mkdirSync(folder, { recursive: true });
  const record = recordOf(result, now, git);
  const page = studyOutputs(result);
  writeRecord(folder, record, page);
  enterForecasts(home, result, now);
  return { folder, record, bytes: Buffer.byteLength(page[OUTPUTS.html]!) };
}

/** every output as text, by file name; the same result gives the same bytes */
export function studyOutputs(result: StudyResult): Record<string, string> {
  const report = studyReport(result);
  return {
    [OUTPUTS.html]: renderReport(report),
    [OUTPUTS.json]: `${JSON.stringify(studySummary(result), null, 1)}\n`,
    [OUTPUTS.junit]: renderJUnit(report),
    [OUTPUTS.md]: renderMarkdown(report),
    [OUTPUTS.github]: renderAnnotations(report),
    [REPORT_FILE]: `${JSON.stringify(report)}\n`,
  };
}

/** copies of outputs where the user wants them */
export function copyOutputs(files: Readonly<Record<string, string>>, to: string): void {
  for (const [name, content] of Object.entries(files)) atomicWrite(join(to, name), content);
}

/** forecasts of observations that are still to come: a point that is in the data is no forecast */
function enterForecasts(home: string, result: StudyResult, now: Date): void {
  const ledger = new ForecastLedger(join(home, "forecasts"));
  for (const [id, { spec, forecast }] of result.forecasts) {
    const { run } = result.fits.get(spec.model)!;
    const { document, table } = run.fit;
    const all = result.plan.tables.get(result.plan.study.file.models[spec.model]!.data)!.table;
    if (!responsesOf(document).has(forecast.name) || rowAt(all, spec.at) !== undefined || rowAt(table, spec.at) !== undefined) continue;
    const sorted = forecast.draws.filter((value) => Number.isFinite(value)).sort();
    if (sorted.length < LEDGER_VALUES) continue;
    ledger.enter({
      study: slugOf(result.title),
      forecast: id,
      model: spec.model,
      response: forecast.name,
      ...(forecast.unit ? { unit: forecast.unit } : {}),
      at: spec.at,
      chosen: forecast.chosen,
      values: equallyLikely(sorted, LEDGER_VALUES).map((value) => Number(value.toPrecision(8))),
      dataHash: run.dataHash,
      run: result.id,
      made: now.toISOString().slice(0, 10),
    });
  }
}
