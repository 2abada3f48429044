/** Rows of a forest: the label beside its row where there is room, above it where there is not. */

import { type Markup, svg } from "./markup.ts";
import { paint } from "./paint.ts";
import type { Frame } from "./plot.ts";
import { fitText, textWidth } from "./text.ts";

export interface RowLayout {
  readonly frame: Frame;
  /** centre of a row's mark, px */
  y(i: number): number;
  readonly labels: Markup;
}

export interface Row {
  readonly label: string;
  /** the row's number in words, at the right */
  readonly value?: string;
  /** labels of this kind are set bold: a total, the reference */
  readonly strong?: boolean;
}

const BESIDE = { row: 26, pad: 10 };
const ABOVE = { row: 42, pad: 8 };
/** label columns never take more than this share of a wide drawing */
const MOST_LABEL = 0.34;
/** and the numbers at the right no more than this */
const MOST_VALUE = 0.28;

/** @param top px above the first row, for axis titles and notes */
export function layRows(rows: readonly Row[], width: number, top: number): RowLayout {
  return width > 400 ? beside(rows, width, top) : above(rows, width, top);
}

function beside(rows: readonly Row[], width: number, top: number): RowLayout {
  const widest = Math.max(0, ...rows.map(({ label }) => textWidth(label, 12, true)));
  const left = Math.min(width * MOST_LABEL, widest) + 14;
  const values = Math.max(0, ...rows.map(({ value = "" }) => textWidth(value)));
  const room = Math.min(width * MOST_VALUE, values);
  const right = width - (room > 0 ? room + 14 : 8);
  const y = (i: number) => top + BESIDE.pad + BESIDE.row * (i + 0.5);
  const bottom = top + 2 * BESIDE.pad + BESIDE.row * rows.length;
  const labels = svg`${rows.map(
    ({ label, value, strong }, i) =>
      svg`<text x="0" y="${y(i)}" dy=".35em" ${paint(strong ? "strong" : "label")}>${fitText(label, left - 12, 12, strong)}</text>${
        value &&
        svg`<text x="${width}" y="${y(i)}" dy=".35em" text-anchor="end" ${paint("tick")}>${fitText(value, room)}</text>`
      }`,
  )}`;
  return { frame: { left, right, top, bottom }, y, labels };
}

function above(rows: readonly Row[], width: number, top: number): RowLayout {
  const y = (i: number) => top + ABOVE.pad + ABOVE.row * i + 28;
  const bottom = top + ABOVE.pad + ABOVE.row * rows.length;
  const labels = svg`${rows.map(({ label, value = "", strong }, i) => {
    const room = Math.min(textWidth(value), width * 0.6);
    return svg`<text x="0" y="${y(i) - 15}" ${paint(strong ? "strong" : "label")}>${fitText(label, width - room - 10, 12, strong)}</text>${
      value &&
      svg`<text x="${width}" y="${y(i) - 15}" text-anchor="end" ${paint("tick")}>${fitText(value, room)}</text>`
    }`;
  })}`;
  return { frame: { left: 6, right: width - 6, top, bottom }, y, labels };
}
