/** How past forecasts fared: each scored against the first observation at its point. */
import { crps, pit, pitEcdf } from "../../lib/forecast/scores/index.ts";
import { interpret } from "../../lib/data/column.ts";
import type { Table } from "../../lib/data/table.ts";
import { standardDeviation } from "../../lib/posterior/index.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import { stream } from "../../lib/random/stream.ts";
import { type LedgerEntry, rowAt } from "./forecast-ledger.ts";

export interface Scored {
  readonly entry: LedgerEntry;
  readonly observed: number;
  /** where the observation fell among the forecast's values, 0 .. 1 */
  readonly pit: number;
  readonly crps: number;
  readonly crpsMcse: number;
  /** log density of the observation, nats; from a kernel estimate of the values */
  readonly logScore: number;
  /** whether it fell into the central 50, 80 and 95 % intervals */
  readonly inside: { readonly 50: boolean; readonly 80: boolean; readonly 95: boolean };
}

export interface TrackRecord {
  readonly scored: readonly Scored[];
  /** forecasts whose points have not come */
  readonly pending: readonly LedgerEntry[];
  /** P(PIT values so far from uniform | calibrated); 1 without scores */
  readonly pValue: number;
}

/**
 * Scores the entries whose points stand in the tables now. A forecast scored twice under the same id and point (made again
 * from more data) counts once, by its earliest entry: later ones know more and are not independent.
 * @param tableOf the present table of a model, undefined when the study no longer has it
 */
export function scoreForecasts(entries: readonly LedgerEntry[], tableOf: (model: string) => Table | undefined): TrackRecord {
  const scored: Scored[] = [];
  const pending: LedgerEntry[] = [];
  const seen = new Set<string>();
  for (const entry of entries) {
    const key = JSON.stringify([entry.model, entry.response, entry.at]);
    if (seen.has(key)) continue;
    seen.add(key);
    const table = tableOf(entry.model);
    const row = table && rowAt(table, entry.at);
    const observed = table && row !== undefined ? numberAt(table, entry.response, row) : undefined;
    if (observed === undefined) pending.push(entry);
    else scored.push(score(entry, observed));
  }
  return { scored, pending, pValue: scored.length > 0 ? pitEcdf(scored.map((each) => each.pit)).pValue : 1 };
}

function numberAt(table: Table, response: string, row: number): number | undefined {
  if (!table.columns.has(response)) return undefined;
  const column = interpret(table, response, { kind: "real" });
  const value = column.kind === "factor" ? undefined : column.values[row];
  return value === undefined || Number.isNaN(value) ? undefined : value;
}

function score(entry: LedgerEntry, observed: number): Scored {
  const values = Float64Array.from(entry.values).sort();
  const inside = (level: number): boolean =>
    observed >= sortedQuantile(values, (1 - level) / 2) && observed <= sortedQuantile(values, (1 + level) / 2);
  const { crps: error, mcse } = crps(values, observed);
  return {
    entry,
    observed,
    pit: pit(values, observed, stream(`${entry.study}/${entry.forecast}/${entry.made}/pit`)),
    crps: error,
    crpsMcse: mcse,
    logScore: kernelLogDensity(values, observed),
    inside: { 50: inside(0.5), 80: inside(0.8), 95: inside(0.95) },
  };
}

/**
 * Log of a normal kernel density of equally likely values.
 * @source Silverman 1986, eq. 3.31: bandwidth 0.9 min(sd, IQR / 1.34) n^(-1/5)
 */
function kernelLogDensity(values: Float64Array, at: number): number {
  const n = values.length;
  const spread = (sortedQuantile(values, 0.75) - sortedQuantile(values, 0.25)) / 1.34;
  const sd = standardDeviation(values);
  const width = 0.9 * (spread > 0 ? Math.min(sd, spread) : sd) * n ** -0.2;
  const exponents = values.map((value) => -0.5 * ((at - value) / width) ** 2);
  const largest = exponents.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const sum = exponents.reduce((total, exponent) => total + Math.exp(exponent - largest), 0);
  return largest + Math.log(sum / n) - Math.log(width * Math.sqrt(2 * Math.PI));
}
