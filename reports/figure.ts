/** What every figure is to the page: a finding, words for those who do not see it, a table of its numbers, and drawings. */

import { exact, significant } from "./numbers.ts";
import { coordinate, type Markup, svg } from "./svg/markup.ts";
import { DARK, forcedRules, LIGHT, paintRules, variables } from "./svg/paint.ts";
import type { Drawing } from "./svg/plot.ts";

/** Widths of the two drawings, px; text is 12 px in both, so neither is ever scaled by much. */
export const WIDE = 640;
export const NARROW = 312;

export interface Figure {
  /** unique in the report */
  readonly id: string;
  /** the finding, from the numbers */
  readonly title: string;
  /** definition, unit, kind of interval */
  readonly subtitle: string;
  /** the picture in words, with the same numbers */
  readonly description: string;
  /** what was left out or put together, and why */
  readonly note?: string;
  /** a side figure has only the narrow drawing */
  readonly side?: boolean;
  readonly table: Table;
  /** @param id unique in the page, for clip paths */
  draw(width: number, id: string): Drawing;
}

export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Numbers are printed to five digits in the page and in full in CSV. */
export type Cell = string | number | null;

export function cellText(cell: Cell): string {
  if (cell === null) return "–";
  if (typeof cell === "string") return cell;
  return Number.isInteger(cell) && Math.abs(cell) < 1e5 ? exact(cell) : significant(cell, 5);
}

/** The figure's numbers as RFC 4180 text with full precision; text that a spreadsheet would run as a formula is quoted by `'`. */
export function csv({ columns, rows }: Table): string {
  const field = (cell: Cell) => {
    if (cell === null) return "";
    if (typeof cell === "number") return String(cell);
    const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [columns, ...rows].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

/**
 * The drawing as an element of the page. The narrow one of a pair is named by the wide one's title and description, and stays
 * hidden where styles are blocked.
 * @param id of the figure's element, unique in the page
 */
export function inlineSvg(figure: Figure, id: string, role: "only" | "wide" | "narrow"): Markup {
  const width = role === "wide" ? WIDE : NARROW;
  const { height, body, readout } = figure.draw(width, `${id}-${role.slice(0, 1)}`);
  const data =
    readout && svg` data-x="${readout.xs.map(coordinate).join(",")}" data-y="${readout.top},${readout.bottom}"`;
  const names = svg`<title id="${id}-t">${figure.title}</title><desc id="${id}-d">${figure.description}</desc>`;
  const isNarrow = role === "narrow";
  return svg`<svg class="${role}"${data} role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui,sans-serif" font-size="12"${
    isNarrow && svg` display="none"`
  }>${!isNarrow && names}${body}</svg>`;
}

/** The drawing as a file of its own, with its finding as a heading and its own colours for light, dark and forced schemes. */
export function standaloneSvg(figure: Figure, width: number): string {
  const id = figure.id;
  const { height, body } = figure.draw(width, id);
  const style = `:root{${variables(LIGHT)}}@media(prefers-color-scheme:dark){:root{${variables(DARK)}}}@media(forced-colors:active){${forcedRules()}}${paintRules()}`;
  return `${svg`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui,sans-serif" font-size="12"><title id="${id}-t">${figure.title}</title><desc id="${id}-d">${figure.description}</desc><style>${style}</style><rect width="100%" height="100%" class="bg" fill="${LIGHT.bg}"/>${body}</svg>`.source.replace(".band95{", ".bg{fill:var(--bg)}.band95{")}\n`;
}
