/** A study's run on disk: its record and outputs in a folder under .credence/runs; found again by reference. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import { hashJson } from "../lib/data/hash.ts";
import { CredenceError, nearest } from "../lib/errors.ts";
import { atomicWrite, readUtf8 } from "./disk.ts";
import type { Baseline, PastForecast } from "./gate/context.ts";
import { cellsOf } from "./plan/plan.ts";
import { equallyLikely, sevenQuantiles } from "./spread.ts";
import type { StudyResult } from "./study-result.ts";
import { version } from "./version.ts";

const SCHEMA = 1;
const RECORD = "study.json";
const FIT_MANIFEST = "manifest.json";
/** equally likely values kept of a forecast: the 95 % ends are then the third from each end, interpolated */
const KEPT_VALUES = 100;

export interface StudyRecord extends Baseline {
  readonly schema: typeof SCHEMA;
  readonly study: string;
  readonly title: string;
  /** ISO time at which the run ended */
  readonly created: string;
  /** the commit that was checked out, where there is one */
  readonly git?: string;
  readonly command: string;
  /** path of the study file as it was given */
  readonly file: string;
  readonly verdict: StudyResult["verdict"];
  readonly exitCode: number;
  /** keys of every result in the store that this run reads */
  readonly cells: readonly string[];
  /** fit's name -> key of its result */
  readonly fits: Readonly<Record<string, string>>;
}

/** A study's name in paths and ledgers. */
export const slugOf = (title: string): string =>
  title.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 40) || "study";

export const runFolder = (home: string, title: string, id: string): string => join(home, "runs", `${slugOf(title)}-${id}`);

export function recordOf(result: StudyResult, now: Date, git: string | undefined): StudyRecord {
  const { plan } = result;
  const forecasts = [...result.forecasts].map(([id, { forecast, draws, spec }]): [string, PastForecast] => {
    const sorted = draws.filter((value) => !Number.isNaN(value)).sort();
    const { run, planned } = result.fits.get(spec.model)!;
    return [
      id,
      {
        name: forecast.name,
        ...(forecast.unit ? { unit: forecast.unit } : {}),
        at: spec.at,
        q: sevenQuantiles(sorted),
        values: equallyLikely(sorted, KEPT_VALUES),
        dataHash: run.dataHash,
        modelHash: hashJson(planned.document),
      },
    ];
  });
  return {
    schema: SCHEMA,
    id: result.id,
    study: slugOf(result.title),
    title: result.title,
    created: now.toISOString(),
    ...(git ? { git } : {}),
    command: result.command,
    file: plan.study.path,
    version,
    verdict: result.verdict,
    exitCode: result.exitCode,
    cells: [...new Set(cellsOf(plan).map(({ key }) => key))],
    fits: Object.fromEntries([...plan.fits].map(([id, { cell }]) => [id, cell.key])),
    forecasts: Object.fromEntries(forecasts),
  };
}

/** Writes outputs, and the record last: a folder without one is no run. */
export function writeRecord(folder: string, record: StudyRecord, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) atomicWrite(join(folder, name), content);
  atomicWrite(join(folder, RECORD), `${JSON.stringify(record, null, 1)}\n`);
}

/** The record in a folder, or undefined when there is none that can be read. */
export function readRecord(folder: string): StudyRecord | undefined {
  if (!existsSync(join(folder, RECORD))) return undefined;
  try {
    const record = JSON.parse(readUtf8(join(folder, RECORD))) as StudyRecord;
    return record.schema === SCHEMA && typeof record.id === "string" ? record : undefined;
  } catch {
    return undefined;
  }
}

/** The commit that is checked out, from the CI's environment or git; undefined outside a repository. */
export function currentCommit(env: NodeJS.ProcessEnv = process.env): string | undefined {
  if (env["GITHUB_SHA"]) return env["GITHUB_SHA"];
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}

/** A run that stands under `.credence/runs`: of a study, or of `credence fit`. */
export interface KnownRun {
  readonly kind: "study" | "fit";
  readonly folder: string;
  readonly id: string;
  readonly title: string;
  /** ISO time */
  readonly created: string;
  readonly record?: StudyRecord;
}

