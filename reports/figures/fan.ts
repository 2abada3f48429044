/** Fan: the law's nested bands over its axis with the data, and beneath it everything again as distance from the median. */

import type { DataPoint, FanData, SevenQuantiles } from "../../lib/report-figures.ts";
import type { Figure, Table } from "../figure.ts";
import { exact, formatFor, integer, THIN, withInterval } from "../numbers.ts";
import { type Axis, makeAxis } from "../svg/axis.ts";
import { bands, median, medianAt, quantileAt } from "../svg/curves.ts";
import { extent, max, quantileSorted } from "../svg/d3.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import {
  clipped,
  type Drawing,
  extrapolation,
  type Frame,
  labelRoom,
  note,
  X_AXIS_TITLED,
  xAxis,
  yAxis,
} from "../svg/plot.ts";
import { spread, textWidth } from "../svg/text.ts";
import { capital, withUnit } from "../words.ts";
import { dots, pointsNote } from "./points.ts";
import { scaled } from "./scaled.ts";

/** A forecast's target as a mark on the fan. */
export interface FanMark {
  readonly x: number;
  readonly q: SevenQuantiles;
  readonly mcse: number;
  /** `10²⁵ FLOP` */
  readonly where: string;
}

export function fanFigure(data: FanData, marks: readonly FanMark[] = []): Figure {
  const note = pointsNote(data.points);
  return {
    id: data.id,
    title: finding(data, marks),
    subtitle: `${data.subject ? `${data.subject}. ` : ""}Bands: 50, 80 and 95${THIN}% of ${data.bands}, equal tails.${data.path ? ` ${capital(data.path)}.` : ""}`,
    description: describe(data, marks),
    ...(note === undefined ? {} : { note }),
    table: fanTable(data),
    draw: (width, id) => draw(data, marks, width, id),
  };
}

function finding(data: FanData, marks: readonly FanMark[]): string {
  const mark = marks[0];
  if (!mark) {
    const { inside, n } = coverage(data);
    if (n === 0) return `${capital(data.y.label)} by the law`;
    return `${inside === n ? "All" : `${integer(inside)} of`} ${integer(n)} points lie inside the 95${THIN}% band`;
  }
  const last = medianAt(data.curve, data.dataEnd ?? data.curve[0]?.x ?? mark.x);
  const moved = mark.q[3] - last;
  const verb = Math.abs(moved) < 0.1 * (mark.q[5] - mark.q[1]) ? "stays near" : moved < 0 ? "falls to" : "rises to";
  return `${capital(data.y.label)} ${verb} ${withInterval(mark.q, mark.mcse)} at ${mark.where}`;
}

/** How many points lie in the 95 % band around their own median. */
function coverage({ curve, points }: FanData): { readonly inside: number; readonly n: number } {
  let inside = 0;
  let n = 0;
  for (const point of points) {
    const distance = point.y - fitted(curve, point);
    const centre = medianAt(curve, point.x);
    const weight = point.count ?? 1;
    n += weight;
    if (distance >= quantileAt(curve, point.x, 0) - centre && distance <= quantileAt(curve, point.x, 6) - centre)
      inside += weight;
  }
  return { inside, n };
}

function fitted(curve: FanData["curve"], point: DataPoint): number {
  return point.fitted ?? medianAt(curve, point.x);
}

function describe(data: FanData, marks: readonly FanMark[]): string {
  const { inside, n } = coverage(data);
  const parts = marks.map(({ q, mcse, where }) => {
    const format = formatFor(q, mcse);
    return `Forecast of ${data.y.label} at ${where}: median ${format(q[3])}, 80${THIN}% interval ${format(q[1])} to ${format(q[5])}, 95${THIN}% interval ${format(q[0])} to ${format(q[6])}.`;
  });
  if (n > 0) parts.push(`${integer(inside)} of ${integer(n)} points lie inside the 95${THIN}% band.`);
  const end = data.dataEnd;
  if (end !== undefined)
    parts.push(`Data end at ${withUnit({ ...data.x, label: exact(Number(end.toPrecision(3))) })}.`);
  parts.push(`A second strip on the same axis shows distances from the median.`);
  return parts.join(" ");
}

function fanTable({ x, y, curve }: FanData): Table {
  return {
    columns: [withUnit(x), ...["2.5", "10", "25", "50", "75", "90", "97.5"].map((p) => `${y.label} ${p}${THIN}%`)],
    rows: curve.map((point) => [point.x, ...point.q]),
  };
}

const FAN_TOP = 40;

