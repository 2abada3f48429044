/** `credence compare A B ... [--data FILE]`, `credence compare --tournament NAME DATA`, `credence compare FILE FILE` */
import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { CredenceError } from "../../lib/errors.ts";
import { applyOptions } from "../../lib/model/document.ts";
import { DEFAULTS, type Snapshot } from "../../samplers/index.ts";
import { checkDesign } from "../../study/check-design.ts";
import { compareFits, type FitComparison, type NamedFit } from "../../study/compare.ts";
import { holdOutFits } from "../../study/comparison/hold-out.ts";
import { kFoldFits } from "../../study/comparison/k-fold.ts";
import { pairFiles } from "../../study/comparison/pair-files.ts";
import { comparisonJson, type CrossValidations } from "../../study/comparison-json.ts";
import { makeFolder } from "../../study/disk.ts";
import { fitModels, loadTournament } from "../../study/fit-models.ts";
import { loadSpec, type ModelSpec } from "../../study/model-spec.ts";
import { loadTable } from "../../study/load-table.ts";
import { prepareTable } from "../../study/prepare-table.ts";
import { openRun } from "../../study/run-folder.ts";
import { type ChainProgress, chainProgress } from "../chain-progress.ts";
import { exitCode } from "../exit-code.ts";
import { stepProgress } from "../progress.ts";
import type { Carried, QueueFlag } from "../queue.ts";
import type { Terminal } from "../terminal.ts";
import { compareText } from "../text/compare-text.ts";
import { runJob } from "./fit.ts";

export interface CompareFlags {
  readonly data?: string;
  readonly tournament?: string;
  readonly map?: Record<string, string>;
  readonly where?: Record<string, string>;
  readonly kFold?: string;
  readonly leaveLargestOut?: string;
  readonly cuts?: readonly string[];
  readonly seed: string;
  readonly chains?: number;
  readonly warmup?: number;
  readonly draws?: number;
  readonly workers?: number;
  readonly pairBy?: string;
  readonly filter?: string;
  readonly metric?: string;
  readonly out?: string;
  readonly queue?: QueueFlag;
  /** of results that a queue computes */
  readonly home: string;
  readonly json?: boolean;
}

export async function compareCommand(names: readonly string[], flags: CompareFlags, terminal: Terminal, command: string): Promise<number> {
  const { queue } = flags;
  const isLogs = areFiles(names, flags);
  if (isLogs && !queue) return compareFiles(names, flags, terminal, command);
  const asked = isLogs ? undefined : await askedOf(names, flags);
  if (asked && !queue) return tell(await here(asked, flags, terminal), flags, terminal);
  if (!queue || !asked || !("data" in asked))
    throw usage("a queue computes fits of one table; all else is compared here", names.join(" "), "credence compare A B --data FILE --queue URL");
  return (await import("../queue.ts")).onQueue({ ...flags, queue }, terminal, async (carried) => tell(await there(asked, carried, flags, terminal), flags, terminal));
}

interface Compared {
  readonly comparison: FitComparison;
  readonly fits: () => Promise<readonly NamedFit[]>;
}

async function here(asked: Asked, flags: CompareFlags, terminal: Terminal): Promise<Compared> {
  const fits = "data" in asked ? await fitNow(asked.specs, asked.data, flags, terminal) : await Promise.all(asked.runs.map(openNamed));
  const progress = stepProgress(terminal);
  const comparison = compareFits(fits, { seed: flags.seed, onStep: progress.step });
  progress.end();
  return { comparison, fits: () => Promise.resolve(fits) };
}

/** fits and their comparison by the workers of a queue */
async function there({ specs, data }: FromTable, carried: Carried, flags: CompareFlags, terminal: Terminal): Promise<Compared> {
  const { compareByCells } = await import("../../study/compare-cells.ts");
  const { seed, map = {}, where = {} } = flags;
  const { table } = await loadTable(data, { where });
  const { chains, warmup, draws } = { ...DEFAULTS, ...flags };
  const progress = stepProgress(terminal);
  const hooks = { onStart: ({ kind, label }: { kind: string; label: string }) => progress.step(`${kind.padEnd(9)} ${label}`) };
  const compared = await compareByCells(specs, table, { ...carried, hooks, seed, chains, warmup, draws, map });
  progress.end();
  return compared;
}

