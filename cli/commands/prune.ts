/** `credence prune` */
import { join } from "node:path";
import { DiskStore } from "../../study/plan/disk-store.ts";
import { dropRuns, listRuns } from "../../study/study-record.ts";
import { plural } from "../../reports/words.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

export async function pruneCommand({ home, keep, json }: { home: string; keep: number; json?: boolean }, terminal: Terminal): Promise<number> {
  const dropped = dropRuns(home, keep);
  const read = new Set(listRuns(home).flatMap(({ record }) => record?.cells ?? []));
  const { removed, bytes } = new DiskStore(join(home, "store")).prune(read);
  const megabytes = (bytes / 1e6).toFixed(1);
  terminal.out(
    json
      ? `${JSON.stringify({ schema: 1, runs: dropped, results: removed, bytes })}\n`
      : `removed ${plural(dropped.length, "run")} and ${plural(removed, "result")}, ${megabytes} MB\n`.replace(/\b0 (runs|results)/g, "no $1"),
  );
  return exitCode.ok;
}