function draw(data: FanData, marks: readonly FanMark[], width: number, id: string): Drawing {
  const tall = width > 400 ? 228 : 210;
  const xs = data.curve.map((p) => p.x);
  const strip = stripScale(data);
  const yDomain = fanDomain(data);
  const room = Math.max(
    labelRoom(makeAxis({ scale: data.y.scale, domain: yDomain, range: [tall, 0], nice: true, count: 4 })),
    labelRoom(makeAxis({ domain: [-strip.half, strip.half], range: [150, 0], count: 4, label: strip.label })),
  );
  const right = width - 36;
  const fan: Frame = { left: room, right, top: FAN_TOP, bottom: FAN_TOP + tall };
  const below: Frame = { left: room, right, top: fan.bottom + 40, bottom: fan.bottom + 190 };
  const x = makeAxis({ scale: data.x.scale, domain: [xs[0] ?? 0, xs.at(-1) ?? 1], range: [room, right] });
  const y = makeAxis({ scale: data.y.scale, domain: yDomain, range: [fan.bottom, fan.top], nice: true, count: 4 });
  const d = makeAxis({
    domain: [-strip.half, strip.half],
    range: [below.bottom, below.top],
    count: 4,
    label: strip.label,
  });
  const edge = x(data.dataEnd ?? Number.POSITIVE_INFINITY);
  const body = svg`${extrapolation(edge, fan, fan.top - 7)}${extrapolation(edge, below, undefined)}${yAxis(y, fan, withUnit(data.y), width, 12)}${yAxis(d, below, strip.titles, width)}${xAxis(x, below, withUnit(data.x), width)}${clipped(
    `${id}-c`,
    fan,
    svg`${bands(data.curve, x, y)}${median(data.curve, data.dataEnd, x, y)}`,
  )}${clipped(`${id}-s`, below, bands(distances(data.curve), x, d))}${dots(data.points, x, y)}${dots(
    data.points.map((point) => stripPoint(data, point, strip.half)),
    x,
    d,
    strip.half,
  )}${bandLabels(data, d, below)}${marks.map((mark, i) => target(mark, data.curve, x, y, fan, width, i === 0))}`;
  const readout = { xs: xs.map(x), top: fan.top, bottom: below.bottom };
  return { width, height: below.bottom + X_AXIS_TITLED, body, readout };
}

function fanDomain({ curve, points }: FanData): [number, number] {
  const values = [
    ...curve.flatMap(({ q }) => [q[1], q[5]]),
    ...points.flatMap(({ y, lower, upper }) => [y, lower ?? y, upper ?? y]),
  ].filter(Number.isFinite);
  const [low = 0, high = 1] = extent(values);
  return [low, high];
}

function distances(curve: FanData["curve"]): FanData["curve"] {
  return curve.map(({ x, q }) => ({ x, q: q.map((value) => value - q[3]) as unknown as SevenQuantiles }));
}

function stripPoint({ curve }: FanData, point: DataPoint, half: number): DataPoint {
  const centre = fitted(curve, point);
  const clamp = (value: number) => Math.max(-half, Math.min(half, value - centre));
  return {
    ...point,
    y: point.y - centre,
    ...(point.lower === undefined ? {} : { lower: clamp(point.lower) }),
    ...(point.upper === undefined ? {} : { upper: clamp(point.upper) }),
  };
}

/** The strip shows the band where data are and all but 2 % of the points; what lies outside becomes a mark at its edge. */
function stripScale(data: FanData) {
  const reach = ({ q }: { readonly q: SevenQuantiles }) => Math.max(q[3] - q[0], q[6] - q[3]);
  const first = data.points.length > 0 ? Math.min(...data.points.map((p) => p.x)) : Number.NEGATIVE_INFINITY;
  const seen = data.curve.filter((p) => p.x >= first && p.x <= (data.dataEnd ?? Number.POSITIVE_INFINITY));
  const far = data.points.map((p) => Math.abs(p.y - fitted(data.curve, p))).sort((a, b) => a - b);
  const near = Math.max(max(seen, reach) ?? 0, quantileSorted(far, 0.98) ?? 0);
  const ahead =
    max(
      data.curve.filter((p) => p.x >= first),
      reach,
    ) ?? near;
  const half = 1.08 * Math.max(near, Math.min(ahead, near > 0 ? 4 * near : ahead)) || 1;
  const scale = scaled(half, data.y.unit);
  return { half, titles: scale.titles("distance from the median"), label: scale.label };
}

/** Each band's level beside the strip's right end, moved apart where they would touch. */
function bandLabels(data: FanData, d: Axis, frame: Frame): Markup {
  const last = distances(data.curve).at(-1)?.q;
  if (!last) return svg``;
  const levels = [
    [`95${THIN}%`, (last[5] + last[6]) / 2],
    [`80${THIN}%`, (last[4] + last[5]) / 2],
    [`50${THIN}%`, last[4] / 2],
  ] as const;
  const places = spread(
    levels.map(([, value]) => d(value)),
    14,
    frame.top + 6,
    frame.bottom - 6,
  );
  return svg`${levels.map(([label], i) => svg`<text x="${frame.right + 5}" y="${places[i] ?? 0}" dy=".35em" ${paint("label")}>${label}</text>`)}`;
}

/** a target's label longer than this share of the frame would lie over the data: then its value alone */
const MOST_LABEL = 0.5;

/** The forecast's point; the first says its value beside it, clear of the band. */
function target(
  { x: at, q, mcse, where }: FanMark,
  curve: FanData["curve"],
  x: Axis,
  y: Axis,
  frame: Frame,
  width: number,
  named: boolean,
): Markup {
  if (at < x.domain[0] || at > x.domain[1]) return svg``;
  const value = formatFor(q, mcse)(q[3]);
  const whole = `${value} at ${where}`;
  const text = textWidth(whole, 12, true) > MOST_LABEL * (frame.right - frame.left) ? value : whole;
  const half = textWidth(text, 12, true) / 2;
  const centre = Math.max(half, Math.min(width - half, x(at)));
  const under = curve.filter((p) => Math.abs(x(p.x) - centre) <= half + 4);
  const above = Math.min(...under.map((p) => y(p.q[6])), y(q[6])) - 9;
  const high = above - 12 > frame.top;
  const label = note(text, x(at), high ? above : Math.min(frame.bottom - 6, y(q[0]) + 20), width, {
    anchor: "middle",
    role: "halo",
  });
  return svg`<line x1="${x(at)}" x2="${x(at)}" y1="${y(q[1])}" y2="${y(q[5])}" ${paint("whisker")}/><circle cx="${x(at)}" cy="${y(q[3])}" r="5" ${paint("target")}/>${named && textWidth(text) < width && label}`;
}
