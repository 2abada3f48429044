/** Rootogram: observed counts hang from the expected curve on a square-root scale, so that every bar's foot should stand at nought. */

import type { RootogramData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { integer, percent } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { polyline, region } from "../svg/curves.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { type Drawing, type Frame, labelRoom, X_AXIS_TITLED, xAxis, yAxis } from "../svg/plot.ts";

export function rootogramFigure(data: RootogramData): Figure {
  const inside = data.bins.filter(({ observed, lower, upper }) => observed >= lower && observed <= upper).length;
  const title = `${inside === data.bins.length ? "All" : integer(inside)} of ${integer(data.bins.length)} counts lie inside their ${percent(data.level)} interval`;
  return {
    id: data.id,
    side: true,
    title,
    subtitle: `${data.subject ? `${data.subject}: ` : ""}how often each value of ${data.label} occurred; square-root scale.`,
    description: `${title}. Bars of the observed frequency hang from the expected one; feet below nought mean more than expected.`,
    table: {
      columns: [data.label, "observed", "expected", "interval from", "interval to"],
      rows: data.bins.map(({ value, observed, expected, lower, upper }) => [value, observed, expected, lower, upper]),
    },
    draw: (width) => draw(data, width),
  };
}

function draw({ bins, label }: RootogramData, width: number): Drawing {
  const root = (value: number) => Math.sqrt(Math.max(0, value));
  const high = Math.max(1, ...bins.map((b) => root(Math.max(b.expected, b.upper))));
  const low = Math.min(-0.1 * high, ...bins.map((b) => root(b.expected) - root(b.observed)));
  const domain: [number, number] = [low * 1.05, high * 1.05];
  const values = bins.map(({ value }) => value);
  const first = Math.min(...values);
  const last = Math.max(...values);
  const left = labelRoom(makeAxis({ domain, range: [196, 26] }));
  const frame: Frame = { left, right: width - 8, top: 26, bottom: 196 };
  const x = makeAxis({
    domain: [first - 0.6, last + 0.6],
    range: [left, frame.right],
    count: Math.min(8, bins.length),
  });
  const y = makeAxis({ domain, range: [frame.bottom, frame.top] });
  const bar = Math.max(1, 0.7 * (x(1) - x(0)));
  return {
    width,
    height: frame.bottom + X_AXIS_TITLED,
    body: svg`${yAxis(y, frame, "√ frequency", width)}${xAxis(x, frame, label, width)}<path d="${region(bins.map((b) => [x(b.value), y(root(b.lower)), y(root(b.upper))]))}" ${paint("null")}/>${bins.map(
      (b) => {
        const from = y(root(b.expected));
        const to = y(root(b.expected) - root(b.observed));
        return svg`<rect x="${x(b.value) - bar / 2}" y="${from}" width="${bar}" height="${Math.max(0.5, to - from)}" ${paint("bar")}/>`;
      },
    )}<line x1="${left}" x2="${frame.right}" y1="${y(0)}" y2="${y(0)}" ${paint("axis")}/><path d="${polyline(bins.map((b) => [x(b.value), y(root(b.expected))]))}" ${paint("expected")}/>`,
  };
}
