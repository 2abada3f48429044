/** `credence runs` and `credence show [RUN]` */
import { join } from "node:path";
import { readUtf8 } from "../../study/disk.ts";
import { openRun } from "../../study/run-folder.ts";
import { predict } from "../../study/predict.ts";
import { baselineId, findRun, listRuns, setBaseline } from "../../study/study-record.ts";
import type { StudySummary } from "../../study/study-summary.ts";
import { OUTPUTS } from "../../study/write-study.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { columns } from "../text/columns.ts";
import { fitText } from "../text/fit-text.ts";
import { studyText } from "../text/study-text.ts";

export async function runsCommand({ home, baseline, json }: { home: string; baseline?: string; json?: boolean }, terminal: Terminal): Promise<number> {
  if (baseline !== undefined) setBaseline(home, findRun(home, baseline));
  const base = baselineId(home);
  const runs = listRuns(home);
  if (json) {
    const list = runs.map(({ record, ...run }, k) => ({ ...run, reference: `@${k + 1}`, baseline: run.id === base, git: record?.git, verdict: record?.verdict, exitCode: record?.exitCode }));
    terminal.out(`${JSON.stringify({ schema: 1, runs: list })}\n`);
    return exitCode.ok;
  }
  const rows = runs.map(({ id, title, created, record }, k) => [
    `@${k + 1}`,
    id,
    title,
    created.slice(0, 16).replace("T", " "),
    record?.verdict ?? "fit",
    record?.git?.slice(0, 9) ?? "",
    id === base ? "baseline" : "",
  ]);
  terminal.out(rows.length > 0 ? `${columns(rows, "l").join("\n")}\n` : `no runs in ${join(home, "runs")}\n`);
  return exitCode.ok;
}

export async function showCommand(reference: string, { home, json }: { home: string; json?: boolean }, terminal: Terminal): Promise<number> {
  const { folder, kind } = findRun(home, reference);
  const page = (): { path: string; bytes: number } => ({ path: join(folder, OUTPUTS.html), bytes: Buffer.byteLength(readUtf8(join(folder, OUTPUTS.html))) });
  const text = readUtf8(join(folder, OUTPUTS.json));
  if (json) terminal.out(`${JSON.stringify(JSON.parse(text))}\n`);
  else if (kind === "study") terminal.out(studyText(JSON.parse(text) as StudySummary, page(), false));
  else {
    const run = await openRun(folder);
    terminal.out(fitText(run, predict(run.fit, run.request.at), page()));
  }
  return exitCode.ok;
}
