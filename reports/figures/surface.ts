/** Loss surface: level lines of the median over model size and tokens, with the runs and the compute-optimal path. */

import type { SurfaceData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { exact, formatFor, significant } from "../numbers.ts";
import { type Axis, makeAxis } from "../svg/axis.ts";
import { polyline } from "../svg/curves.ts";
import { contours, extent, ticks } from "../svg/d3.ts";
import { key } from "../svg/legend.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { clipped, type Drawing, type Frame, labelRoom, X_AXIS_TITLED, xAxis, yAxis } from "../svg/plot.ts";
import { textWidth } from "../svg/text.ts";
import { capital, plural, withUnit } from "../words.ts";
import { dots, pointsNote } from "./points.ts";

export function surfaceFigure(data: SurfaceData): Figure {
  const [low = 0, high = 0] = extent(data.values);
  const title = `${capital(data.z.label)} runs from ${significant(high, 3)} down to ${significant(low, 3)} over the surface that ${plural(
    data.points.reduce((n, p) => n + (p.count ?? 1), 0),
    "run",
  )} support`;
  const note = pointsNote(data.points);
  return {
    id: data.id,
    title,
    subtitle: `Lines of equal median ${withUnit(data.z)}; rings are the runs${data.path ? "; the dashed line is the compute-optimal allocation" : ""}.`,
    description: `${title}. Axes: ${withUnit(data.x)} from ${exact(Number((data.xs[0] ?? 0).toPrecision(2)))} to ${exact(Number((data.xs.at(-1) ?? 0).toPrecision(2)))}, ${withUnit(data.y)} from ${exact(Number((data.ys[0] ?? 0).toPrecision(2)))} to ${exact(Number((data.ys.at(-1) ?? 0).toPrecision(2)))}.`,
    ...(note === undefined ? {} : { note }),
    table: tableOf(data),
    draw: (width, id) => draw(data, width, id),
  };
}

/** A grid of at most nine by nine nodes: enough to read, the full grid is in the summary. */
function tableOf({ x, y, xs, ys, values }: SurfaceData): Figure["table"] {
  const few = (n: number) =>
    Array.from({ length: Math.min(9, n) }, (_, i) => Math.round((i * (n - 1)) / Math.max(1, Math.min(9, n) - 1)));
  const columns = few(xs.length);
  return {
    columns: [`${withUnit(y)} \\ ${withUnit(x)}`, ...columns.map((i) => significant(xs[i] ?? 0, 2))],
    rows: few(ys.length).map((j) => [ys[j] ?? null, ...columns.map((i) => values[j * xs.length + i] ?? null)]),
  };
}

function draw(data: SurfaceData, width: number, id: string): Drawing {
  const { xs, ys, points, path } = data;
  const top = 26;
  const bottom = top + Math.min(360, width * 0.72);
  const yDomain: [number, number] = [ys[0] ?? 1, ys.at(-1) ?? 10];
  const left = labelRoom(makeAxis({ scale: data.y.scale, domain: yDomain, range: [bottom, top] }));
  const frame: Frame = { left, right: width - 12, top, bottom };
  const x = makeAxis({ scale: data.x.scale, domain: [xs[0] ?? 1, xs.at(-1) ?? 10], range: [left, frame.right] });
  const y = makeAxis({ scale: data.y.scale, domain: yDomain, range: [bottom, top] });
  const keyed = path
    ? key([{ name: "compute-optimal", role: "ahead" }], width, bottom + X_AXIS_TITLED)
    : { body: svg``, height: 0 };
  const inside = points.filter(
    (p) => p.x >= x.domain[0] && p.x <= x.domain[1] && p.y >= y.domain[0] && p.y <= y.domain[1],
  );
  const body = svg`${xAxis(x, frame, withUnit(data.x), width)}${yAxis(y, frame, withUnit(data.y), width)}${clipped(
    `${id}-c`,
    frame,
    svg`${levels(data, x, y, frame)}${path && svg`<path d="${polyline(path.map(([a, b]) => [x(a), y(b)]))}" ${paint("ahead")}/>`}`,
  )}${dots(inside, x, y)}${keyed.body}`;
  return { width, height: bottom + X_AXIS_TITLED + keyed.height, body };
}

/** Filled steps, darker where the value is lower, each with its line and its number on the diagonal. */
function levels({ xs, ys, values }: SurfaceData, x: Axis, y: Axis, frame: Frame): Markup {
  const [low = 0, high = 1] = extent(values);
  const steps = ticks(low, high, 10).filter((value) => value > low && value < high);
  const shape = contours().size([xs.length, ys.length]).smooth(true);
  const px = (i: number) => x(at(xs, i - 0.5));
  const py = (j: number) => y(at(ys, j - 0.5));
  const flipped = values.map((value) => -value);
  const names: Markup[] = [];
  const taken: [number, number][] = [];
  const paths = [...steps].reverse().map((step) => {
    const rings = shape.contour(flipped, -step).coordinates.flat();
    const d = rings.map((ring) => `${polyline(ring.map(([a = 0, b = 0]) => [px(a), py(b)]))}Z`).join("");
    const place = labelPlace(
      rings.flatMap((ring) => ring.map(([a = 0, b = 0]) => [px(a), py(b)] as const)),
      frame,
      taken,
    );
    if (place) {
      taken.push([place[0], place[1]]);
      const text = formatFor([low, low, low, step, high, high, high])(step);
      names.push(
        svg`<text x="${place[0] - textWidth(text) / 2}" y="${place[1]}" dy=".35em" ${paint("haloed")}>${text}</text>`,
      );
    }
    return svg`<path d="${d}" ${paint("level")}/>`;
  });
  return svg`${paths}${names}`;
}

/** the grid's coordinate at a fractional index, geometric where the grid is positive */
function at(grid: readonly number[], index: number): number {
  const i = Math.max(0, Math.min(grid.length - 1, index));
  const low = grid[Math.floor(i)] ?? 0;
  const high = grid[Math.ceil(i)] ?? low;
  const u = i - Math.floor(i);
  return low > 0 ? low * (high / low) ** u : low + u * (high - low);
}

/** the labels stand this share of the frame left of the diagonal, where runs are few */
const LABEL_SHIFT = 0.28;

/** Where the line crosses a rising diagonal above the runs, if that is inside and clear of other labels. */
function labelPlace(
  line: readonly (readonly [number, number])[],
  { left, right, top, bottom }: Frame,
  taken: readonly [number, number][],
): readonly [number, number] | undefined {
  const off = ([a, b]: readonly [number, number]) =>
    Math.abs((a - left) / (right - left) - (bottom - b) / (bottom - top) + LABEL_SHIFT);
  const inside = line.filter(([a, b]) => a > left + 24 && a < right - 24 && b > top + 12 && b < bottom - 12);
  const best = inside.reduce<readonly [number, number] | undefined>(
    (least, point) => (least === undefined || off(point) < off(least) ? point : least),
    undefined,
  );
  if (!best || off(best) > 0.12) return undefined;
  return taken.every(([a, b]) => Math.abs(a - best[0]) > 40 || Math.abs(b - best[1]) > 16) ? best : undefined;
}
