/** A grid of small panels of equal size: three across on a wide drawing, one on a narrow one unless two fit. */

import { type Markup, svg } from "../svg/markup.ts";
import type { Drawing } from "../svg/plot.ts";

const GAP = 24;

export function panels<T>(
  items: readonly T[],
  width: number,
  height: number,
  draw: (item: T, width: number, i: number) => Markup,
  across: number = width > 400 ? 3 : 1,
): Drawing {
  const columns = Math.max(1, Math.min(items.length, across));
  const cell = (width - GAP * (columns - 1)) / columns;
  return {
    width,
    height: Math.max(1, Math.ceil(items.length / columns)) * height,
    body: svg`${items.map((item, i) => svg`<g transform="translate(${(i % columns) * (cell + GAP)},${Math.floor(i / columns) * height})">${draw(item, cell, i)}</g>`)}`,
  };
}
