/** Reliability: observed rate against stated probability, with a band, and how many rows were stated where. */

import type { ReliabilityData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { fixed, integer, percent, THIN, withInterval } from "../numbers.ts";
import { type Axis, makeAxis } from "../svg/axis.ts";
import { polyline, region } from "../svg/curves.ts";
import { max } from "../svg/d3.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { type Drawing, type Frame, note, X_AXIS_TITLED, xAxis, yAxis } from "../svg/plot.ts";

export function reliabilityFigure(data: ReliabilityData): Figure {
  const title = finding(data);
  const band = data.bandOf === "calibrated" ? "where a calibrated model would stay" : "the curve's credible band";
  return {
    id: data.id,
    side: true,
    title,
    subtitle: `${data.subject ? `${data.subject}: ` : ""}observed rate by stated probability, ${integer(data.n)} rows; band: ${band}, ${percent(data.level)}.`,
    description: `${title}.${data.metric ? ` ${data.metric.name}: ${withInterval(data.metric.q)}.` : ""} The diagonal is perfect calibration.`,
    table: {
      columns: ["stated probability", "observed rate", "band from", "band to"],
      rows: data.curve.map(({ stated, rate, lower, upper }) => [stated, rate, lower, upper]),
    },
    draw: (width) => draw(data, width),
  };
}

/** Where the largest gap stands, among points whose band clears the diagonal (or is left by the curve). */
function finding(data: ReliabilityData): string {
  const off = data.curve.filter((point) => isOff(point, data.bandOf));
  const metric = data.metric ? `; ${data.metric.name} ${withInterval(data.metric.q)}` : "";
  if (off.length === 0) return `Stated probabilities hold: no clear departure from the diagonal${metric}`;
  const worst = off.reduce((a, b) => (Math.abs(b.rate - b.stated) > Math.abs(a.rate - a.stated) ? b : a));
  const word = worst.rate < worst.stated ? "Overconfident" : "Underconfident";
  return `${word}: where ${fixed(worst.stated, 0.01)} is stated, ${fixed(worst.rate, 0.01)} comes true${metric}`;
}

function isOff(
  { stated, rate, lower, upper }: ReliabilityData["curve"][number],
  bandOf: ReliabilityData["bandOf"],
): boolean {
  return bandOf === "calibrated" ? rate < lower || rate > upper : stated < lower || stated > upper;
}

function draw({ curve, counts = [], bandOf }: ReliabilityData, width: number): Drawing {
  const size = Math.min(width - 56, 250);
  const frame: Frame = { left: 46, right: 46 + size, top: 26, bottom: 26 + size };
  const x = makeAxis({ domain: [0, 1], range: [frame.left, frame.right], count: 5 });
  const y = makeAxis({ domain: [0, 1], range: [frame.bottom, frame.top], count: 5 });
  const bars: Frame = { ...frame, top: frame.bottom + 12, bottom: frame.bottom + (counts.length > 0 ? 58 : 12) };
  const foot = counts.length > 0 ? bars : frame;
  return {
    width,
    height: foot.bottom + X_AXIS_TITLED,
    body: svg`${yAxis(y, frame, "observed rate", width)}<path d="${region(curve.map((p) => [x(p.stated), y(p.lower), y(p.upper)]))}" ${paint(bandOf === "posterior" ? "band80" : "null")}/><line x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}" ${paint("rule")}/><path d="${polyline(curve.map((p) => [x(p.stated), y(p.rate)]))}" ${paint("median")}/>${counts.length > 0 && histogram(counts, x, bars, width)}${xAxis(x, foot, "stated probability", width)}`,
  };
}

function histogram(counts: readonly number[], x: Axis, { top, bottom, left }: Frame, width: number): Markup {
  const most = max(counts) || 1;
  const step = 1 / counts.length;
  return svg`${counts.map((n, i) => {
    const height = ((bottom - top) * n) / most;
    return svg`<rect x="${x(i * step) + 0.5}" y="${bottom - height}" width="${x(step) - x(0) - 1}" height="${height}" ${paint("bar")}/>`;
  })}${note(`rows, most ${integer(most)}${THIN}`, left + 4, top + 10, width)}`;
}
