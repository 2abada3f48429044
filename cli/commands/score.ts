/** `credence score [STUDY]` */
import { join } from "node:path";
import { significant } from "../../reports/numbers.ts";
import { plural } from "../../reports/words.ts";
import { averageScore } from "../../lib/forecast/scores/index.ts";
import { ForecastLedger, type LedgerEntry } from "../../study/ledger/forecast-ledger.ts";
import { scoreForecasts, type TrackRecord } from "../../study/ledger/track-record.ts";
import { loadData } from "../../study/plan/load-data.ts";
import { pointText } from "../../study/point.ts";
import { loadStudy, titleOf } from "../../study/study-file/load-study.ts";
import { slugOf } from "../../study/study-record.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { columns } from "../text/columns.ts";
import { studyPath } from "./run.ts";

export async function scoreCommand(path: string | undefined, { home, json }: { home: string; json?: boolean }, terminal: Terminal): Promise<number> {
  const source = loadStudy(studyPath(path));
  const tables = await loadData(source);
  const { entries, unreadable } = new ForecastLedger(join(home, "forecasts")).entries(slugOf(titleOf(source)));
  const record = scoreForecasts(entries, (model) => {
    const spec = source.file.models[model];
    return spec && tables.get(spec.data)?.table;
  });
  for (const name of unreadable) terminal.err(`warning   ${name} in the ledger is no forecast and is left out\n`);
  terminal.out(json ? `${JSON.stringify(scoreJson(record))}\n` : scoreText(record));
  return exitCode.ok;
}

function scoreJson({ scored, pending, pValue }: TrackRecord): object {
  return {
    schema: 1,
    scored: scored.map(({ entry, ...score }) => ({ ...withoutValues(entry), ...score })),
    pending: pending.map(withoutValues),
    calibration: { n: scored.length, pValue },
  };
}

/** the values behind a forecast are many, and are in the ledger */
function withoutValues(entry: LedgerEntry): Omit<LedgerEntry, "values"> {
  const { values: _, ...rest } = entry;
  return rest;
}

function scoreText({ scored, pending, pValue }: TrackRecord): string {
  if (scored.length === 0) return `no forecast has come due; ${plural(pending.length, "forecast")} waiting for data\n`.replace("0 forecasts", "none");
  const rows = scored.map(({ entry, observed, pit, crps, crpsMcse, logScore, inside }) => [
    entry.forecast,
    pointText(entry.at),
    entry.made,
    significant(observed, 4),
    pit.toFixed(2),
    inside[50] ? "50 %" : inside[80] ? "80 %" : inside[95] ? "95 %" : "outside",
    `${significant(crps, 2)} ± ${significant(crpsMcse, 1)}`,
    logScore.toFixed(1),
  ]);
  const table = columns([["forecast", "at", "made", "observed", "PIT", "inside", "CRPS", "log score"], ...rows], "lllr");
  const hits = ([50, 80, 95] as const).map((level) => `${scored.filter(({ inside }) => inside[level]).length} of ${scored.length} in the ${level} % interval`);
  const { mean, standardError } = averageScore(Float64Array.from(scored, ({ crps }) => crps));
  const average = scored.length > 1 ? `; mean CRPS ${significant(mean, 2)} ± ${significant(standardError, 1)}` : "";
  const waiting = pending.length > 0 ? `; ${plural(pending.length, "forecast")} waiting` : "";
  return `${table.join("\n")}\n\n${hits.join(", ")}${average}; P(so uneven | calibrated) = ${pValue.toFixed(2)}${waiting}\n`;
}
