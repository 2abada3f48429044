/** Candidate runs as lines, the one worth most for its cost first. */
import { exact, integer, percent, significant } from "../../reports/numbers.ts";
import type { Expected } from "../../lib/evidence/index.ts";
import type { Candidate } from "../../study/design/next-run.ts";
import type { Point } from "../../study/point.ts";
import { columns } from "./columns.ts";

const MOST_ROWS = 20;

/**
 * What a candidate is worth for its cost: the log Bayes factor it adds whichever model is true; of one model, the share
 * by which the target's interval shrinks; else the repeats it takes, inverted.
 */
export function worth({ cost, ifFirst, ifSecond, shrinkage, repeatsToDecide }: Candidate): number {
  if (ifFirst && ifSecond) return (ifFirst.value + ifSecond.value) / 2 / cost;
  if (shrinkage) return shrinkage.value / cost;
  return repeatsToDecide === undefined ? 0 : 1 / (repeatsToDecide * cost);
}

export interface PlanWords {
  readonly wanted: number;
  readonly target: Point | undefined;
  readonly threshold: number | undefined;
}

export function planText(runs: readonly string[], ranked: readonly Candidate[], { wanted, target, threshold }: PlanWords): string {
  const [best] = ranked;
  const isTold = best!.ifFirst !== undefined;
  const hasCost = ranked.some(({ cost }) => cost !== 1);
  const head = [
    "candidate",
    ...(hasCost ? ["cost"] : []),
    ...(isTold ? ["log Bayes factor a run", `runs to decide (${percent(wanted)})`] : []),
    ...(target ? [`interval at ${pointWords(target)} shrinks by`] : []),
    ...(threshold === undefined ? [] : [`repeats to decide on ${exact(threshold)} (${percent(wanted)})`]),
  ];
  const rows = ranked.slice(0, MOST_ROWS).map((candidate) => [
    pointWords(candidate.at),
    ...(hasCost ? [significant(candidate.cost, 3)] : []),
    ...(isTold ? [gains(candidate), candidate.runsToDecide === undefined ? "more than a million" : integer(candidate.runsToDecide)] : []),
    ...(candidate.shrinkage ? [withError(candidate.shrinkage)] : []),
    ...(threshold === undefined ? [] : [candidate.repeatsToDecide === undefined ? "more than a million" : integer(candidate.repeatsToDecide)]),
  ]);
  const more = ranked.length - rows.length;
  const what = isTold ? `tells ${runs[0]} and ${runs[1]} apart` : target ? "sharpens the forecast" : "decides on the threshold";
  const lines = [
    `next     ${pointWords(best!.at)} ${what} best${hasCost ? " for its cost" : ""}`,
    "",
    ...columns([head, ...rows]),
    ...(more > 0 ? [`… ${more} more with --json`] : []),
    ...(isTold ? ["", `a log Bayes factor of 3 is 20 to 1; it is what a run adds if ${runs[0]} is true / if ${runs[1]} is true`] : []),
  ];
  return `${lines.join("\n")}\n`;
}

function gains({ ifFirst, ifSecond }: Candidate): string {
  return `${significant(ifFirst!.value, digitsOf(ifFirst!))} / ${significant(ifSecond!.value, digitsOf(ifSecond!))}`;
}

/** two digits, or one where the error is above a tenth */
const digitsOf = ({ value, mcse }: Expected): number => (mcse > 0.1 * Math.abs(value) ? 1 : 2);

const withError = ({ value, mcse }: Expected): string => `${percent(value)} ± ${significant(100 * mcse, 1)}`;

const pointWords = (at: Point): string =>
  Object.entries(at)
    .map(([name, value]) => `${name} = ${typeof value === "number" ? exact(Number(value.toPrecision(4))) : value}`)
    .join(", ");
