/** `credence run [STUDY]` and `credence merge DIR... --study STUDY` */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";
import { renderErrorAnnotation } from "../../reports/index.ts";
import { CredenceError } from "../../lib/errors.ts";
import { readUtf8 } from "../../study/disk.ts";
import { localEngine } from "../../study/plan/local-engine.ts";
import { cellsOf, type Plan, planStudy } from "../../study/plan/plan.ts";
import { DiskStore } from "../../study/plan/disk-store.ts";
import { loadStudy } from "../../study/study-file/load-study.ts";
import { narrowStudy } from "../../study/study-file/narrow-study.ts";
import { prepareStudy, runStudy, type StudyOptions } from "../../study/run-study.ts";
import { currentCommit, findRun, readRecord, runFolder } from "../../study/study-record.ts";
import { baselineId } from "../../study/study-record.ts";
import type { StudySummary } from "../../study/study-summary.ts";
import { titleOf } from "../../study/study-file/load-study.ts";
import { copyOutputs, type OutputName, OUTPUTS, writeStudy } from "../../study/write-study.ts";
import { exitCode } from "../exit-code.ts";
import type { ClosableEngine, QueueFlag } from "../queue.ts";
import { studyProgress } from "../study-progress.ts";
import type { Terminal } from "../terminal.ts";
import { studyText } from "../text/study-text.ts";

export interface RunFlags {
  readonly seed?: string;
  readonly only?: readonly string[];
  readonly refit?: boolean;
  readonly ci?: boolean;
  readonly strict?: boolean;
  readonly reporter?: readonly OutputName[];
  readonly out?: string;
  readonly home: string;
  readonly baseline?: string;
  readonly queue?: QueueFlag;
  readonly cancel?: boolean;
  readonly shard?: { readonly index: number; readonly count: number };
  readonly chains?: number;
  readonly warmup?: number;
  readonly draws?: number;
  readonly quiet?: boolean;
  readonly json?: boolean;
}

const wantsAnnotations = ({ reporter, ci = false }: RunFlags): boolean => reporter?.includes("github") ?? ci;

/** GitHub wants paths from the repository's root, which is not always the folder that the program runs in */
function inWorkspace(annotations: string): string {
  const workspace = process.env["GITHUB_WORKSPACE"];
  const way = workspace ? relative(workspace, process.cwd()).replaceAll("\\", "/") : "";
  return way === "" || way.startsWith("..") ? annotations : annotations.replace(/^(::\w+ file=)(?!\/)/gm, `$1${way}/`);
}

const FILES = ["study.yaml", "study.yml", "study.json"];

export async function runCommand(path: string | undefined, flags: RunFlags, terminal: Terminal, command: string): Promise<number> {
  const stop = new AbortController();
  const takeBack = terminal.onInterrupt?.(() => stop.abort());
  const queue = flags.queue ? (await import("../queue.ts")).queueEngine(flags.queue, terminal, flags.quiet ?? false) : undefined;
  try {
    return await perform(path, flags, terminal, command, stop.signal, queue);
  } catch (error) {
    if (error instanceof CredenceError && wantsAnnotations(flags)) terminal.out(inWorkspace(renderErrorAnnotation(error.details)));
    if (!stop.signal.aborted || error !== stop.signal.reason) throw error;
    if (flags.json) terminal.out(`${JSON.stringify({ schema: 1, exitCode: exitCode.interrupted })}\n`);
    terminal.err("interrupted: the fits that were finished are kept, and the same command goes on from them\n");
    return exitCode.interrupted;
  } finally {
    await queue?.close();
    takeBack?.();
  }
}

async function perform(path: string | undefined, flags: RunFlags, terminal: Terminal, command: string, signal: AbortSignal, queue?: ClosableEngine): Promise<number> {
  const whole = loadStudy(studyPath(path));
  const source = flags.only ? narrowStudy(whole, flags.only) : whole;
  const progress = studyProgress(terminal, flags.quiet ?? false);
  const options = { ...studyOptions(flags, progress.hooks, command), signal, ...(queue && { engine: queue }) };
  const prepared = await prepareStudy(source, options);
  if (flags.cancel) return cancelStudy(prepared.plan, flags, options, terminal);
  if (flags.shard) return runShard(prepared.plan, flags, options, terminal);
  const folder = runFolder(flags.home, titleOf(source), prepared.id);
  const known = flags.refit ? undefined : readRecord(folder);
  const isKnown = known?.id === prepared.id && Object.values(OUTPUTS).every((name) => existsSync(join(folder, name)));
  if (!isKnown) {
    const result = await runStudy(source, options, prepared);
    progress.end();
    writeStudy(flags.home, result, new Date(), currentCommit());
  }
  return tell(folder, isKnown, flags, terminal);
}

/** the study's cells off the queue: those it begins with, and those of the longer chains that it may want later */
async function cancelStudy(plan: Plan, flags: RunFlags, options: StudyOptions, terminal: Terminal): Promise<number> {
  if (!flags.queue) throw new CredenceError({ code: "usage/cancel", message: "--cancel takes a study off a queue", expected: "--cancel --queue URL" });
  const { cancelPlans } = await import("../queue.ts");
  const most = new Map([...plan.fits.values(), ...[...plan.holdouts.values()].map(({ fit }) => fit)].map(({ id, maxDraws }) => [id, maxDraws]));
  const plans = [plan, await planStudy(plan.study, { ...options, longer: most }), await planStudy(plan.study, { ...options, draws: most })];
  await cancelPlans(flags.queue, plans, terminal);
  return exitCode.ok;
}

