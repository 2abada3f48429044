/** What judging an expectation finds. */
import type { Verdict } from "../../lib/report.ts";

/** What judging found, before the expectation's own words are put around it. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly need: number;
  readonly p: number | null;
  readonly mcse: number | null;
  readonly settle?: { readonly amount: number; readonly of: string } | undefined;
  readonly reason?: string | undefined;
  /** fits of which draws are wanting */
  readonly wants?: readonly string[];
  /** 1 where the event holds in a draw, for the joint probability; `ess` draws are behind it */
  readonly indicator?: { readonly values: Float64Array; readonly chains: number; readonly ess: number };
}
