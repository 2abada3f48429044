/** `credence report DIR` */
import { join } from "node:path";
import { renderReport } from "../../reports/index.ts";
import { buildReport } from "../../study/build-report.ts";
import { atomicWrite } from "../../study/disk.ts";
import { openRun } from "../../study/run-folder.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { reportLine } from "../text/fit-text.ts";

export async function reportCommand(dir: string, { json }: { json?: boolean }, terminal: Terminal): Promise<number> {
  const run = await openRun(dir);
  const page = renderReport(buildReport(run));
  const written = { path: join(dir, "report.html"), bytes: Buffer.byteLength(page) };
  atomicWrite(written.path, page);
  terminal.out(
    `${json ? JSON.stringify({ schema: 1, run: dir, report: written.path, bytes: written.bytes }) : reportLine(written)}\n`,
  );
  return run.fit.diagnostics.ok ? exitCode.ok : exitCode.untrusted;
}
