/** `credence check [RUN]`: the gate without sampling. */
import { join } from "node:path";
import { CredenceError } from "../../lib/errors.ts";
import { readUtf8 } from "../../study/disk.ts";
import type { Cell } from "../../study/plan/cell.ts";
import type { Engine } from "../../study/plan/engine.ts";
import { runStudy } from "../../study/run-study.ts";
import { loadStudy } from "../../study/study-file/load-study.ts";
import { findRun } from "../../study/study-record.ts";
import { concludeExpectations } from "../../study/study-result.ts";
import { type StudySummary, studySummary } from "../../study/study-summary.ts";
import { OUTPUTS } from "../../study/write-study.ts";
import type { Terminal } from "../terminal.ts";
import { gateText } from "../text/study-text.ts";
import { type RunFlags, studyOptions, studyPath } from "./run.ts";

interface CheckFlags extends Pick<RunFlags, "home" | "baseline" | "strict" | "json"> {
  readonly study?: string;
}

export async function checkCommand(run: string | undefined, flags: CheckFlags, terminal: Terminal, command: string): Promise<number> {
  const summary = run === undefined ? await judgeAgain(flags, command) : stored(run, flags);
  const { schema, verdict, exitCode, reasons, expectations, joint } = summary;
  if (flags.json) terminal.out(`${JSON.stringify({ schema, run: summary.run, verdict, exitCode, reasons, expectations, joint })}\n`);
  else terminal.out(gateText(summary));
  return exitCode;
}

async function judgeAgain(flags: CheckFlags, command: string): Promise<StudySummary> {
  const source = loadStudy(studyPath(flags.study));
  return studySummary(await runStudy(source, { ...studyOptions(flags, undefined, command), engine: onlyStored, mayDraw: false }));
}

/** what a run wrote down, judged by the levels that are asked for now */
function stored(reference: string, { home, strict = false }: CheckFlags): StudySummary {
  const { folder, record } = findRun(home, reference);
  if (!record) throw new CredenceError({ code: "run/no-gate", message: `${folder} is the run of a single fit and has no gate`, expected: "a run of credence run" });
  const summary = JSON.parse(readUtf8(join(folder, OUTPUTS.json))) as StudySummary;
  const broken = Object.entries(summary.fits).flatMap(([id, { ok }]) => (ok ? [] : [id]));
  return { ...summary, ...concludeExpectations(summary.expectations, broken, strict) };
}

/** an engine that computes nothing */
const onlyStored: Engine = {
  run: async (cells, store) => {
    const missing = cells.filter(({ key }: Cell) => !store.has(key));
    if (missing.length === 0) return cells.map((cell) => ({ cell, state: "reused" as const }));
    throw new CredenceError({
      code: "run/not-computed",
      message: `${missing.length} of ${cells.length} results are not in the store: ${missing.map(({ label }) => label).join(", ")}`,
      found: "a study, model or table that changed since it was run, or was never run",
      fix: "credence run",
    });
  },
};
