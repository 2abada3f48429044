/** Where divergences happened, on the pair of coordinates that separates them best. */

import type { DivergenceData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { integer } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { extent } from "../svg/d3.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { clipped, type Drawing, type Frame, labelRoom, X_AXIS_TITLED, xAxis, yAxis } from "../svg/plot.ts";
import { plural, withUnit } from "../words.ts";

export function divergenceFigure(data: DivergenceData): Figure {
  const title =
    data.divergent.length === 0
      ? "No divergences"
      : `${plural(data.divergent.length, "divergence")} of ${integer(data.total)} draws, seen best on ${data.x.label} and ${data.y.label}`;
  return {
    id: data.id,
    side: true,
    title: title.charAt(0).toUpperCase() + title.slice(1),
    subtitle: `${data.subject ? `${data.subject}: ` : ""}grey: ${integer(data.draws.length)} draws; rings: transitions that diverged.`,
    description: `${title}.`,
    table: { columns: [withUnit(data.x), withUnit(data.y)], rows: data.divergent.map(([a, b]) => [a, b]) },
    draw: (width, id) => draw(data, width, id),
  };
}

function draw({ x: xMeasure, y: yMeasure, draws, divergent }: DivergenceData, width: number, id: string): Drawing {
  const all = [...draws, ...divergent];
  const [x0 = 0, x1 = 1] = extent(all, ([a]) => a);
  const [y0 = 0, y1 = 1] = extent(all, ([, b]) => b);
  const bottom = 206;
  const left = labelRoom(makeAxis({ scale: yMeasure.scale, domain: [y0, y1], range: [bottom, 26] }));
  const frame: Frame = { left, right: width - 8, top: 26, bottom };
  const x = makeAxis({ scale: xMeasure.scale, domain: [x0, x1], range: [left + 5, frame.right - 5] });
  const y = makeAxis({ scale: yMeasure.scale, domain: [y0, y1], range: [bottom - 5, frame.top + 5] });
  return {
    width,
    height: bottom + X_AXIS_TITLED,
    body: svg`${yAxis(y, frame, withUnit(yMeasure), width)}${xAxis(x, frame, withUnit(xMeasure), width)}${clipped(
      `${id}-c`,
      frame,
      svg`<g ${paint("f5")} fill-opacity=".55">${draws.map(([a, b]) => svg`<circle cx="${x(a)}" cy="${y(b)}" r="1.6"/>`)}</g><g ${paint("bad")}>${divergent.map(([a, b]) => svg`<circle cx="${x(a)}" cy="${y(b)}" r="3.4"/>`)}</g>`,
    )}`,
  };
}
