/** Residuals against a covariate, with the band that should hold a stated share of them. */

import type { ResidualData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { integer, percent } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { region } from "../svg/curves.ts";
import { extent } from "../svg/d3.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { clipped, type Drawing, type Frame, labelRoom, X_AXIS_TITLED, xAxis, yAxis } from "../svg/plot.ts";
import { withUnit } from "../words.ts";
import { dots, pointsNote } from "./points.ts";
import { scaled } from "./scaled.ts";

export function residualFigure(data: ResidualData): Figure {
  const { inside, n } = count(data);
  const note = pointsNote(data.points);
  const title =
    n === 0
      ? "No residuals"
      : `${integer(inside)} of ${integer(n)} residuals (${percent(inside / n)}) lie inside the ${percent(data.level)} band`;
  return {
    id: data.id,
    side: true,
    title,
    subtitle: `${data.subject ? `${data.subject}: ` : ""}${data.how ?? "observed minus fitted median"}; the band is what the model expects.`,
    description: `${title}. Residuals of ${data.y.label} against ${data.x.label}.`,
    ...(note === undefined ? {} : { note }),
    table: {
      columns: [
        withUnit(data.x),
        `residual ${withUnit(data.y)}`,
        ...(data.points[0]?.count === undefined ? [] : ["rows"]),
      ],
      rows: data.points.map(({ x, y, count: rows }) => [x, y, ...(rows === undefined ? [] : [rows])]),
    },
    draw: (width, id) => draw(data, width, id),
  };
}

function count({ points, band }: ResidualData): { readonly inside: number; readonly n: number } {
  let inside = 0;
  let n = 0;
  for (const { x, y, count: weight = 1 } of points) {
    const at = band.findIndex((each) => each.x >= x);
    const { lower, upper } = band[at < 0 ? band.length - 1 : at] ?? { lower: Number.NaN, upper: Number.NaN };
    n += weight;
    if (y >= lower && y <= upper) inside += weight;
  }
  return { inside, n };
}

function draw({ x: xMeasure, y: yMeasure, band, points }: ResidualData, width: number, id: string): Drawing {
  const [low = -1, high = 1] = extent([...points.map((p) => p.y), ...band.flatMap((b) => [b.lower, b.upper])]);
  const half = 1.08 * Math.max(-low, high);
  const scale = scaled(half, yMeasure.unit);
  const top = 26;
  const bottom = top + 170;
  const left = labelRoom(makeAxis({ domain: [-half, half], range: [bottom, top], label: scale.label }));
  const frame: Frame = { left, right: width - 8, top, bottom };
  const [first = 0, last = 1] = extent([...points, ...band], (p) => p.x);
  const x = makeAxis({ scale: xMeasure.scale, domain: [first, last], range: [left + 6, frame.right - 6] });
  const y = makeAxis({ domain: [-half, half], range: [bottom, top], label: scale.label });
  const title = scale.titles(`residual of ${yMeasure.label}`);
  return {
    width,
    height: bottom + X_AXIS_TITLED,
    body: svg`${yAxis(y, frame, title, width)}${xAxis(x, frame, withUnit(xMeasure), width)}${clipped(
      `${id}-c`,
      frame,
      svg`<path d="${region(band.map((b) => [x(b.x), y(b.lower), y(b.upper)]))}" ${paint("null")}/>`,
    )}<line x1="${left}" x2="${frame.right}" y1="${y(0)}" y2="${y(0)}" ${paint("axis")}/>${dots(points, x, y)}`,
  };
}
