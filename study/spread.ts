/** Draws -> the quantiles and equally likely values that pages and summaries show. */
import { sortedQuantile } from "../lib/posterior/quantile.ts";
import type { SevenQuantiles } from "../lib/report-figures.ts";

const SEVEN = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975] as const;

/** @param sorted ascending */
export function sevenQuantiles(sorted: Float64Array): SevenQuantiles {
  return SEVEN.map((p) => sortedQuantile(sorted, p)) as unknown as SevenQuantiles;
}

/** n equally likely values: quantiles at (i - 1/2) / n; `sorted` ascending */
export function equallyLikely(sorted: Float64Array, n: number): number[] {
  return Array.from({ length: n }, (_, i) => sortedQuantile(sorted, (i + 0.5) / n));
}
