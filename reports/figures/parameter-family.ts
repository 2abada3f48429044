/** The elements of an indexed parameter, the prior behind the posterior. */

import type { ParameterRow, Spread } from "../../lib/report.ts";
import type { Figure } from "../figure.ts";
import { formatFor, integer, THIN, withInterval } from "../numbers.ts";
import { extent } from "../svg/d3.ts";
import { interval, priorInterval } from "../svg/interval.ts";
import { svg } from "../svg/markup.ts";
import { forest } from "./forest.ts";

/** rows of one family beyond these are in the table only */
const MOST_ROWS = 40;

/** The elements of `theta[...]`, the prior behind the posterior. */
export function familyFigure(id: string, name: string, all: readonly ParameterRow[]): Figure {
  const rows = evenly(all.flatMap((row) => (row.posterior ? [{ ...row, posterior: row.posterior }] : [])));
  const label = (row: ParameterRow) => row.name.slice(name.length).replace(/^\[(.*)\]$/, "$1");
  const [low, high] = [...rows]
    .sort((a, b) => a.posterior.q[3] - b.posterior.q[3])
    .filter((_, i, sorted) => i === 0 || i === sorted.length - 1);
  const spanText =
    low && high
      ? `${name} runs from ${formatFor(low.posterior.q)(low.posterior.q[3])} (${label(low)}) to ${formatFor(high.posterior.q)(high.posterior.q[3])} (${label(high)})`
      : name;
  const values = rows.flatMap((row) => [row.posterior.q[0], row.posterior.q[6]]);
  const [from = 0, to = 1] = extent(values);
  return {
    id,
    title: spanText,
    subtitle: `Posterior 50, 80 and 95${THIN}% of each element; grey behind it the prior, cut where it leaves the frame.`,
    description: `${spanText}. ${rows.map((row) => `${label(row)}: ${withInterval(row.posterior.q, row.mcseMean ?? 0)}`).join("; ")}.`,
    ...(all.length > rows.length
      ? {
          note: `${integer(rows.length)} of ${integer(all.length)} are drawn, evenly from the least to the greatest; the table has all.`,
        }
      : {}),
    table: {
      columns: [name, "2.5 %", "10 %", "25 %", "50 %", "75 %", "90 %", "97.5 %"],
      rows: rows.map((row) => [label(row), ...row.posterior.q]),
    },
    draw: (width) =>
      forest(
        {
          rows: rows.map((row) => ({ label: label(row), value: withInterval(row.posterior.q, row.mcseMean ?? 0) })),
          domain: [from, to],
          title: all[0]?.unit ? `${name}, ${all[0].unit}` : name,
          mark: (i, x, y, clip) => {
            const row = rows[i];
            return (
              row && svg`${row.prior && priorInterval(row.prior.q, x, y, clip)}${interval(row.posterior.q, x, y, clip)}`
            );
          },
        },
        width,
      ),
  };
}

/** At most so many rows, from the least median to the greatest at even ranks, in the order they came. */
function evenly<T extends { readonly posterior: Spread }>(rows: readonly T[]): readonly T[] {
  if (rows.length <= MOST_ROWS) return rows;
  const sorted = [...rows].sort((a, b) => a.posterior.q[3] - b.posterior.q[3]);
  const step = (rows.length - 1) / (MOST_ROWS - 1);
  const kept = new Set(Array.from({ length: MOST_ROWS }, (_, k) => sorted[Math.round(k * step)]));
  return rows.filter((row) => kept.has(row));
}
