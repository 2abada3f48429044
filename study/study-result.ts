/** A study done: everything that its outputs show, before any of them is drawn. */
import type { Expectation, Gate, Since } from "../lib/report.ts";
import type { FitComparison } from "./compare.ts";
import type { HoldoutOutcome, OpenedFit, StudyForecast } from "./gate/context.ts";
import type { Outcome } from "./gate/evaluate.ts";
import type { TrackRecord } from "./ledger/track-record.ts";
import type { Plan } from "./plan/plan.ts";
import type { ExpectationSpec } from "./study-file/study-shape.ts";

export interface StudyResult {
  /** content hash of the study, its data, settings, baseline and past forecasts */
  readonly id: string;
  readonly title: string;
  readonly command: string;
  readonly plan: Plan;
  readonly fits: ReadonlyMap<string, OpenedFit>;
  readonly forecasts: ReadonlyMap<string, StudyForecast>;
  readonly holdouts: ReadonlyMap<string, HoldoutOutcome>;
  readonly comparisons: readonly { readonly id: string; readonly comparison: FitComparison }[];
  readonly outcomes: readonly Outcome[];
  readonly gate: Gate;
  readonly since?: Since;
  readonly trackRecord: TrackRecord;
  readonly verdict: StudyVerdict;
  readonly exitCode: number;
  /** why the exit code is not 0 */
  readonly reasons: readonly string[];
}

export type StudyVerdict = "pass" | "fail" | "undecided" | "void";

export interface Conclusion {
  readonly verdict: StudyVerdict;
  readonly exitCode: 0 | 1 | 3 | 4;
  readonly reasons: readonly string[];
}

/**
 * The study's verdict and exit code: a failure that is sure (1) before draws that are not to be trusted (3) before an open
 * question (4). Under `strict` a warning counts as an error, and what is undecided fails.
 * @param broken fits whose sampler is not to be trusted
 */
export function concludeExpectations(
  expectations: readonly (Expectation & { readonly onUndecided?: ExpectationSpec["onUndecided"] })[],
  broken: readonly string[],
  strict = false,
): Conclusion {
  const hard = expectations.filter(({ level }) => strict || level !== "warn");
  const told = (word: string, list: typeof hard): string[] => list.map(({ id, reason }) => `${word}: ${id}${reason ? `: ${reason}` : ""}`);
  const failed = hard.filter(({ verdict }) => verdict === "fail");
  if (failed.length > 0) return { verdict: "fail", exitCode: 1, reasons: told("failed", failed) };
  const voided = hard.filter(({ verdict }) => verdict === "void");
  if (voided.length > 0 || broken.length > 0) {
    const reasons = [...told("not evaluated", voided), ...broken.map((id) => `the sampler is not to be trusted on ${id}`)];
    return { verdict: "void", exitCode: 3, reasons };
  }
  const open = hard.filter(({ verdict }) => verdict.startsWith("undecided"));
  const reasons = told("undecided", open);
  if (open.some(({ onUndecided = "fail" }) => strict || onUndecided === "fail")) return { verdict: "undecided", exitCode: 4, reasons };
  return { verdict: open.some(({ onUndecided }) => onUndecided !== "pass") ? "undecided" : "pass", exitCode: 0, reasons };
}
