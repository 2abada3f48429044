/** Names of lines: at their right ends where there is room, else as a key beneath. */

import type { Markup as MarkupType } from "./markup.ts";
import { svg } from "./markup.ts";
import { paint, type Role } from "./paint.ts";
import { fitText, spread, textWidth } from "./text.ts";

export interface NamedLine {
  readonly name: string;
  readonly role: Role;
  /** y of its right end, px */
  readonly end: number;
}

/** Room for end labels at the right of a wide drawing; 0 on a narrow one, which gets a key. */
export function endRoom(names: readonly string[], width: number): number {
  if (width <= 400) return 0;
  return Math.min(150, Math.max(0, ...names.map((name) => textWidth(name)))) + 12;
}

export function endLabels(lines: readonly NamedLine[], right: number, top: number, bottom: number): MarkupType {
  const places = spread(
    lines.map(({ end }) => end),
    15,
    top + 6,
    bottom - 4,
  );
  return svg`${lines.map(({ name }, i) => svg`<text x="${right + 7}" y="${places[i] ?? 0}" dy=".35em" ${paint("label")}>${fitText(name, 140)}</text>`)}`;
}

const KEY_ROW = 18;

/** @returns the key's drawing from `top` on, and its height */
export function key(
  lines: readonly { readonly name: string; readonly role: Role }[],
  width: number,
  top: number,
): { readonly body: MarkupType; readonly height: number } {
  let x = 0;
  let row = 0;
  const items = lines.map(({ name, role }) => {
    const text = fitText(name, width - 36);
    const length = 34 + textWidth(text) + 16;
    if (x > 0 && x + length > width) {
      x = 0;
      row += 1;
    }
    const item = svg`<line x1="${x}" x2="${x + 26}" y1="${top + row * KEY_ROW + 8}" y2="${top + row * KEY_ROW + 8}" ${paint(role)}/><text x="${x + 32}" y="${top + row * KEY_ROW + 12}" ${paint("label")}>${text}</text>`;
    x += length;
    return item;
  });
  return { body: svg`${items}`, height: lines.length > 0 ? (row + 1) * KEY_ROW + 4 : 0 };
}
