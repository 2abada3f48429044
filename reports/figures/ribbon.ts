/** Ribbon of disagreement: how far the laws' medians part, measured from the leading law and against its own spread. */

import type { CurvePoint, RibbonData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { exact, fixed, percent, significant, THIN } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { known, medianAt, polyline, quantileAt, region } from "../svg/curves.ts";
import { extent } from "../svg/d3.ts";
import { endLabels, endRoom, key } from "../svg/legend.ts";
import { svg } from "../svg/markup.ts";
import { paint, series } from "../svg/paint.ts";
import {
  clipped,
  type Drawing,
  extrapolation,
  type Frame,
  labelRoom,
  X_AXIS_TITLED,
  xAxis,
  yAxis,
} from "../svg/plot.ts";
import { capital, withUnit } from "../words.ts";
import { scaled } from "./scaled.ts";

export function ribbonFigure(data: RibbonData): Figure {
  const laws = byWeight(data.laws);
  const first = laws[0];
  return {
    id: data.id,
    title: first ? finding(data, laws) : "No laws to compare",
    subtitle: `Each law's median minus that of ${first?.name ?? "the first"}; the grey band holds 80${THIN}% of the latter's forecasts.`,
    description: first
      ? `${finding(data, laws)}. Lines: ${laws.map(({ name, weight }) => (weight === undefined ? name : `${name} (posterior probability ${percent(weight)})`)).join(", ")}.`
      : "",
    table: {
      columns: [withUnit(data.x), ...laws.map(({ name }) => `${name}, median`)],
      rows: first?.curve.map(({ x }) => [x, ...laws.map((law) => known(medianAt(law.curve, x)))]) ?? [],
    },
    draw: (width, id) => draw(data, laws, width, id),
  };
}

type Laws = RibbonData["laws"];

/** How far the medians part at the end of the axis, as far as every law was computed, and that in widths of the leading law's 80 % interval. */
function partingAtEnd(laws: Laws): { readonly x: number; readonly gap: number; readonly share: number } | undefined {
  const x = Math.min(...laws.map(({ curve }) => curve.at(-1)?.x ?? Number.NaN));
  const ends = laws.map((law) => medianAt(law.curve, x));
  const [leading] = laws;
  if (!leading || laws.length < 2 || !ends.every(Number.isFinite)) return undefined;
  const gap = Math.max(...ends) - Math.min(...ends);
  return { x, gap, share: gap / (quantileAt(leading.curve, x, 5) - quantileAt(leading.curve, x, 1)) };
}

/** @returns the disagreement in widths of the leading law's 80 % interval; undefined for fewer than two laws */
export function disagreement({ laws }: RibbonData): number | undefined {
  return partingAtEnd(byWeight(laws))?.share;
}

function byWeight(laws: Laws): Laws {
  return [...laws].sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0));
}

function finding({ x, y }: RibbonData, laws: Laws): string {
  const parting = partingAtEnd(laws);
  if (!parting) return laws.length > 1 ? "The laws share no stretch of the axis" : `Only ${laws[0]?.name ?? "no law"} was fitted`;
  const { gap, share } = parting;
  const width = `the width of its 80${THIN}% interval`;
  const size =
    share < 0.5
      ? `less than half ${width}`
      : share < 1.5
        ? `about ${width}`
        : `${fixed(share, share < 10 ? 0.1 : 1)} times ${width}`;
  const where = `${exact(Number(parting.x.toPrecision(2)))}${x.unit ? ` ${x.unit}` : ""}`;
  return `${capital(y.label)} differs between the laws by ${significant(gap, 2)} at ${where}: ${size}`;
}

function draw(data: RibbonData, laws: Laws, width: number, id: string): Drawing {
  const first = laws[0]?.curve ?? [];
  const names = laws.map(({ name }) => name);
  const xs = first.map((p) => p.x);
  const lines = laws.map(({ curve }) =>
    curve.filter((p) => inRange(p, xs)).map((p) => [p.x, p.q[3] - medianAt(first, p.x)] as const),
  );
  const band = first.map((p) => [p.x, p.q[1] - p.q[3], p.q[5] - p.q[3]] as const);
  const [low = -1, high = 1] = extent([...lines.flat().map(([, d]) => d), ...band.flatMap(([, a, b]) => [a, b])]);
  const scale = scaled(Math.max(-low, high), data.y.unit);
  const top = 40;
  const bottom = top + 220;
  const domain: [number, number] = [low - 0.05 * (high - low), high + 0.05 * (high - low)];
  const left = labelRoom(makeAxis({ domain, range: [bottom, top], label: scale.label }));
  const right = width - Math.max(12, endRoom(names, width));
  const frame: Frame = { left, right, top, bottom };
  const x = makeAxis({ scale: data.x.scale, domain: [xs[0] ?? 1, xs.at(-1) ?? 10], range: [left, right] });
  const y = makeAxis({ domain, range: [bottom, top], label: scale.label });
  const keyed =
    width <= 400
      ? key(
          laws.map(({ name }, i) => ({ name, role: series(i) })),
          width,
          bottom + X_AXIS_TITLED,
        )
      : { body: svg``, height: 0 };
  const body = svg`${extrapolation(x(data.dataEnd ?? Number.POSITIVE_INFINITY), frame, top - 7)}${yAxis(y, frame, scale.titles(`${data.y.label} against ${names[0] ?? ""}`), width, 12)}${xAxis(x, frame, withUnit(data.x), width)}${clipped(
    `${id}-c`,
    frame,
    svg`<path d="${region(band.map(([a, b, c]) => [x(a), y(b), y(c)]))}" ${paint("null")}/>${lines.map((points, i) => svg`<path d="${polyline(points.map(([a, b]) => [x(a), y(b)]))}" ${paint(series(i))}/>`)}`,
  )}${
    width > 400 &&
    endLabels(
      lines.map((points, i) => ({ name: names[i] ?? "", role: series(i), end: y(points.at(-1)?.[1] ?? 0) })),
      right,
      top,
      bottom,
    )
  }${keyed.body}`;
  return { width, height: bottom + X_AXIS_TITLED + keyed.height, body, readout: { xs: xs.map(x), top, bottom } };
}

function inRange({ x }: CurvePoint, xs: readonly number[]): boolean {
  return x >= (xs[0] ?? x) && x <= (xs.at(-1) ?? x);
}
