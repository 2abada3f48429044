/** `credence fit MODEL DATA`, and `credence fit --resume DIR` */
import { join } from "node:path";
import { CredenceError } from "../../lib/errors.ts";
import { applyOptions } from "../../lib/model/document.ts";
import { renderReport } from "../../reports/index.ts";
import { DEFAULTS, type Settings, type Snapshot } from "../../samplers/index.ts";
import { buildReport } from "../../study/build-report.ts";
import { checkDesign, type Doubt } from "../../study/check-design.ts";
import { CheckpointWriter, openCheckpoint, removeCheckpoint, type Undertaking } from "../../study/checkpoint.ts";
import { makeFolder } from "../../study/disk.ts";
import { fitParallel, type ParallelFitOptions } from "../../study/fit-parallel.ts";
import type { Fit } from "../../study/fit.ts";
import { type LoadedModel, loadModel } from "../../study/load-model.ts";
import { loadTable } from "../../study/load-table.ts";
import { prepareTable } from "../../study/prepare-table.ts";
import { planPoint, type Point } from "../../study/point.ts";
import { predict } from "../../study/predict.ts";
import { identify, makeRun, writeRun } from "../../study/run-folder.ts";
import { priorDoubts } from "../../study/report/sensitivity.ts";
import type { Until } from "../../study/stopping.ts";
import { summaryJson } from "../../study/summary-json.ts";
import { WARM_WARMUP, warmStartFrom } from "../../study/warm-start.ts";
import { chainProgress } from "../chain-progress.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { fitText } from "../text/fit-text.ts";
import { interruptedText, type Kept } from "../text/interrupted-text.ts";
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
  readonly until?: Until;
  readonly maxTime?: number;
  readonly workers?: number;
  readonly from?: string;
  readonly resume?: string;
  readonly at?: readonly Point[];
  readonly out?: string;
  readonly json?: boolean;
}

/** most draws a chain of a run that ends when it is good enough */
const OPEN_DRAWS = 10_000;

/** What is to be done, whether it begins or goes on. */
export interface Job extends Undertaking {
  readonly doubts: readonly Doubt[];
  /** the run's folder, where it is known before the run has an identity */
  readonly dir?: string | undefined;
  readonly resume?: Snapshot;
  /** gives errors about the model its file and line */
  readonly locate?: LoadedModel["locate"];
}

export async function fitCommand(
  model: string | undefined,
  data: string | undefined,
  flags: FitFlags,
  terminal: Terminal,
  command: string,
): Promise<number> {
  const { resume } = flags;
  const job =
    resume === undefined
      ? await newJob(required(model, "model"), required(data, "data"), flags, command)
      : await resumedJob(resume, model, flags);
  return runJob(job, flags, terminal);
}

/** Samples, writes the run's folder with its page, and says what was found. */
export async function runJob(job: Job, flags: Pick<FitFlags, "workers" | "maxTime" | "json">, terminal: Terminal): Promise<number> {
  const { json = false } = flags;
  const folder = new JobFolder(job);
  const stop = new AbortController();
  const takeBack = terminal.onInterrupt?.(() => stop.abort());
  try {
    const result = await sample(job, flags, terminal, stop.signal, folder);
    return finish(job, result, folder, json, terminal);
  } catch (error) {
    if (!stop.signal.aborted || error !== stop.signal.reason) throw error;
    const { out, err } = interruptedText(job, folder.last, json);
    terminal.out(out);
    terminal.err(err);
    return exitCode.interrupted;
  } finally {
    takeBack?.();
  }
}

async function newJob(model: string, data: string, flags: FitFlags, command: string): Promise<Job> {
  const { map = {}, where = {}, set = {}, seed, at = [], out: dir, until, from } = flags;
  const { document: whole, locate } = await loadModel(model);
  const document = applyOptions(whole, set);
  for (const point of at) planPoint(document, point);
  const loaded = await loadTable(data, { map, where });
  const { table, dropped: unused } = prepareTable(document, loaded.table);
  const dropped = [...loaded.dropped, ...unused];
  const doubts = checkDesign(document, table);
  if (dir) makeFolder(dir);
  const earlier = from === undefined ? undefined : locate(() => warmStartFrom(from, document, table));
  const defaults = { ...DEFAULTS, ...(until && { draws: OPEN_DRAWS }), ...(earlier && { warmup: WARM_WARMUP }) };
  const { chains, warmup, draws, targetAccept, sampler, metric } = { ...defaults, ...flags };
  const settings = { chains, warmup, draws, targetAccept, sampler, metric, ...(earlier && { from: earlier.id }) };
  const request = { model, set, settings, dropped, at, command };
  return { document, table, seed, request, until, warmStart: earlier?.chains, doubts, dir, locate };
}