async function tell({ comparison, fits: opened }: Compared, flags: CompareFlags, terminal: Terminal): Promise<number> {
  const progress = stepProgress(terminal);
  const fits = flags.kFold || flags.leaveLargestOut ? await opened() : [];
  const validations: CrossValidations = {
    ...(flags.kFold ? { kFold: kFoldFits(fits, flags.kFold, progress.step) } : {}),
    ...(flags.leaveLargestOut
      ? { holdOut: holdOutFits(fits, { column: flags.leaveLargestOut, ...(flags.cuts ? { cuts: flags.cuts } : {}) }, progress.step) }
      : {}),
  };
  progress.end();
  terminal.out(
    flags.json
      ? `${JSON.stringify(comparisonJson(comparison, flags.seed, validations))}\n`
      : compareText(comparison, validations),
  );
  terminal.err(comparison.warnings.map((warning) => `note     ${warning}\n`).join(""));
  return comparison.reliable ? exitCode.ok : exitCode.untrusted;
}

/** Of two models' answers to the same items: is the difference real? The fit is a run like any other. */
async function compareFiles(names: readonly string[], flags: CompareFlags, terminal: Terminal, command: string): Promise<number> {
  const [a, b, ...more] = names;
  if (a === undefined || b === undefined || more.length > 0)
    throw usage("answers are compared two by two", names.join(" "), "credence compare FILE FILE; for more models than two: credence fit irt, credence fit seed-variance");
  const { seed, pairBy: by, filter, metric, out: dir } = flags;
  const model = "paired-comparison";
  const { table: answers, set } = await pairFiles([a, b], { by, ...(filter && { filter }), ...(metric && { metric }) });
  const document = applyOptions((await loadSpec(model)).base, set);
  const { table, dropped } = prepareTable(document, answers);
  if (dir) makeFolder(dir);
  const { chains, warmup, draws, targetAccept, sampler } = { ...DEFAULTS, ...flags };
  const settings = { chains, warmup, draws, targetAccept, sampler, metric: DEFAULTS.metric };
  const request = { model, set, settings, dropped, at: [], command };
  return runJob({ document, table, seed, request, until: undefined, doubts: checkDesign(document, table), ...(dir && { dir }) }, flags, terminal);
}

const areFiles = (names: readonly string[], { data, tournament }: CompareFlags): boolean =>
  data === undefined && tournament === undefined && names.length > 0 && names.every((name) => statSync(name, { throwIfNoEntry: false })?.isFile());

interface FromTable {
  readonly specs: readonly ModelSpec[];
  readonly data: string;
}

type Asked = FromTable | { readonly runs: readonly string[] };

/** fits to be made from one table, or to be opened from run folders */
async function askedOf(names: readonly string[], flags: CompareFlags): Promise<Asked> {
  const { tournament } = flags;
  const data = flags.data ?? (tournament ? names[0] : undefined);
  if (tournament && names.length > (flags.data ? 0 : 1)) throw usage("a tournament names its own models", names.join(" "), "credence compare --tournament NAME DATA");
  if (!tournament && names.length < 2) throw usage("there is nothing to compare with", names.join(" ") || "no names", "credence compare A B --data FILE");
  if (data === undefined) {
    if (tournament) throw usage("a tournament needs a table", "no file", `credence compare --tournament ${tournament} DATA`);
    return { runs: names };
  }
  const specs = tournament ? await loadTournament(tournament) : await Promise.all(names.map(loadSpec));
  return { specs, data };
}

async function fitNow(specs: readonly ModelSpec[], data: string, flags: CompareFlags, terminal: Terminal): Promise<NamedFit[]> {
  const { seed, map = {}, where = {} } = flags;
  const { table } = await loadTable(data, { where });
  const { chains, warmup, draws } = { ...DEFAULTS, ...flags };
  let shown: { name: string; progress: ChainProgress } | undefined;
  const onProgress = (name: string, snapshot: Snapshot): void => {
    if (shown?.name !== name) {
      shown?.progress.end();
      shown = { name, progress: chainProgress(terminal, { model: name, chains, warmup, draws, isOpen: false }) };
    }
    shown.progress.update(snapshot);
  };
  try {
    return await fitModels(specs, table, { seed, chains, warmup, draws, map, workers: flags.workers, onProgress });
  } finally {
    shown?.progress.end();
  }
}

/** a run by its model and options, or by its folder where it has no manifest that says */
async function openNamed(dir: string): Promise<NamedFit> {
  if (!existsSync(join(dir, "manifest.json"))) {
    throw usage(`${dir} is not the folder of a run`, dir, "run folders; or models with the table to fit them to: --data FILE");
  }
  const { fit } = await openRun(dir);
  return { name: dir, fit };
}

function usage(message: string, found: string, expected: string): CredenceError {
  return new CredenceError({ code: "usage/compare", message, found, expected });
}
