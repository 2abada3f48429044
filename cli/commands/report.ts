/** `credence report REF...`: the page again, a figure as a file, or the same as Markdown or JSON; nothing is fitted. */
import { spawn } from "node:child_process";
import { dirname, join, relative } from "node:path";
import { CredenceError } from "../../lib/errors.ts";
import type { Report } from "../../lib/report.ts";
import { indexEntry, renderFigure, renderIndex, renderMarkdown, renderReport } from "../../reports/index.ts";
import { atomicWrite } from "../../study/disk.ts";
import { findReport, type FoundReport, isCollection, runsIn } from "../../study/find-reports.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { reportLine } from "../text/fit-text.ts";

type Format = "html" | "md" | "json" | "svg" | "csv";

export interface ReportFlags {
  readonly figure?: string;
  readonly format?: Format;
  /** px of a figure */
  readonly width?: number;
  readonly embedDraws?: number;
  readonly out?: string;
  readonly open?: boolean;
  /** folder of the runs that references such as `latest` are looked for in */
  readonly store?: string;
  readonly json?: boolean;
}

/** Pages go to files, everything else to standard output unless `--out` names a file. */
export async function reportCommand(refs: readonly string[], flags: ReportFlags, terminal: Terminal): Promise<number> {
  const { figure, format = figure === undefined ? "html" : "svg", embedDraws } = flags;
  const isFigure = format === "svg" || format === "csv";
  if (isFigure !== (figure !== undefined)) throw mismatch(figure, format);
  const [first] = refs;
  const folder = refs.length === 1 && first !== undefined && isCollection(first) ? first : undefined;
  const paths = folder === undefined ? refs : runsIn(folder);
  const found: FoundReport[] = [];
  for (const path of paths)
    found.push(await findReport(path, flags.store, embedDraws === undefined ? {} : { embedDraws }));
  const reports = found.map(({ report }) => report);
  if (format === "html") writePage(found, folder, flags, terminal);
  else {
    const text = isFigure ? figureText(reports, figure!, format, flags.width) : plainText(reports, format);
    if (flags.out === undefined) terminal.out(text);
    else atomicWrite(flags.out, text);
  }
  return reports.every(isTrusted) ? exitCode.ok : exitCode.untrusted;
}

const isTrusted = ({ sampler = [] }: Report): boolean => sampler.every(({ ok }) => ok);

function writePage(
  found: readonly FoundReport[],
  folder: string | undefined,
  flags: ReportFlags,
  terminal: Terminal,
): void {
  const path = flags.out ?? (folder === undefined ? pageOf(found) : join(folder, "index.html"));
  const html =
    folder === undefined
      ? renderReport(found.map(({ report }) => report))
      : renderIndex(
          `Studies in ${folder}`,
          found.map(({ report, page }) => indexEntry(report, hrefFrom(path, page))),
        );
  if (folder !== undefined) for (const { report, page } of found) atomicWrite(page, renderReport(report));
  atomicWrite(path, html);
  const bytes = Buffer.byteLength(html);
  const told = { schema: 1, run: found.length === 1 ? dirname(found[0]!.page) : null, report: path, bytes };
  terminal.out(`${flags.json ? JSON.stringify(told) : reportLine({ path, bytes })}\n`);
  if (flags.open) openFile(path);
}

const pageOf = (found: readonly FoundReport[]): string => (found.length === 1 ? found[0]!.page : "report.html");

/** a relative address, as a browser reads it */
function hrefFrom(index: string, page: string): string {
  return relative(dirname(index), page).split(/[\\/]/).map(encodeURIComponent).join("/");
}

function plainText(reports: readonly Report[], format: Format): string {
  if (format === "md") return reports.map((report) => renderMarkdown(report)).join("\n");
  return `${JSON.stringify(reports.length === 1 ? reports[0] : reports, null, 1)}\n`;
}

/** the figure in the first report that has it; the error of the last names those there are */
function figureText(reports: readonly Report[], id: string, format: "svg" | "csv", width: number | undefined): string {
  const options = { format, ...(width === undefined ? {} : { width }) };
  for (const [k, report] of reports.entries()) {
    try {
      return renderFigure(report, id, options);
    } catch (error) {
      const isMissing = error instanceof CredenceError && error.details.code === "report/no-such-figure";
      if (!isMissing || k === reports.length - 1) throw error;
    }
  }
  return "";
}

function mismatch(figure: string | undefined, format: Format): CredenceError {
  return new CredenceError({
    code: "usage/figure",
    message: figure === undefined ? `--format ${format} is of one figure` : `a figure cannot be written as ${format}`,
    expected: "--figure ID with --format svg or csv; html, md and json are of the whole report",
    fix: figure === undefined ? `--figure fan-loss --format ${format}` : `--figure ${figure} --format svg`,
  });
}

/** with the system's own opener; a system without one is no error, the path is printed */
function openFile(path: string): void {
  const [command, ...args] =
    process.platform === "darwin" ? ["open"] : process.platform === "win32" ? ["cmd", "/c", "start", ""] : ["xdg-open"];
  spawn(command!, [...args, path], { detached: true, stdio: "ignore" })
    .on("error", () => {})
    .unref();
}
