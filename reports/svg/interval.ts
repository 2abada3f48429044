/** An interval lying on a row: 95 % thin, 80 % thicker, 50 % thick, the median a ring. */

import type { SevenQuantiles } from "../../lib/report-figures.ts";
import { type Markup, svg } from "./markup.ts";
import { paint } from "./paint.ts";

type Map1 = (value: number) => number;

export function interval(q: SevenQuantiles, x: Map1, y: number, clip: readonly [number, number]): Markup {
  return svg`${bar("bar95", q[0], q[6])}${bar("bar80", q[1], q[5])}${bar("bar50", q[2], q[4])}${inside(x(q[3]), clip) && svg`<circle cx="${x(q[3])}" cy="${y}" r="4" ${paint("point")}/>`}`;

  function bar(role: "bar95" | "bar80" | "bar50", low: number, high: number): Markup {
    return stroke(x(low), x(high), y, clip, role);
  }
}

/** A prior lies behind: grey, its 95 % a line, its 80 % a broad pale bar. */
export function priorInterval(q: SevenQuantiles, x: Map1, y: number, clip: readonly [number, number]): Markup {
  return svg`${stroke(x(q[1]), x(q[5]), y, clip, "prior80")}${stroke(x(q[0]), x(q[6]), y, clip, "prior95")}`;
}

/** A horizontal stroke cut to the frame. */
export function stroke(
  from: number,
  to: number,
  y: number,
  [left, right]: readonly [number, number],
  role: Parameters<typeof paint>[0],
): Markup {
  const a = Math.max(left, Math.min(from, to));
  const b = Math.min(right, Math.max(from, to));
  return b > a ? svg`<line x1="${a}" x2="${b}" y1="${y}" y2="${y}" ${paint(role)}/>` : svg``;
}

export function inside(x: number, [left, right]: readonly [number, number]): boolean {
  return x >= left && x <= right;
}
