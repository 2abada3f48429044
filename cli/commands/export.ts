/** `credence export [RUN] --to FORMAT` */
import { join } from "node:path";
import { CredenceError, nearest } from "../../lib/errors.ts";
import { exportPosterior, type PosteriorFormat } from "../../lib/data/posterior/formats.ts";
import { atomicWrite } from "../../study/disk.ts";
import { openFit } from "../../study/plan/compute.ts";
import { DiskStore } from "../../study/plan/disk-store.ts";
import { openRun, type Run } from "../../study/run-folder.ts";
import { findRun, type KnownRun } from "../../study/study-record.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";

interface ExportFlags {
  readonly to: PosteriorFormat;
  readonly fit?: string;
  readonly out: string;
  readonly home: string;
  readonly json?: boolean;
}

export async function exportCommand(reference: string, flags: ExportFlags, terminal: Terminal): Promise<number> {
  const fits = await fitsOf(findRun(flags.home, reference), flags);
  const written: string[] = [];
  for (const [name, { fit, request }] of fits) {
    const { draws, sampled, document, seed } = fit;
    const info = { model: document.name, seed, numWarmup: Number(request.settings["warmup"]) };
    for (const file of exportPosterior({ draws, statistics: sampled.statistics, notes: [] }, flags.to, info)) {
      const path = fits.length > 1 ? join(flags.out, name, file.name) : join(flags.out, file.name);
      atomicWrite(path, file.content);
      written.push(path);
    }
  }
  terminal.out(flags.json ? `${JSON.stringify({ schema: 1, files: written })}\n` : `${written.join("\n")}\n`);
  return exitCode.ok;
}

/** the fits of a run by name, or the one that is asked for */
async function fitsOf({ folder, record }: KnownRun, { fit: wanted, home }: ExportFlags): Promise<[string, Run][]> {
  if (!record) return [["fit", await openRun(folder)]];
  const names = Object.keys(record.fits);
  if (wanted !== undefined && !names.includes(wanted)) {
    throw new CredenceError({
      code: "run/no-fit",
      message: `the run ${record.id} has no fit ${JSON.stringify(wanted)}`,
      found: wanted,
      expected: names.join(", "),
      nearest: nearest(wanted, names),
    });
  }
  const store = new DiskStore(join(home, "store"));
  const chosen = wanted === undefined ? names : [wanted];
  return Promise.all(chosen.map(async (name): Promise<[string, Run]> => [name, await openFit(store, record.fits[name]!)]));
}
