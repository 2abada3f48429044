/** Hypothetical outcomes: whole curves of single draws, thin and all at once; the page's script can play them one by one. */

import type { FanData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { integer } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { polyline } from "../svg/curves.ts";
import { extent, quantileSorted } from "../svg/d3.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
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
import { withUnit } from "../words.ts";
import { scaled } from "./scaled.ts";

/** more would be a smear */
const MOST_CURVES = 20;

/** @returns undefined when the fan carries no draws */
export function hopsFigure(data: FanData): Figure | undefined {
  const draws = data.draws?.slice(0, MOST_CURVES) ?? [];
  if (draws.length === 0) return undefined;
  const title = `${integer(draws.length)} possible curves, each as likely as any other`;
  return {
    id: `${data.id}-hops`,
    title,
    subtitle: "Distance of single draws of the law from the median of these; a forecast is one of these, not the band.",
    description: `${title}. Lines fan out beyond the data.`,
    table: { columns: [withUnit(data.x), ...draws.map((_, i) => `draw ${i + 1}`)], rows: thinned(data, draws) },
    draw: (width, id) => draw(data, draws, width, id),
  };
}

/** every tenth node: the curves are smooth, the table is for reading */
function thinned({ curve }: FanData, draws: readonly (readonly number[])[]): (number | null)[][] {
  return curve.flatMap(({ x }, i) => (i % 10 === 0 ? [[x, ...draws.map((each) => each[i] ?? null)]] : []));
}

const sorted = (values: readonly number[]): number[] => values.toSorted((a, b) => a - b);

function draw(data: FanData, draws: readonly (readonly number[])[], width: number, id: string): Drawing {
  const { curve } = data;
  const middles = curve.map(
    (_, i) => quantileSorted(sorted(draws.map((values) => values[i] ?? Number.NaN)), 0.5) ?? Number.NaN,
  );
  const lines = draws.map((values) =>
    curve.map((p, i) => [p.x, (values[i] ?? Number.NaN) - (middles[i] ?? Number.NaN)] as const),
  );
  const [low = -1, high = 1] = extent(lines.flat(), ([, d]) => d);
  const half = 1.05 * Math.max(-low, high);
  const scale = scaled(half, data.y.unit);
  const left = labelRoom(makeAxis({ domain: [-half, half], range: [206, 40], label: scale.label }));
  const frame: Frame = { left, right: width - 12, top: 40, bottom: 206 };
  const x = makeAxis({
    scale: data.x.scale,
    domain: [curve[0]?.x ?? 1, curve.at(-1)?.x ?? 10],
    range: [left, frame.right],
  });
  const y = makeAxis({ domain: [-half, half], range: [frame.bottom, frame.top], label: scale.label });
  const body = svg`${extrapolation(x(data.dataEnd ?? Number.POSITIVE_INFINITY), frame, frame.top - 7)}${yAxis(y, frame, scale.titles("distance from the median"), width, 12)}${xAxis(x, frame, withUnit(data.x), width)}${clipped(
    `${id}-c`,
    frame,
    svg`<g class="hops">${lines.map((points) => svg`<path d="${polyline(points.map(([a, b]) => [x(a), y(b)]))}" ${paint("thin")}/>`)}</g>`,
  )}`;
  return { width, height: frame.bottom + X_AXIS_TITLED, body };
}
