/** Quantile dotplot: fifty equally likely outcomes, the decision's threshold a column edge, so that a dot's side is its colour. */

import type { TargetEvent } from "../../lib/report.ts";
import type { Figure } from "../figure.ts";
import { exact, formatFor, percent } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { group, paint } from "../svg/paint.ts";
import { type Drawing, type Frame, note, xAxis } from "../svg/plot.ts";
import { dotCount, quantityText } from "../words.ts";
import type { SevenQuantiles } from "../../lib/report-figures.ts";

export interface DotplotData {
  readonly id: string;
  readonly quantity: string;
  readonly unit?: string | undefined;
  readonly q: SevenQuantiles;
  /** ascending, equally likely */
  readonly dots: readonly number[];
  readonly event?: TargetEvent | undefined;
}

interface Column {
  readonly left: number;
  readonly count: number;
  readonly good: boolean;
}

export function dotplotFigure(data: DotplotData): Figure {
  const { dots, event } = data;
  const each = `Each dot is a ${percent(1 / dots.length)} chance.`;
  return {
    id: data.id,
    side: true,
    title: finding(data),
    subtitle: each,
    description: `${finding(data)}. ${each} The dots run from ${exact(round(dots[0]))} to ${exact(round(dots.at(-1)))}.`,
    table: {
      columns: ["outcome", ...(event ? ["side of the limit"] : [])],
      rows: dots.map((value) => [value, ...(event ? [isGood(value, event) ? event.side : "not"] : [])]),
    },
    draw: (width, id) => draw(data, width, id),
  };
}

function round(value = Number.NaN): number {
  return Number(value.toPrecision(4));
}

function isGood(value: number, { side, threshold }: TargetEvent): boolean {
  return side === "below" ? value < threshold : value > threshold;
}

function finding({ quantity, unit, q, dots, event }: DotplotData): string {
  if (!event) {
    const format = formatFor(q);
    return `Eight in ten futures of ${quantity} lie between ${format(q[1])} and ${quantityText(format(q[5]), unit)}`;
  }
  const count = dots.filter((value) => isGood(value, event)).length;
  const words = dotCount(count, dots.length, event.p, event.need);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)} equally likely futures ${count === 1 ? "stays" : "stay"} ${event.side} ${exact(event.threshold)}`;
}

/** Columns whose edges include the threshold; as wide as makes the tallest stack fit. */
function stack({ dots, event }: DotplotData, span: readonly [number, number], n: number): readonly Column[] {
  const width = (span[1] - span[0]) / n;
  const origin = event && within(event.threshold, span) ? event.threshold : span[0];
  const columns = new Map<number, Column>();
  for (const value of dots) {
    const k = side(value, origin, Math.floor((value - origin) / width), event);
    const good = event === undefined || isGood(value, event);
    const column = columns.get(k);
    columns.set(k, { left: origin + k * width, count: (column?.count ?? 0) + 1, good });
  }
  return [...columns.values()];
}

/** Rounding in the division may not carry a dot over the threshold. */
function side(value: number, origin: number, k: number, event: TargetEvent | undefined): number {
  if (event === undefined || event.threshold !== origin) return k;
  const right = event.side === "above" ? value > origin : value >= origin;
  return right ? Math.max(k, 0) : Math.min(k, -1);
}

function within(value: number, [low, high]: readonly [number, number]): boolean {
  return value >= low && value <= high;
}

/** The outcomes, and the threshold too where it is near enough not to squeeze them. */
function spanOf({ dots, event }: DotplotData): [number, number] {
  const low = dots[0] ?? 0;
  const high = dots.at(-1) ?? 1;
  const pad = (high - low) * 0.06 || Math.abs(high) * 0.05 || 1;
  const reach = 0.8 * (high - low);
  const near = event !== undefined && event.threshold > low - reach && event.threshold < high + reach;
  return [(near ? Math.min(low, event.threshold) : low) - pad, (near ? Math.max(high, event.threshold) : high) + pad];
}

const HEIGHT = 176;

function draw(data: DotplotData, width: number, _id: string): Drawing {
  const frame: Frame = { left: 10, right: width - 10, top: 26, bottom: HEIGHT - 26 };
  const span = spanOf(data);
  const room = frame.bottom - frame.top - 8;
  const plotWidth = frame.right - frame.left;
  const fits = (n: number) => Math.max(...stack(data, span, n).map((c) => c.count)) * (plotWidth / n) <= room;
  let n = 16;
  while (n < 60 && !fits(n)) n += 2;
  const size = plotWidth / n;
  const columns = stack(data, span, n);
  const pitch = Math.min(size, room / Math.max(...columns.map((c) => c.count)));
  const x = makeAxis({ domain: span, range: [frame.left, frame.right], count: 5 });
  const body = svg`${circles(true)}${circles(false)}${xAxis(x, frame, "", width)}${limit(data, x, span, frame, width)}`;
  return { width, height: HEIGHT, body };

  function circles(good: boolean): Markup {
    const r = Math.max(1, size / 2 - (good ? 0.8 : 1.6));
    const marks = columns
      .filter((column) => column.good === good)
      .flatMap(({ left, count }) =>
        Array.from(
          { length: count },
          (_, i) => svg`<circle cx="${x(left) + size / 2}" cy="${frame.bottom - 2 - pitch * (i + 0.5)}" r="${r}"/>`,
        ),
      );
    return group(good ? "good" : "bad", marks);
  }
}

function limit(
  { event }: DotplotData,
  x: (v: number) => number,
  span: readonly [number, number],
  frame: Frame,
  width: number,
): Markup {
  if (!event) return svg``;
  const name = `limit ${exact(event.threshold)}`;
  if (!within(event.threshold, span)) {
    const right = event.threshold > span[1];
    return note(right ? `${name} →` : `← ${name}`, right ? frame.right : frame.left, 12, width, {
      anchor: right ? "end" : "start",
      role: "label",
    });
  }
  const at = x(event.threshold);
  return svg`<line x1="${at}" x2="${at}" y1="16" y2="${frame.bottom}" ${paint("rule")}/>${note(name, at, 11, width, { anchor: "middle", role: "label" })}`;
}
