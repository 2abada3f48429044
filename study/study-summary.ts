/** The one object that `credence run --json` prints and a study's run keeps: verdict, exit code, reasons, and the numbers behind them. */
import type { Expectation } from "../lib/report.ts";
import { forecastJson, type ForecastJson } from "./summary-json.ts";
import { judgedOf } from "./run-study.ts";
import type { ExpectationSpec } from "./study-file/study-shape.ts";
import type { StudyResult } from "./study-result.ts";

export interface StudySummary {
  readonly schema: 1;
  readonly title: string;
  readonly run: string;
  readonly seed: string;
  readonly verdict: StudyResult["verdict"];
  readonly exitCode: number;
  readonly reasons: readonly string[];
  readonly expectations: readonly (Expectation & { readonly onUndecided?: ExpectationSpec["onUndecided"] })[];
  readonly joint?: { readonly p: number; readonly mcse: number };
  readonly forecasts: Readonly<Record<string, ForecastJson>>;
  readonly fits: Readonly<Record<string, FitLine>>;
  readonly comparisons: readonly object[];
  readonly data: readonly { readonly name: string; readonly files: readonly string[]; readonly rows: number; readonly notes: readonly string[]; readonly dropped: readonly { rows: string; reason: string }[] }[];
  readonly trackRecord: { readonly scored: number; readonly pValue: number };
}

export interface FitLine {
  readonly model: string;
  readonly rows: number;
  readonly chains: number;
  readonly draws: number;
  readonly ok: boolean;
  readonly divergences: number;
  readonly max_rhat: number;
  readonly min_ess_bulk: number;
  readonly warnings: readonly { readonly message: string; readonly remedy: string }[];
  readonly doubts: readonly { readonly message: string; readonly remedy: string }[];
}

export function studySummary(result: StudyResult): StudySummary {
  const { plan, gate, trackRecord } = result;
  const fits = [...result.fits, ...[...result.holdouts].map(([id, { fit }]) => [id, fit] as const)];
  return {
    schema: 1,
    title: result.title,
    run: result.id,
    seed: plan.seed,
    verdict: result.verdict,
    exitCode: result.exitCode,
    reasons: result.reasons,
    expectations: judgedOf(result.outcomes),
    ...(gate.joint ? { joint: gate.joint } : {}),
    forecasts: Object.fromEntries([...result.forecasts].map(([id, { forecast }]) => [id, forecastJson(forecast)])),
    fits: Object.fromEntries(
      fits.map(([id, { planned, run, diagnostics }]): [string, FitLine] => {
        const { divergences, max_rhat, min_ess_bulk, warnings, ok } = diagnostics;
        const { chains, draws } = run.fit.sampled;
        const { document, table, doubts } = planned;
        return [id, { model: document.name, rows: table.rows, chains, draws, ok, divergences, max_rhat, min_ess_bulk, warnings, doubts }];
      }),
    ),
    comparisons: result.comparisons.map(({ id, comparison }) => ({ id, ...comparison })),
    data: [...plan.tables.values()].map(({ name, files, table, dropped }) => ({ name, files, rows: table.rows, notes: table.notes, dropped })),
    trackRecord: { scored: trackRecord.scored.length, pValue: trackRecord.pValue },
  };
}
