/** The reports behind what a person names: run folders, a folder of them, or a report kept as JSON. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { CredenceError } from "../lib/errors.ts";
import { REPORT_SCHEMA, type Report } from "../lib/report.ts";
import { buildReport, type ReportOptions } from "./build-report.ts";
import { readUtf8 } from "./disk.ts";
import { openRun } from "./run-folder.ts";
import { predict } from "./predict.ts";
import { findRun } from "./study-record.ts";

export interface FoundReport {
  readonly report: Report;
  /** where its page stands, or belongs */
  readonly page: string;
}

const MANIFEST = "manifest.json";
/** the report itself beside its page: figures and pages are made of it again without the study's fits */
export const REPORT_FILE = "report.json";

/** Whether the folder is no run itself but holds some: then its page is an index. */
export function isCollection(path: string): boolean {
  return existsSync(path) && statSync(path).isDirectory() && !isOne(path) && runsIn(path).length > 0;
}

/** folders of runs or studies in a folder, by name */
export function runsIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isDirectory() && isOne(path));
}

const isOne = (folder: string): boolean => existsSync(join(folder, MANIFEST)) || existsSync(join(folder, REPORT_FILE));

/**
 * @param reference a run folder, a folder with report.json, or such a file; what is none of these is looked for among the runs
 *   of the store, as `latest` or `@2`
 * @throws CredenceError run/reference, run/* as openRun; report/not-a-report
 */
export async function findReport(
  reference: string,
  home: string | undefined,
  options: ReportOptions = {},
): Promise<FoundReport> {
  const path = existsSync(reference) || home === undefined ? reference : findRun(home, reference).folder;
  const isFile = path.endsWith(".json");
  const folder = isFile ? dirname(path) : path;
  if (isFile || (existsSync(join(folder, REPORT_FILE)) && !existsSync(join(folder, MANIFEST)))) {
    const file = isFile ? path : join(folder, REPORT_FILE);
    const page = basename(file) === REPORT_FILE ? "report.html" : basename(file).replace(/\.json$/, ".html");
    return { report: readReport(file), page: join(folder, page) };
  }
  const run = await openRun(folder);
  return { report: buildReport(run, predict(run.fit, run.request.at), options), page: join(folder, "report.html") };
}

function readReport(file: string): Report {
  const report = parse(file);
  if (
    typeof report === "object" &&
    report !== null &&
    (report as Report).schema === REPORT_SCHEMA &&
    (report as Report).run
  )
    return report as Report;
  throw notReport(file);
}

function parse(file: string): unknown {
  const text = readUtf8(file);
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw notReport(file, cause);
  }
}

function notReport(file: string, cause?: unknown): CredenceError {
  const details = {
    code: "report/not-a-report",
    message: `${file} is no report`,
    where: { file },
    expected: `JSON that \`credence report --format json\` writes, schema ${REPORT_SCHEMA}`,
  };
  return new CredenceError(details, cause === undefined ? {} : { cause });
}
