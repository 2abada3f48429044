/** PassUntil against size, drawn on log(-log p), where a smooth power law is a straight line and sudden emergence is not. */

import type { EmergenceData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { exact, percent, significant, superscript, THIN, withInterval } from "../numbers.ts";
import { type Axis, makeAxis } from "../svg/axis.ts";
import { known, medianAt, polyline, region } from "../svg/curves.ts";
import { endLabels, endRoom, key } from "../svg/legend.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { paint, series } from "../svg/paint.ts";
import { clipped, type Drawing, extrapolation, type Frame, X_AXIS_TITLED, xAxis, yAxis } from "../svg/plot.ts";
import { capital, withUnit } from "../words.ts";

type Laws = EmergenceData["laws"];

export function emergenceFigure(data: EmergenceData): Figure {
  const laws = [...data.laws].sort((a, b) => (b.weight ?? 0) - (a.weight ?? 0));
  const title = finding(data, laws);
  return {
    id: data.id,
    title,
    subtitle: `${data.subject ? `${data.subject}: ` : ""}probability of passing on the scale log(−log p), where a power law is straight; rings are shares of passes, arrows where none passed; band: 80${THIN}% of ${laws[0]?.name ?? "the law"}.`,
    description: `${title}. ${laws.map(({ name, weight }) => (weight === undefined ? name : `${name}: posterior probability ${percent(weight)}`)).join("; ")}.`,
    table: {
      columns: [withUnit(data.x), ...laws.map(({ name }) => `${name}, p`)],
      rows: laws[0]?.curve.map(({ x }) => [x, ...laws.map((law) => known(medianAt(law.curve, x)))]) ?? [],
    },
    draw: (width, id) => draw(data, laws, width, id),
  };
}

/** A law is called favoured when its posterior probability is at least this. */
const FAVOURED = 0.75;

function finding(data: EmergenceData, laws: Laws): string {
  const [best, next] = laws;
  const seen = seenText(data);
  if (!best) return capital(seen);
  if (best.weight === undefined) return `${capital(aheadText(data, best))}; ${seen}`;
  if (best.weight >= FAVOURED)
    return `${capital(best.name)} is favoured with probability ${percent(best.weight)}; ${seen}`;
  return `Not enough data to choose: ${best.name} ${percent(best.weight)}${next?.weight === undefined ? "" : `, ${next.name} ${percent(next.weight)}`}`;
}

/** the smallest share of passes that was seen, or that none was */
function seenText({ points }: EmergenceData): string {
  const passed = points.filter(({ p }) => p > 0);
  if (passed.length === 0) return "no passes were seen";
  return `passing is seen down to p\u00a0=\u00a0${significant(Math.min(...passed.map(({ p }) => p)), 1)}`;
}

/** what the only law says at its far end */
function aheadText({ x }: EmergenceData, { curve }: Laws[number]): string {
  const last = curve.at(-1);
  if (!last) return "no law was fitted";
  const where = `${x.label}\u00a0=\u00a0${significant(last.x, 2)}`;
  return `at ${where} the probability of passing should be ${withInterval(last.q)}`;
}

const CLEAR = 1e-12;

/** -log(-log p): rises with p, so that better stands higher */
function height(p: number): number {
  return -Math.log(-Math.log(Math.min(1 - CLEAR, Math.max(CLEAR, p))));
}

/** from the densest to the sparsest; the first whose labels have room is taken */
const TICKS = [
  [
    1e-12, 1e-10, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95,
    0.99,
  ],
  [1e-12, 1e-10, 1e-8, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.97, 0.99],
  [1e-12, 1e-8, 1e-6, 1e-4, 0.01, 0.1, 0.5, 0.9, 0.99],
];

function draw(data: EmergenceData, laws: Laws, width: number, id: string): Drawing {
  const names = laws.map(({ name }) => name);
  const first = laws[0]?.curve ?? [];
  const top = 40;
  const bottom = top + 250;
  const left = 52;
  const right = width - Math.max(12, endRoom(names, width));
  const frame: Frame = { left, right, top, bottom };
  const values = [
    ...data.points.flatMap(({ p, lower, upper }) => [p, lower ?? p, upper ?? p]).filter((p) => p > 0 && p < 1),
    ...first.flatMap(({ q }) => [q[1], q[5]]),
  ].map(height);
  const xs = [...data.points.map((p) => p.x), ...first.map((p) => p.x)];
  const x = makeAxis({ scale: data.x.scale, domain: [Math.min(...xs), Math.max(...xs)], range: [left + 4, right] });
  const inner = makeAxis({ domain: [Math.min(...values) - 0.1, Math.max(...values) + 0.1], range: [bottom, top] });
  const y = passAxis(inner);
  const keyed =
    width <= 400
      ? key(
          laws.map(({ name }, i) => ({ name, role: series(i) })),
          width,
          bottom + X_AXIS_TITLED,
        )
      : { body: svg``, height: 0 };
  const line = (curve: Laws[number]["curve"]) => polyline(curve.map((p) => [x(p.x), y(p.q[3])]));
  const body = svg`${extrapolation(x(data.dataEnd ?? Number.POSITIVE_INFINITY), frame, top - 7)}${yAxis(y, frame, "probability of passing, scale log(−log p)", width, 12)}${xAxis(x, frame, withUnit(data.x), width)}${clipped(
    `${id}-c`,
    frame,
    svg`<path d="${region(first.map((p) => [x(p.x), y(p.q[1]), y(p.q[5])]))}" ${paint("band95")}/>${laws.map(({ curve }, i) => svg`<path d="${line(curve)}" ${paint(series(i))}/>`)}`,
  )}${data.points.map((point) => mark(point, x, y, bottom))}${
    width > 400 &&
    endLabels(
      laws.map(({ name, curve }, i) => ({ name, role: series(i), end: y(curve.at(-1)?.q[3] ?? 0.5) })),
      right,
      top,
      bottom,
    )
  }${keyed.body}`;
  const readout = { xs: first.map((p) => x(p.x)), top, bottom };
  return { width, height: bottom + X_AXIS_TITLED + keyed.height, body, readout };
}

/** A share with its interval; where nothing passed, an arrow down from the largest probability that is still plausible. */
function mark({ x: at, p, lower, upper }: EmergenceData["points"][number], x: Axis, y: Axis, bottom: number): Markup {
  if (p === 0) {
    const from = y(upper ?? CLEAR);
    return svg`<path d="M${x(at)} ${from}V${bottom - 1}m-3.5 -6l3.5 6l3.5 -6" fill="none" ${paint("whisker")}/>`;
  }
  const whisker =
    lower !== undefined &&
    upper !== undefined &&
    svg`<line x1="${x(at)}" x2="${x(at)}" y1="${Math.min(bottom, y(lower))}" y2="${y(upper)}" ${paint("whisker")}/>`;
  return svg`${whisker}<circle cx="${x(at)}" cy="${y(p)}" r="3.4" ${paint("point")}/>`;
}

/** px between neighbouring labels */
const TICK_ROOM = 16;

function passAxis(inner: Axis): Axis {
  const [low, high] = inner.domain;
  const inside = TICKS.map((all) => all.filter((p) => height(p) >= low && height(p) <= high));
  const isRoomy = (all: readonly number[]): boolean =>
    all.every((p, i) => i === 0 || Math.abs(inner(height(p)) - inner(height(all[i - 1] ?? 0))) >= TICK_ROOM);
  const ticks = (inside.find(isRoomy) ?? inside.at(-1) ?? []).map((p) => ({
    value: p,
    label: p >= 1e-3 ? exact(p) : `10${superscript(Math.round(Math.log10(p)))}`,
  }));
  return Object.assign((p: number) => inner(height(p)), { ticks, minor: [], domain: inner.domain, range: inner.range });
}