/** results of shards into the store, then the rest of the study: nothing that a shard computed is computed again */
export async function mergeCommand(folders: readonly string[], path: string | undefined, flags: RunFlags, terminal: Terminal, command: string): Promise<number> {
  const store = new DiskStore(join(flags.home, "store"));
  for (const folder of folders) {
    const other = new DiskStore([join(folder, "store"), folder].find((each) => existsSync(join(each, "cells"))) ?? missing(folder));
    const { taken, damaged } = store.take(other);
    if (damaged > 0) terminal.err(`warning  ${damaged} results in ${folder} are damaged and are computed again\n`);
    if (!flags.quiet && !flags.json) terminal.err(`merged ${taken} results from ${folder}\n`);
  }
  return runCommand(path, flags, terminal, command);
}

function missing(folder: string): never {
  throw new CredenceError({
    code: "run/no-shard",
    message: `${folder} holds no results of a shard`,
    where: { file: folder },
    expected: "the folder that credence run --shard i/n --out DIR wrote",
  });
}

export function studyPath(path: string | undefined): string {
  const found = path ?? FILES.find((name) => existsSync(name));
  if (found !== undefined) return found;
  throw new CredenceError({
    code: "study/none",
    message: "there is no study file here",
    expected: FILES.join(", "),
    fix: "credence init scaling",
  });
}

export function studyOptions(flags: Pick<RunFlags, "home" | "seed" | "chains" | "warmup" | "draws" | "strict" | "refit" | "baseline">, hooks: StudyOptions["hooks"], command: string): StudyOptions {
  const { seed, home, chains, warmup, draws, strict = false, refit = false } = flags;
  const sampler = { ...(chains !== undefined && { chains }), ...(warmup !== undefined && { warmup }), ...(draws !== undefined && { draws }) };
  const reference = flags.baseline ?? (baselineId(home) === undefined ? undefined : "baseline");
  const baseline = reference === undefined ? undefined : baselineOf(home, reference, flags.baseline !== undefined);
  return { seed, sampler, home, store: new DiskStore(join(home, "store")), engine: localEngine, strict, refit, command, ...(hooks && { hooks }), ...(baseline && { baseline }) };
}

/** the record of the baseline; one that was set but is gone (a fresh clone) is none, one that was asked for must be there */
function baselineOf(home: string, reference: string, isAsked: boolean): StudyOptions["baseline"] {
  try {
    const { record, folder } = findRun(home, reference);
    if (record) return record;
    throw new CredenceError({ code: "run/reference", message: `${folder} is the run of a single fit; a baseline is a study's run`, expected: "a run of credence run" });
  } catch (error) {
    if (isAsked) throw error;
    return undefined;
  }
}

/** this shard's fits; what compares or judges several is left to the merge */
async function runShard(plan: Parameters<typeof cellsOf>[0], flags: RunFlags, options: StudyOptions, terminal: Terminal): Promise<number> {
  const { index, count } = flags.shard!;
  const fits = cellsOf(plan).filter(({ kind }) => kind === "fit");
  const own = fits.filter((_, k) => k % count === index - 1);
  const outcomes = await options.engine.run(own, options.store, options.hooks, options.signal);
  const out = flags.out ?? `shard-${index}`;
  const target = new DiskStore(join(out, "store"));
  for (const { cell, state } of outcomes) {
    const files = state === "failed" ? undefined : options.store.read(cell.key);
    if (files) target.write(cell.key, files);
  }
  const failed = outcomes.filter(({ state }) => state === "failed");
  const summary = { schema: 1, shard: `${index}/${count}`, cells: own.map(({ label, key }) => ({ label, key })), failed: failed.map(({ cell, error }) => ({ label: cell.label, error })), out };
  terminal.out(flags.json ? `${JSON.stringify(summary)}\n` : `shard     ${index} of ${count}: ${own.map(({ label }) => label).join(", ") || "nothing to do"}   ${out}\n`);
  for (const { cell, error } of failed) terminal.err(`error     ${cell.label}: ${error!.message}\n`);
  return failed.length > 0 ? exitCode.error : exitCode.ok;
}

function tell(folder: string, isReused: boolean, flags: RunFlags, terminal: Terminal): number {
  const files = Object.fromEntries(Object.values(OUTPUTS).map((name) => [name, readUtf8(join(folder, name))]));
  const summary = JSON.parse(files[OUTPUTS.json]!) as StudySummary;
  const reporters = flags.reporter ?? (flags.ci ? (["html", "json", "junit", "md", "github"] as const) : ["html" as const]);
  const wanted = reporters.map((name) => OUTPUTS[name]);
  if (flags.out ?? flags.ci) copyOutputs(Object.fromEntries(wanted.filter((name) => name !== OUTPUTS.github).map((name) => [name, files[name]!])), flags.out ?? "credence-out");
  const page = { path: flags.out ?? flags.ci ? join(flags.out ?? "credence-out", OUTPUTS.html) : join(folder, OUTPUTS.html), bytes: Buffer.byteLength(files[OUTPUTS.html]!) };
  if (flags.json) terminal.out(`${JSON.stringify({ ...summary, folder, reused: isReused })}\n`);
  else if (!flags.quiet) terminal.out(studyText(summary, page, isReused));
  if (wanted.includes(OUTPUTS.github)) terminal.out(inWorkspace(files[OUTPUTS.github]!));
  for (const [name, { doubts, warnings }] of Object.entries(summary.fits)) {
    for (const { message, remedy } of [...doubts, ...warnings]) terminal.err(`warning   ${name}: ${message}\n          ${remedy}\n`);
  }
  return summary.exitCode;
}
