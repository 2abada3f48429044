/** Prior predictive checks as lines: what the priors expect of each response beside what came, then parameters and quantities. */
import { percent, significant } from "../../reports/numbers.ts";
import { plural } from "../../reports/words.ts";
import type { PriorPredictive, PriorSummary } from "../../study/prior-predictive.ts";
import { columns } from "./columns.ts";

/** rows of a table on the terminal; --json gives all */
const MOST_ROWS = 40;
/** 1000 draws know a 5 % point to about a tenth of the spread: two digits */
const digits = (value: number): string => (Number.isFinite(value) ? significant(value, 2) : "–");

export function priorText(model: string, rows: number, { draws, responses, parameters, quantities, impossible }: PriorPredictive): string {
  const blocks = [
    [`prior    ${model}   ${plural(draws, "draw")}, each with a table of ${plural(rows, "row")}`],
    ...responses.map(({ column, unit, statistics }) => [
      ...columns([
        [`${column}${unit ? ` (${unit})` : ""}`, "observed", "5 %", "50 %", "95 %", ""],
        ...statistics.map(({ name, observed, q5, q50, q95, isSurprising }) => [
          `  ${name}`,
          significant(observed, 3),
          ...[q5, q50, q95].map(digits),
          isSurprising ? "outside what the priors expect" : "",
        ]),
      ], "lrrrrl"),
    ]),
    impossible > 0 ? [`${percent(impossible)} of the draws make tables that no column can hold (overflow, or a probability of exactly 1)`] : [],
    summaryLines("parameters", parameters),
    summaryLines("quantities", quantities),
  ];
  return `${blocks.filter((block) => block.length > 0).map((block) => block.join("\n")).join("\n\n")}\n`;
}

function summaryLines(title: string, summaries: readonly PriorSummary[]): string[] {
  if (summaries.length === 0) return [];
  const table = columns([
    [title, "5 %", "50 %", "95 %", ""],
    ...summaries.slice(0, MOST_ROWS).map(({ name, q5, q50, q95, undefinedShare }) => [
      `  ${name}`,
      ...[q5, q50, q95].map(digits),
      undefinedShare > 0 ? `does not exist in ${percent(undefinedShare)} of the draws` : "",
    ]),
  ], "lrrrl");
  const more = summaries.length - MOST_ROWS;
  return [...table, ...(more > 0 ? [`  … ${more} more with --json`] : [])];
}
