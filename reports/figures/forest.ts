/** A forest: rows of marks over one axis, with an optional line through all of them and a key. */

import { makeAxis, type Axis } from "../svg/axis.ts";
import { inside } from "../svg/interval.ts";
import { key } from "../svg/legend.ts";
import { type Content, coordinate, type Markup, svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { type Drawing, X_AXIS_TITLED, xAxis } from "../svg/plot.ts";
import { layRows, type Row } from "../svg/rows.ts";

export interface ForestOptions {
  readonly rows: readonly Row[];
  readonly domain: readonly [number, number];
  readonly title: string;
  readonly scale?: "linear" | "log";
  /** a vertical line through all rows */
  readonly line?: number;
  readonly key?: Parameters<typeof key>[0];
  mark(i: number, x: Axis, y: number, clip: readonly [number, number]): Content;
}

export function forest(
  { rows, domain, title, scale, line, key: names = [], mark }: ForestOptions,
  width: number,
): Drawing {
  const { frame, y, labels } = layRows(rows, width, 0);
  const x = makeAxis({ scale, domain, range: [frame.left + 8, frame.right - 8], count: width > 400 ? 6 : 4 });
  const clip = [frame.left, frame.right] as const;
  const keyed = key(names, width, frame.bottom + X_AXIS_TITLED);
  const reference =
    line !== undefined &&
    inside(x(line), clip) &&
    svg`<path d="${width > 400 ? `M${coordinate(x(line))},${frame.top}V${frame.bottom}` : rows.map((_, i) => `M${coordinate(x(line))},${y(i) - 10}v20`).join("")}" ${paint("rule")}/>`;
  const marks: Markup[] = rows.map((_, i) => svg`${mark(i, x, y(i), clip)}`);
  return {
    width,
    height: frame.bottom + X_AXIS_TITLED + keyed.height,
    body: svg`${labels}${reference}${marks}${xAxis(x, frame, title, width)}${keyed.body}`,
  };
}
