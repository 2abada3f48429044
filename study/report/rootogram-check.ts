/** Counts: how often each value came, against how often it comes in data drawn again. */
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import type { FigureOf } from "../../lib/report-figures.ts";
import type { Check } from "../../lib/report.ts";
import { type Observed, replicatesOf } from "./replicates.ts";

const LEVEL = 0.9;
/** more values than these would be hairs */
const MOST_BINS = 60;
/** of the values inside their 90 % interval; neighbours share their luck, so that no exact test is at hand */
const FEW_INSIDE = 0.75;

/** @returns undefined when the counts are spread over too many values to be drawn one by one */
export function rootogramCheck(seen: Observed): Check | undefined {
  const { fit, column, rows, observed, again } = seen;
  const most = rows.reduce((largest, row) => Math.max(largest, observed[row]!), 0);
  if (most >= MOST_BINS) return undefined;
  const values = Array.from({ length: most + 1 }, (_, value) => value);
  const counts = values.map(() => new Float64Array(again.draws));
  for (const row of rows) {
    replicatesOf(seen, row).values.forEach((value, draw) => {
      if (value <= most) counts[value]![draw]!++;
    });
  }
  const bins = values.map((value) => {
    const sorted = counts[value]!.sort();
    return {
      value,
      observed: rows.filter((row) => observed[row] === value).length,
      expected: sorted.reduce((sum, count) => sum + count, 0) / again.draws,
      lower: sortedQuantile(sorted, (1 - LEVEL) / 2),
      upper: sortedQuantile(sorted, (1 + LEVEL) / 2),
    };
  });
  const inside = bins.filter(({ observed: n, lower, upper }) => n >= lower && n <= upper).length;
  const figure: FigureOf<"rootogram"> = {
    kind: "rootogram",
    id: `rootogram-${column}`,
    subject: column,
    label: column,
    bins,
    level: LEVEL,
  };
  return { fit: fit.document.name, tone: inside < FEW_INSIDE * bins.length ? "warn" : "pass", figure };
}
