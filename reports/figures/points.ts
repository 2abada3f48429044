/** Data points: rings with their bars, and how a great many of them become cells. */

import type { DataPoint } from "../../lib/report-figures.ts";
import { integer } from "../numbers.ts";
import type { Axis } from "../svg/axis.ts";
import { extent, max } from "../svg/d3.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { group } from "../svg/paint.ts";

/** Above this many points a figure shows cells: more rings would only be a stain, and 100 bytes each. */
const MOST_POINTS = 1500;
const COLUMNS = 60;
const ROWS = 36;

/** Rings at the points; beyond `limit` (in y) a triangle at the edge. Held-out points are filled; cells grow with their rows. */
export function dots(points: readonly DataPoint[], x: Axis, y: Axis, limit: number = Number.POSITIVE_INFINITY): Markup {
  const drawn = points.filter((p) => Number.isFinite(x(p.x)) && Number.isFinite(p.y));
  const inside = drawn.filter((p) => Math.abs(p.y) <= limit);
  const radius = points.length > 400 ? 1.6 : points.length > 120 ? 2.4 : 3.2;
  const largest = max(points, (p) => p.count ?? 1) ?? 1;
  const ring = (size: (p: DataPoint) => number) => (p: DataPoint) =>
    svg`<circle cx="${x(p.x)}" cy="${y(p.y)}" r="${size(p)}"/>`;
  return svg`${group(
    "whisker",
    inside.flatMap(({ x: at, lower, upper }) =>
      lower === undefined || upper === undefined
        ? []
        : [svg`<line x1="${x(at)}" x2="${x(at)}" y1="${y(lower)}" y2="${y(upper)}"/>`],
    ),
  )}${group("cell", inside.filter((p) => p.count !== undefined).map(ring((p) => 0.8 + 4 * Math.sqrt((p.count ?? 1) / largest))))}${group(
    "point",
    inside.filter((p) => p.count === undefined && !p.heldOut).map(ring(() => radius)),
  )}${group("held", inside.filter((p) => p.count === undefined && p.heldOut).map(ring(() => radius + 0.4)))}${group(
    "point",
    drawn.filter((p) => Math.abs(p.y) > limit).map((p) => outside(x(p.x), y, p.y > 0 ? limit : -limit)),
  )}`;
}

function outside(cx: number, y: Axis, limit: number): Markup {
  const tip = y(limit);
  const base = tip + (limit > 0 ? 7 : -7);
  return svg`<path d="M${cx},${tip}L${cx - 4},${base}H${cx + 4}Z"/>`;
}

/** The points, or, where they are too many, the middles of the cells of a grid with their counts. */
export function condense(points: readonly DataPoint[], logX: boolean): readonly DataPoint[] {
  if (points.length <= MOST_POINTS) return points;
  const place = (x: number) => (logX ? Math.log(x) : x);
  const [left = 0, right = 1] = extent(points, (p) => place(p.x));
  const value = (p: DataPoint) => p.y - (p.fitted ?? 0);
  const [low = 0, high = 1] = extent(points, value);
  const cells = new Map<number, { n: number; x: number; y: number; fitted: number }>();
  for (const point of points) {
    const column = Math.min(COLUMNS - 1, Math.floor((COLUMNS * (place(point.x) - left)) / (right - left || 1)));
    const row = Math.min(ROWS - 1, Math.floor((ROWS * (value(point) - low)) / (high - low || 1)));
    const key = row * COLUMNS + column;
    const cell = cells.get(key) ?? { n: 0, x: 0, y: 0, fitted: 0 };
    cell.n += 1;
    cell.x += place(point.x);
    cell.y += point.y;
    cell.fitted += point.fitted ?? 0;
    cells.set(key, cell);
  }
  const own = points[0]?.fitted !== undefined;
  return [...cells]
    .sort(([a], [b]) => a - b)
    .map(([, { n, x, y, fitted }]) => ({
      x: logX ? Math.exp(x / n) : x / n,
      y: y / n,
      count: n,
      ...(own ? { fitted: fitted / n } : {}),
    }));
}

/** Says that points were put together, if they were. */
export function pointsNote(points: readonly DataPoint[]): string | undefined {
  if (points[0]?.count === undefined) return undefined;
  const n = points.reduce((sum, point) => sum + (point.count ?? 1), 0);
  return `${integer(n)} rows are drawn as ${integer(points.length)} cells; a dot's area is its number of rows.`;
}
