/** Forecasts as a table, one row a forecast, for --csv and other programs. */
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import type { Table } from "../../lib/data/table.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import type { PointAnswer } from "./ask.ts";
import { eventName } from "./events.ts";

/** shares of the quantiles that are printed when nothing else is asked for */
export const DEFAULT_QUANTILES: readonly number[] = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975];

/** @param quantiles shares in (0, 1), of the next observation or of the quantity */
export function forecastTable(points: readonly PointAnswer[], quantiles: readonly number[]): Table {
  const rows = points.flatMap(({ forecasts, events }) =>
    forecasts.map(({ at, chosen, name, unit = "", draws, mcse }) => ({
      coordinates: { ...at, ...chosen } as Readonly<Record<string, number | string>>,
      forecast: eventName(name),
      unit,
      values: quantilesOf(draws, quantiles),
      mcse,
      events,
    })),
  );
  const names = [...new Set(rows.flatMap(({ coordinates }) => Object.keys(coordinates)))];
  const events = points[0]!.events.map(({ event }) => event);
  return tableFromColumns({
    ...Object.fromEntries(names.map((name) => [name, rows.map(({ coordinates }) => coordinates[name] ?? null)])),
    forecast: rows.map(({ forecast }) => forecast),
    unit: rows.map(({ unit }) => unit),
    ...Object.fromEntries(quantiles.map((share, k) => [quantileName(share), rows.map(({ values }) => values[k]!)])),
    mcse_q50: rows.map(({ mcse }) => mcse),
    ...Object.fromEntries(
      events.flatMap((event, k) => [
        [`P(${event})`, rows.map((row) => row.events[k]!.probability)],
        [`mcse P(${event})`, rows.map((row) => row.events[k]!.mcse)],
      ]),
    ),
  });
}

/** `q2.5`, `q50` */
export const quantileName = (share: number): string => `q${Number((100 * share).toFixed(6))}`;

export function quantilesOf(draws: Float64Array, shares: readonly number[]): number[] {
  const sorted = draws.filter((value) => !Number.isNaN(value)).sort();
  return shares.map((share) => sortedQuantile(sorted, share));
}
