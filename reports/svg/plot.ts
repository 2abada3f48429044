/** The furniture of a plot: frame, grid, axes with titles, rules, the zone beyond the data. */

import type { Axis } from "./axis.ts";
import { roomyTicks } from "./axis.ts";
import { type Content, type Markup, svg } from "./markup.ts";
import { paint } from "./paint.ts";
import { fitText, textWidth } from "./text.ts";

/** The rectangle that data are drawn in, px. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A picture of a given width: its height and what is inside. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly body: Markup;
  /** where the rows of the figure's table stand on the x axis, for a read-out under the pointer */
  readonly readout?: { readonly xs: readonly number[]; readonly top: number; readonly bottom: number };
}

/** Horizontal grid lines with labels at the left and the axis title above the frame. */
export function yAxis(
  axis: Axis,
  frame: Frame,
  title: string | readonly string[],
  width: number,
  titleY: number = frame.top - 14,
): Markup {
  const ticks = spaced(axis);
  const lines = ticks.map(({ value }) => svg`M${frame.left} ${axis(value)}H${frame.right}`);
  const labels = ticks.map(
    ({ value, label }) => svg`<text x="${frame.left - 8}" y="${axis(value)}" dy=".35em">${label}</text>`,
  );
  return svg`${title.length > 0 && caption(title, 0, titleY, width)}<path d="${lines}" ${paint("grid")}/><g text-anchor="end" ${paint("tick")}>${labels}</g>`;
}

/** vertical neighbours need 16 px */
function spaced(axis: Axis): Axis["ticks"] {
  for (let step = 1; ; step++) {
    const kept = axis.ticks.filter((_, i) => i % step === 0);
    const clear = kept.every((tick, i) => i === 0 || Math.abs(axis(tick.value) - axis(kept[i - 1]?.value ?? 0)) >= 16);
    if (clear || kept.length < 2) return kept;
  }
}

/** Room for the labels of a vertical axis, px, with the gap to the frame. */
export function labelRoom(axis: Axis, least = 30): number {
  return Math.ceil(Math.max(least, ...axis.ticks.map(({ label }) => textWidth(label))) + 12);
}

/** A line at the frame's foot with ticks, labels kept inside the picture, and a centred title. */
export function xAxis(axis: Axis, frame: Frame, title: string, width: number): Markup {
  const { labelled, bare } = roomyTicks(axis);
  const y = frame.bottom;
  const strokes = [
    ...axis.minor.map((value) => [axis(value), 3] as const),
    ...bare.map(({ value }) => [axis(value), 5] as const),
    ...labelled.map(({ value }) => [axis(value), 5] as const),
  ];
  const path = strokes.map(([x, length]) => svg`M${x} ${y}v${length}`);
  const labels = labelled.map(({ value, label }) => {
    const half = textWidth(label) / 2;
    const x = Math.min(width - half, Math.max(half, axis(value)));
    return svg`<text x="${x}" y="${y + 20}">${label}</text>`;
  });
  return svg`<path d="M${frame.left} ${y}H${frame.right}${path}" ${paint("axis")}/><g text-anchor="middle" ${paint("tick")}>${labels}${
    title !== "" && centred(title, (frame.left + frame.right) / 2, y + 39, width)
  }</g>`;
}

/** px below the frame that `xAxis` needs, with and without a title */
export const X_AXIS_TITLED = 46;
export const X_AXIS_BARE = 26;

/** @param text one wording, or several from the longest to the shortest: the first that fits is taken */
export function caption(text: string | readonly string[], x: number, y: number, width: number): Markup {
  const wordings = typeof text === "string" ? [text] : text;
  const best = wordings.find((each) => textWidth(each) <= width - x) ?? wordings.at(-1) ?? "";
  return svg`<text x="${x}" y="${y}" ${paint("tick")}>${fitText(best, width - x)}</text>`;
}

/** for a group that is anchored in the middle */
function centred(text: string, x: number, y: number, width: number): Markup {
  const shown = fitText(text, width);
  const half = textWidth(shown) / 2;
  return svg`<text x="${Math.min(width - half, Math.max(half, x))}" y="${y}">${shown}</text>`;
}

/** A label that keeps to the picture: anchored where asked, turned to the other side where it would leave. */
export function note(
  text: string,
  x: number,
  y: number,
  width: number,
  {
    anchor = "start",
    role = "haloed",
  }: { readonly anchor?: "start" | "end" | "middle"; readonly role?: "haloed" | "halo" | "tick" | "label" } = {},
): Markup {
  const length = textWidth(text, 12, role === "halo");
  const start = anchor === "start" ? x : anchor === "end" ? x - length : x - length / 2;
  const left = Math.min(Math.max(0, start), Math.max(0, width - length));
  return svg`<text x="${left}" y="${y}" ${paint(role)}>${text}</text>`;
}

/** The zone beyond the data: shaded, a rule at its edge, and both sides named above the frame where there is room. */
export function extrapolation(edge: number, frame: Frame, labelY: number | undefined): Markup {
  const { left, right, top, bottom } = frame;
  if (!(edge < right - 1)) return svg``;
  const x = Math.max(left, edge);
  const before = "data end here ";
  const roomLeft = x - left > textWidth(before) + 4;
  const roomRight = right - x > textWidth("forecast") + 6;
  return svg`<rect x="${x}" y="${top}" width="${right - x}" height="${bottom - top}" ${paint("zone")}/>${
    labelY !== undefined &&
    svg`${roomLeft && svg`<text x="${x - 6}" y="${labelY}" text-anchor="end" ${paint("haloed")}>data end here</text>`}${
      roomRight &&
      svg`<text x="${x + 6}" y="${labelY}" ${paint("haloed")}>${roomLeft ? "forecast" : fitText("data end at the line", right - x - 6)}</text>`
    }`
  }<line x1="${x}" x2="${x}" y1="${labelY === undefined ? top : labelY - 11}" y2="${bottom}" ${paint("rule")}/>`;
}

/** Everything inside the frame only; `id` unique in the page. */
export function clipped(id: string, frame: Frame, content: Content, slack = 0): Markup {
  const { left, right, top, bottom } = frame;
  return svg`<clipPath id="${id}"><rect x="${left - slack}" y="${top - slack}" width="${right - left + 2 * slack}" height="${bottom - top + 2 * slack}"/></clipPath><g clip-path="url(#${id})">${content}</g>`;
}
