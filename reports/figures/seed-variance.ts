/** Seed standard deviation a benchmark, and the smallest difference that could be told from noise. */

import type { SeedVarianceData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { formatFor, percent, significant, withInterval } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { inside, interval } from "../svg/interval.ts";
import { key } from "../svg/legend.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { type Drawing, X_AXIS_TITLED, xAxis } from "../svg/plot.ts";
import { layRows } from "../svg/rows.ts";
import { plural } from "../words.ts";

export function seedVarianceFigure(data: SeedVarianceData): Figure {
  const title = finding(data);
  return {
    id: data.id,
    title,
    subtitle: `${data.subject ? `${data.subject}: ` : ""}standard deviation between seeds, ${data.unit}, with 50, 80 and 95 % intervals; the tick is the smallest difference found with ${percent(data.power)} power from ${plural(data.seeds, "seed")} a side.`,
    description: `${title}. ${data.rows.map(({ label, q, mde }) => `${label}: ${withInterval(q)}${mde === undefined ? "" : `, detectable ${significant(mde, 2)}`}`).join("; ")}.`,
    ...(data.priorDriven
      ? {
          note: "With one seed a benchmark the data do not tell seed noise from item noise: these intervals are the prior's.",
        }
      : {}),
    table: {
      columns: ["benchmark", "2.5 %", "10 %", "25 %", "50 %", "75 %", "90 %", "97.5 %", "detectable difference"],
      rows: data.rows.map(({ label, q, mde }) => [label, ...q, mde ?? null]),
    },
    draw: (width) => draw(data, width),
  };
}

function finding({ rows, unit }: SeedVarianceData): string {
  if (rows.length === 0) return "No benchmark has seeds";
  const sorted = [...rows].sort((a, b) => a.q[3] - b.q[3]);
  const low = sorted[0];
  const high = sorted.at(-1);
  if (!low || !high) return "";
  const largest = Math.max(...rows.map(({ mde }) => mde ?? 0));
  const mde = largest > 0 ? `; differences below ${significant(largest, 2)} ${unit} may be noise on the worst` : "";
  if (rows.length === 1) return `Seeds move ${low.label} by ${withInterval(low.q)} ${unit}${mde}`;
  return `Seeds move scores by ${formatFor(low.q)(low.q[3])} (${low.label}) to ${formatFor(high.q)(high.q[3])} ${unit} (${high.label})${mde}`;
}

function draw({ rows, unit }: SeedVarianceData, width: number): Drawing {
  const layout = layRows(
    rows.map(({ label, q }) => ({ label, value: withInterval(q) })),
    width,
    0,
  );
  const { frame, y, labels } = layout;
  const high = Math.max(...rows.map(({ q, mde }) => Math.max(q[5] * 1.15, mde ?? 0)), 0);
  const x = makeAxis({ domain: [0, high * 1.02 || 1], range: [frame.left, frame.right - 4], count: 5 });
  const clip = [frame.left, frame.right] as const;
  const keyed = key(
    [
      { name: "seed standard deviation", role: "bar80" },
      { name: "detectable difference", role: "expected" },
    ],
    width,
    frame.bottom + X_AXIS_TITLED,
  );
  return {
    width,
    height: frame.bottom + X_AXIS_TITLED + keyed.height,
    body: svg`${labels}${rows.map(
      ({ q, mde }, i) =>
        svg`${interval(q, x, y(i), clip)}${mde !== undefined && inside(x(mde), clip) && svg`<line x1="${x(mde)}" x2="${x(mde)}" y1="${y(i) - 8}" y2="${y(i) + 8}" ${paint("expected")}/>`}`,
    )}${xAxis(x, frame, unit, width)}${keyed.body}`,
  };
}
