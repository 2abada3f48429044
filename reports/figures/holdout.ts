/** Hold-out: what was kept from the fit against its predictive intervals. */

import type { HoldoutData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { formatFor, integer, THIN } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { extent } from "../svg/d3.ts";
import { inside, interval } from "../svg/interval.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { type Drawing, X_AXIS_TITLED, xAxis } from "../svg/plot.ts";
import { layRows } from "../svg/rows.ts";
import { withUnit } from "../words.ts";

/** rows beyond these are in the table only */
const MOST_ROWS = 40;

export function holdoutFigure(data: HoldoutData): Figure {
  const n = data.points.length;
  const within = (low: number, high: number) =>
    data.points.filter(({ y, q }) => y >= (q[low] ?? y) && y <= (q[high] ?? y)).length;
  const title =
    n === 0
      ? "Nothing was held out"
      : `${integer(within(1, 5))} of ${integer(n)} held-out points lie inside their 80${THIN}% interval`;
  return {
    id: data.id,
    title,
    subtitle: `${data.subject ? `${data.subject}: ` : ""}predictive intervals 50, 80, 95${THIN}% from a fit that did not see these points (orange).`,
    description: `${title}; ${integer(within(2, 4))} inside 50${THIN}% and ${integer(within(0, 6))} inside 95${THIN}%.`,
    ...(n > MOST_ROWS ? { note: `The first ${MOST_ROWS} of ${integer(n)} are drawn; the table has all.` } : {}),
    table: {
      columns: ["point", `observed ${withUnit(data.y)}`, "2.5 %", "10 %", "25 %", "50 %", "75 %", "90 %", "97.5 %"],
      rows: data.points.map(({ label, y, q }) => [label, y, ...q]),
    },
    draw: (width) => draw(data, width),
  };
}

function draw({ points, y: measure }: HoldoutData, width: number): Drawing {
  const shown = points.slice(0, MOST_ROWS);
  const { frame, y, labels } = layRows(
    shown.map((point) => ({ label: point.label, value: formatFor(point.q)(point.y) })),
    width,
    0,
  );
  const [low = 0, high = 1] = extent(shown.flatMap((p) => [p.y, p.q[0], p.q[6]]));
  const x = makeAxis({ scale: measure.scale, domain: [low, high], range: [frame.left + 6, frame.right - 6], count: 5 });
  const clip = [frame.left, frame.right] as const;
  return {
    width,
    height: frame.bottom + X_AXIS_TITLED,
    body: svg`${labels}${shown.map((point, i) => svg`${interval(point.q, x, y(i), clip)}${inside(x(point.y), clip) && svg`<circle cx="${x(point.y)}" cy="${y(i)}" r="4.5" ${paint("target")}/>`}`)}${xAxis(x, frame, withUnit(measure), width)}`,
  };
}
