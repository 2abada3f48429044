/** The gate's rule: an event's probability with its error against the probability that is needed. */
import type { Verdict } from "../../lib/report.ts";

export interface Judged {
  readonly p: number;
  /** Monte-Carlo standard error of `p` */
  readonly mcse: number;
  readonly need: number;
  /** fail already when the probability is surely below this */
  readonly failBelow?: number | undefined;
}

/** Monte-Carlo standard errors that a verdict keeps from its limit: two-sided 95 %, one-sided 2.3 %. */
export const ERRORS = 2;

/**
 * Pass when the probability surely reaches what is needed; fail when that of the opposite does, or when the probability is
 * surely below `failBelow`. Between them it is undecided: for want of draws where the error covers a limit, else of data.
 */
export function verdictOf({ p, mcse, need, failBelow }: Judged): Exclude<Verdict, "void"> {
  const error = ERRORS * mcse;
  if (p - error >= need) return "pass";
  if (1 - p - error >= need || (failBelow !== undefined && p + error < failBelow)) return "fail";
  const limits = [need, 1 - need, ...(failBelow === undefined ? [] : [failBelow])];
  return limits.some((limit) => Math.abs(p - limit) < error) ? "undecided-draws" : "undecided-data";
}

/**
 * A test of what was predicted, whose `p` is the probability of so bad an outcome if all is right: pass when it surely is no
 * less than `need`, fail when it surely is. More data make another test, so that only draws can be wanting.
 */
export function testVerdict({ p, mcse, need }: Judged): Exclude<Verdict, "void" | "undecided-data"> {
  const error = ERRORS * mcse;
  if (p - error >= need) return "pass";
  return p + error < need ? "fail" : "undecided-draws";
}

/** How many times as many draws would bring the error of an undecided event below its distance from the nearest limit. */
export function drawsWanted({ p, mcse, need, failBelow }: Judged): number {
  const limits = [need, 1 - need, ...(failBelow === undefined ? [] : [failBelow])];
  const distance = Math.min(...limits.map((limit) => Math.abs(p - limit)));
  return (ERRORS * mcse / distance) ** 2;
}
