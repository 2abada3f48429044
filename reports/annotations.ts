/** GitHub workflow commands on the lines of the expectations themselves: at most ten, the worst first. */

import type { ErrorDetails } from "../lib/errors.ts";
import type { Expectation, Report } from "../lib/report.ts";
import { outcomeText } from "./junit.ts";
import { bySeverity } from "./sections/verdict.ts";

/** GitHub shows ten annotations of a kind per step and drops the rest without a word. */
const MOST = 10;

interface Annotation {
  readonly kind: "error" | "warning";
  readonly title: string;
  readonly message: string;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
}

/** @returns lines `::error file=…,line=…,title=…::message`, empty when everything passed */
export function renderAnnotations(report: Report): string {
  const broken = (report.sampler ?? []).filter(({ ok }) => !ok);
  const all: Annotation[] = [
    ...broken.map(
      ({ fit, warnings }): Annotation => ({
        kind: "error",
        title: `sampler: ${fit}`,
        message:
          warnings.map(({ message, remedy }) => `${message}: ${remedy}`).join("; ") ||
          "the draws are not to be trusted",
      }),
    ),
    ...bySeverity(report.gate?.expectations ?? [])
      .filter(({ verdict }) => verdict !== "pass")
      .map(expectationNote),
  ];
  const left = all.length - MOST;
  const shown = all.slice(0, left > 0 ? MOST - 1 : MOST);
  if (left > 0) shown.push({ kind: "warning", title: "gate", message: `+${left + 1} more in the summary` });
  return shown.map(command).join("");
}

/** An error that kept a study from running, on its line: `::error file=…,line=…,title=…::message` */
export function renderErrorAnnotation({ code, message, where, nearest }: ErrorDetails): string {
  const near = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return command({ kind: "error", title: code, message: `${message}${near}`, file: where?.file, line: where?.line });
}

function expectationNote(each: Expectation): Annotation {
  const hard = each.level === "error" && (each.verdict === "fail" || each.verdict === "void");
  return {
    kind: hard ? "error" : "warning",
    title: each.id,
    message: outcomeText(each),
    file: each.file,
    line: each.line,
  };
}

function command({ kind, title, message, file, line }: Annotation): string {
  const fields = [
    ...(file === undefined ? [] : [`file=${property(file)}`]),
    ...(line === undefined ? [] : [`line=${line}`]),
    `title=${property(title)}`,
  ];
  return `::${kind} ${fields.join(",")}::${data(message)}\n`;
}

/** @source the escaping of actions/toolkit, packages/core/src/command.ts */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
