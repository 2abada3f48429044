/** `credence diagnose [RUN | FILE...]` */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { readPosterior } from "../../lib/data/files.ts";
import type { Draws, SamplerStatistics } from "../../lib/fit.ts";
import { type Diagnostics, type DiagnosticLimits, diagnose, summarize } from "../../lib/posterior/index.ts";
import { fixed, integer } from "../../reports/numbers.ts";
import { plural } from "../../reports/words.ts";
import { openFit } from "../../study/plan/compute.ts";
import { DiskStore } from "../../study/plan/disk-store.ts";
import { openRun } from "../../study/run-folder.ts";
import { findRun } from "../../study/study-record.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { warningsText } from "../text/warnings-text.ts";

interface DiagnoseFlags extends Omit<DiagnosticLimits, "summaries"> {
  readonly home: string;
  readonly json?: boolean;
}

interface Posterior {
  readonly name: string;
  readonly draws: Draws;
  readonly statistics: SamplerStatistics;
  readonly notes: readonly string[];
}

export async function diagnoseCommand(what: readonly string[], flags: DiagnoseFlags, terminal: Terminal): Promise<number> {
  const { home, json, ...limits } = flags;
  const isFile = what.some((path) => existsSync(path) && statSync(path).isFile());
  const posteriors = isFile ? [await fromFiles(what)] : await fromRun(what[0] ?? "latest", home);
  const results = posteriors.map((posterior) => ({ ...posterior, diagnostics: diagnose(posterior.draws, posterior.statistics, { ...limits, summaries: summarize(posterior.draws) }) }));
  if (json) {
    const list = results.map(({ name, draws, notes, diagnostics }) => ({ name, chains: draws.chains, draws: draws.draws, notes, diagnostics }));
    terminal.out(`${JSON.stringify({ schema: 1, ok: results.every(({ diagnostics }) => diagnostics.ok), posteriors: list })}\n`);
  } else
    for (const { name, draws, notes, diagnostics } of results) {
      terminal.out(`${line(name, draws, diagnostics)}\n${notes.map((note) => `          ${note}\n`).join("")}`);
      terminal.err(warningsText(diagnostics, terminal));
    }
  return results.every(({ diagnostics }) => diagnostics.ok) ? exitCode.ok : exitCode.untrusted;
}

async function fromFiles(paths: readonly string[]): Promise<Posterior> {
  const { draws, statistics, notes } = await readPosterior(paths);
  const absent = STATISTICS.filter((name) => statistics[name] === undefined);
  const empty = (name: keyof SamplerStatistics): Float64Array => statistics[name] ?? new Float64Array();
  const all = Object.fromEntries(STATISTICS.map((name) => [name, empty(name)])) as unknown as SamplerStatistics;
  const lacking = absent.length > 0 ? [`not in the file, and not checked: ${absent.join(", ")}`] : [];
  return { name: paths.length === 1 ? paths[0]! : plural(paths.length, "file"), draws, statistics: all, notes: [...notes, ...lacking] };
}

const STATISTICS = ["lp__", "accept_stat__", "stepsize__", "treedepth__", "n_leapfrog__", "divergent__", "energy__"] as const;

async function fromRun(reference: string, home: string): Promise<Posterior[]> {
  const { folder, record } = findRun(home, reference);
  const store = new DiskStore(join(home, "store"));
  const runs = record
    ? await Promise.all(Object.entries(record.fits).map(async ([name, key]) => ({ name, run: await openFit(store, key) })))
    : [{ name: folder, run: await openRun(folder) }];
  return runs.map(({ name, run }) => ({ name, draws: run.fit.draws, statistics: run.fit.sampled.statistics, notes: [] }));
}

function line(name: string, draws: Draws, { ok, divergences, max_rhat, min_ess_bulk, min_ess_tail, min_ebfmi }: Diagnostics): string {
  const known = (value: number, format: (value: number) => string): string => (Number.isFinite(value) ? format(value) : "–");
  const parts = [
    name,
    `${draws.chains} × ${integer(draws.draws)} draws of ${plural(draws.names.length, "quantity", "quantities")}`,
    plural(divergences, "divergence").replace(/^0/, "no"),
    `R-hat ${known(max_rhat, (value) => fixed(value, 0.001))}`,
    `ESS ${known(min_ess_bulk, integer)} bulk, ${known(min_ess_tail, integer)} tail`,
    `E-BFMI ${known(min_ebfmi, (value) => fixed(value, 0.01))}`,
    ok ? "to be trusted" : "not to be trusted",
  ];
  return parts.join("   ");
}