/** All runs, the latest first. */
export function listRuns(home: string): readonly KnownRun[] {
  const runs = join(home, "runs");
  if (!existsSync(runs)) return [];
  return readdirSync(runs)
    .flatMap((name) => knownRun(join(runs, name), name) ?? [])
    .sort((a, b) => (a.created < b.created ? 1 : a.created > b.created ? -1 : a.id < b.id ? -1 : 1));
}

function knownRun(folder: string, name: string): KnownRun | undefined {
  const record = readRecord(folder);
  if (record) return { kind: "study", folder, id: record.id, title: record.title, created: record.created, record };
  const manifest = statSync(join(folder, FIT_MANIFEST), { throwIfNoEntry: false });
  if (!manifest) return undefined;
  const [, title = name, id = name] = /^(.*)-([0-9a-f]{12})$/.exec(name) ?? [];
  return { kind: "fit", folder, id, title, created: manifest.mtime.toISOString() };
}

const BASELINE = "baseline";

/** Names the run that later ones are compared with. */
export function setBaseline(home: string, run: KnownRun): void {
  atomicWrite(join(home, BASELINE), `${run.id}\n`);
}

/** Id of the baseline, where one was set. */
export function baselineId(home: string): string | undefined {
  const path = join(home, BASELINE);
  return existsSync(path) ? readUtf8(path).trim() : undefined;
}

/**
 * The run that a reference means: `latest`, `@N` (`@1` is the latest, `@2` the one before), `baseline`, `git:SHA`, the beginning
 * of an id, or a folder.
 * @throws CredenceError run/reference
 */
export function findRun(home: string, reference: string): KnownRun {
  if (existsSync(reference)) {
    const run = knownRun(reference, reference.split(/[/\\]/).findLast(Boolean) ?? reference);
    if (run) return run;
  }
  const runs = listRuns(home);
  const found = matching(home, runs, reference);
  const ids = [...new Set(found.map(({ id }) => id))];
  if (ids.length === 1 || (ids.length > 0 && /^(latest|@|git:)/.test(reference))) return found[0]!;
  throw new CredenceError({
    code: "run/reference",
    message: ids.length === 0 ? `no run ${JSON.stringify(reference)}` : `${reference} begins the ids of ${ids.length} runs`,
    found: ids.length === 0 ? runs.slice(0, 6).map(({ id }) => id).join(", ") || `no runs in ${join(home, "runs")}` : ids.join(", "),
    expected: "latest, @2, baseline, git:SHA, the beginning of an id, or a run's folder",
    nearest: nearest(reference, ["latest", "baseline", ...runs.map(({ id }) => id)]),
    fix: "credence runs",
  });
}

function matching(home: string, runs: readonly KnownRun[], reference: string): readonly KnownRun[] {
  if (reference === "latest") return runs.slice(0, 1);
  if (reference === "baseline") {
    const id = baselineId(home);
    return runs.filter((run) => run.id === id);
  }
  const [, place] = /^@(\d+)$/.exec(reference) ?? [];
  if (place !== undefined) return runs.slice(Number(place) - 1, Number(place)).filter(() => Number(place) > 0);
  const [, sha] = /^git:([0-9a-f]{4,40})$/i.exec(reference) ?? [];
  if (sha !== undefined) return runs.filter(({ record }) => record?.git?.startsWith(sha.toLowerCase()));
  if (isAbsolute(reference) || !/^[0-9a-f]{3,}$/i.test(reference)) return runs.filter(({ folder }) => folder.endsWith(`/${reference}`));
  return runs.filter(({ id }) => id.startsWith(reference.toLowerCase()));
}

/** Removes all runs but the latest `keep` and the baseline; returns the folders. */
export function dropRuns(home: string, keep: number): string[] {
  const base = baselineId(home);
  const dropped = listRuns(home).slice(keep).filter(({ id }) => id !== base);
  for (const { folder } of dropped) rmSync(folder, { recursive: true, force: true });
  return dropped.map(({ folder }) => folder);
}