async function resumedJob(dir: string, model: string | undefined, flags: FitFlags): Promise<Job> {
  const { resume: _resume, json: _json, workers: _workers, maxTime: _maxTime, seed: _seed, ...others } = flags;
  const more = [...(model === undefined ? [] : [model]), ...Object.keys(others)];
  if (more.length > 0) throw resumeAlone(more);
  const { snapshot, ...undertaking } = await openCheckpoint(dir);
  const doubts = checkDesign(undertaking.document, undertaking.table);
  return { ...undertaking, doubts, dir, resume: snapshot };
}

async function sample(
  { document, table, seed, request, until, warmStart, resume, locate = (run) => run() }: Job,
  { workers, maxTime: maxSeconds }: Pick<FitFlags, "workers" | "maxTime">,
  terminal: Terminal,
  signal: AbortSignal,
  folder: JobFolder,
): Promise<Fit> {
  const { chains, warmup, draws, targetAccept, sampler, metric } = request.settings as unknown as Settings;
  const settings = { seed, chains, warmup, draws, targetAccept, sampler, metric };
  const isOpen = until !== undefined || maxSeconds !== undefined;
  const progress = chainProgress(terminal, { model: document.name, chains, warmup, draws, isOpen });
  const options: ParallelFitOptions = {
    ...settings,
    until,
    maxSeconds,
    workers,
    resume,
    signal,
    ...(warmStart && { warmStart }),
    onProgress: (snapshot) => progress.update(snapshot),
    onCheckpoint: (snapshot) => folder.keep(snapshot),
  };
  try {
    return await fitParallel(document, table, options);
  } catch (error) {
    return locate(() => {
      throw error;
    });
  } finally {
    progress.end();
  }
}

/** Where a job keeps what it has; nothing is written, nor the folder's name computed, before the first checkpoint. */
class JobFolder {
  /** what was kept last, and where */
  last: Kept | undefined;
  private readonly job: Job;
  private writer: CheckpointWriter | undefined;

  constructor(job: Job) {
    this.job = job;
    if (job.resume) this.last = { dir: job.dir!, snapshot: job.resume };
  }

  keep(snapshot: Snapshot): void {
    const { job } = this;
    const dir = this.last?.dir ?? job.dir ?? defaultFolder(job, identify(job, job.request).id);
    this.writer ??= new CheckpointWriter(dir, job);
    this.writer.write(snapshot);
    this.last = { dir, snapshot };
  }

  /** the run is written: nothing is left to go on with */
  clear(): void {
    if (this.last) removeCheckpoint(this.last.dir);
  }
}

function finish(job: Job, fit: Fit, folder: JobFolder, json: boolean, terminal: Terminal): number {
  const { request, doubts } = job;
  // the count that was reached says what the run is, however it was reached
  const settings = { ...request.settings, draws: fit.sampled.draws };
  const run = makeRun(fit, { ...request, settings });
  const dir = job.dir ?? defaultFolder(job, run.id);
  const forecasts = predict(fit, request.at);
  const report = buildReport(run, forecasts);
  const page = renderReport(report);
  const summary = summaryJson(run, dir, forecasts);
  writeRun(dir, run, { "summary.json": `${JSON.stringify(summary, null, 1)}\n`, "report.html": page });
  folder.clear();
  terminal.out(
    json
      ? `${JSON.stringify(summary)}\n`
      : fitText(run, forecasts, { path: join(dir, "report.html"), bytes: Buffer.byteLength(page) }),
  );
  terminal.err(warningsText(fit.diagnostics, terminal, [...doubts, ...priorDoubts(report)]));
  return fit.diagnostics.ok ? exitCode.ok : exitCode.untrusted;
}

const defaultFolder = ({ document }: Job, id: string): string => join(".credence", "runs", `${document.name}-${id}`);

function required(value: string | undefined, name: string): string {
  if (value !== undefined) return value;
  throw new CredenceError({
    code: "usage/missingArgument",
    message: `missing required argument "${name}"`,
    expected: "credence fit MODEL DATA, or credence fit --resume DIR",
    fix: "credence fit --help",
  });
}

function resumeAlone(more: readonly string[]): CredenceError {
  return new CredenceError({
    code: "usage/resume",
    message: "--resume goes on with what was asked for, and nothing else can be asked for",
    found: more.join(", "),
    expected: "credence fit --resume DIR, with --workers, --max-time or --json at most",
  });
}
