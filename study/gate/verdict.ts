/** The gate's rule: an event's probability with its error against the probability that is needed. */
import type { Verdict } from "../../lib/report.ts";

export interface Judged {
  readonly p: number;
  /** Monte-Carlo standard error of `p` */
  readonly mcse: number;
  /** effective draws behind `p`, where it is a share of draws */
  readonly ess?: number | undefined;
  readonly need: number;
  /** fail already when the probability is surely below this */
  readonly failBelow?: number | undefined;
}

/** Monte-Carlo standard errors that a verdict keeps from its limit: two-sided 95 %, one-sided 2.3 %. */
export const ERRORS = 2;

/**
 * The error that a share has if its true value is the limit: a high share among few draws has a small error of its own and would
 * pass too often (6 % instead of 2 % at a limit of 0.9, test/study/gate-errors.test.ts).
 * @source Wilson 1927, the score test of a proportion
 */
function errorAt(limit: number, { mcse, ess }: Judged): number {
  return ERRORS * (ess === undefined ? mcse : Math.sqrt((limit * (1 - limit)) / ess));
}

/**
 * Pass when the probability surely reaches what is needed; fail when that of the opposite does, or when the probability is
 * surely below `failBelow`. Between them it is undecided: for want of draws where the error covers a limit, else of data.
 */
export function verdictOf(judged: Judged): Exclude<Verdict, "void"> {
  const { p, need, failBelow } = judged;
  if (p - errorAt(need, judged) >= need) return "pass";
  if (1 - p - errorAt(1 - need, judged) >= need) return "fail";
  if (failBelow !== undefined && p + errorAt(failBelow, judged) < failBelow) return "fail";
  const limits = [need, 1 - need, ...(failBelow === undefined ? [] : [failBelow])];
  return limits.some((limit) => Math.abs(p - limit) < errorAt(limit, judged)) ? "undecided-draws" : "undecided-data";
}

/**
 * A test of what was predicted, whose `p` is the probability of so bad an outcome if all is right: pass when it surely is no
 * less than `need`, fail when it surely is. More data make another test, so that only draws can be wanting.
 */
export function testVerdict(judged: Judged): Exclude<Verdict, "void" | "undecided-data"> {
  const { p, need } = judged;
  const error = errorAt(need, judged);
  if (p - error >= need) return "pass";
  return p + error < need ? "fail" : "undecided-draws";
}
