/** `credence fit MODEL DATA` */
import { join } from "node:path";
import { applyOptions } from "../../lib/model/document.ts";
import { renderReport } from "../../reports/index.ts";
import { DEFAULTS } from "../../samplers/index.ts";
import { buildReport } from "../../study/build-report.ts";
import { checkDesign } from "../../study/check-design.ts";
import { makeFolder } from "../../study/disk.ts";
import { fit } from "../../study/fit.ts";
import { loadModel } from "../../study/load-model.ts";
import { loadTable } from "../../study/load-table.ts";
import { planPoint, type Point } from "../../study/point.ts";
import { predict } from "../../study/predict.ts";
import { makeRun, writeRun } from "../../study/run-folder.ts";
import { summaryJson } from "../../study/summary-json.ts";
import { exitCode } from "../exit-code.ts";
import { samplingProgress } from "../progress.ts";
import type { Terminal } from "../terminal.ts";
import { fitText } from "../text/fit-text.ts";
import { warningsText } from "../text/warnings-text.ts";

interface FitFlags {
  readonly map?: Record<string, string>;
  readonly where?: Record<string, string>;
  readonly set?: Record<string, string>;
  readonly seed: string;
  readonly chains?: number;
  readonly warmup?: number;
  readonly draws?: number;
  readonly targetAccept?: number;
  readonly sampler?: "nuts" | "hmc";
  readonly at?: readonly Point[];
  readonly out?: string;
  readonly json?: boolean;
}

export async function fitCommand(
  model: string,
  data: string,
  flags: FitFlags,
  terminal: Terminal,
  command: string,
): Promise<number> {
  const { map = {}, where = {}, set = {}, seed, at = [], out, json = false } = flags;
  const loaded = await loadModel(model);
  const document = applyOptions(loaded.document, set);
  for (const point of at) planPoint(document, point);
  const { table, dropped } = await loadTable(data, { map, where });
  const doubts = checkDesign(document, table);
  if (out) makeFolder(out);
  const { chains, warmup, draws, targetAccept, sampler, metric } = { ...DEFAULTS, ...flags };
  const settings = { chains, warmup, draws, targetAccept, sampler, metric };
  const progress = samplingProgress(terminal, document.name, chains, chains * (warmup + draws));
  const result = loaded.locate(() => fit(loaded.document, table, { seed, set, ...settings, hooks: progress.hooks }));
  progress.end();
  const run = makeRun(result, { model, set, settings, dropped, at, command });
  const dir = out ?? join(".credence", "runs", `${document.name}-${run.id}`);
  const forecasts = predict(result, at);
  const page = renderReport(buildReport(run, forecasts));
  const summary = summaryJson(run, dir, forecasts);
  writeRun(dir, run, { "summary.json": `${JSON.stringify(summary, null, 1)}\n`, "report.html": page });
  terminal.out(
    json
      ? `${JSON.stringify(summary)}\n`
      : fitText(run, forecasts, { path: join(dir, "report.html"), bytes: Buffer.byteLength(page) }),
  );
  terminal.err(warningsText(result.diagnostics, terminal, doubts));
  return result.diagnostics.ok ? exitCode.ok : exitCode.untrusted;
}
