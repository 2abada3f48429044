/** Held-out rows against the intervals of the fit that did not see them. */
import { intervalCoverage } from "../../lib/forecast/scores/index.ts";
import { type Table, cellText } from "../../lib/data/table.ts";
import type { FigureOf } from "../../lib/report-figures.ts";
import type { Check } from "../../lib/report.ts";
import { significant } from "../../reports/numbers.ts";
import { covariatesOf } from "../covariates.ts";
import type { HoldoutOutcome } from "../gate/context.ts";
import { sevenQuantiles } from "../spread.ts";
import { toneOf } from "./checks.ts";

/** covariates that name a row; more would not fit beside it */
const NAMES = 2;
/** the central interval whose coverage is tested */
const LEVEL = 0.8;

/** @param held the rows, in the order of the outcome's observations; none is shown of a hold-out that hides behind noise */
export function holdoutCheck(
  { id, fit, response, observed, predictive, training }: HoldoutOutcome,
  held: Table,
): readonly Check[] {
  if (training || observed.length === 0) return [];
  const { document } = fit.run.fit;
  const draws = predictive.length / observed.length;
  const points = Array.from(observed, (y, row) => ({
    label: labelOf(document, held, row),
    y,
    q: sevenQuantiles(predictive.slice(row * draws, (row + 1) * draws).sort()),
  }));
  const [low, high] = [1, 5].map((k) => points.map(({ q }) => q[k]!)) as [number[], number[]];
  const { pValue } = intervalCoverage(low, high, observed, LEVEL);
  const { kind, unit } = document.data[response]!;
  const figure: FigureOf<"holdout"> = {
    kind: "holdout",
    id: `holdout-${id}`,
    subject: id,
    y: { label: response, ...(unit ? { unit } : {}), scale: kind === "positive" ? "log" : "linear" },
    points,
  };
  return [{ fit: document.name, tone: toneOf(pValue), figure }];
}

function labelOf(document: Parameters<typeof covariatesOf>[0], held: Table, row: number): string {
  const names = covariatesOf(document).filter((name) => held.columns.has(name));
  const parts = names.slice(0, NAMES).map((name) => {
    const column = held.columns.get(name)!;
    const cell = column.cells[row]!;
    return typeof cell === "number" ? `${name} ${significant(cell, 2)}` : cellText(column, row);
  });
  return parts.join(", ") || `row ${row + 1}`;
}
