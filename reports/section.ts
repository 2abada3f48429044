/** What a section is before it is HTML or Markdown: a finding, and blocks in order. */

import type { Tone } from "../lib/report.ts";
import type { Figure } from "./figure.ts";
import type { Content, Markup } from "./svg/markup.ts";

export interface Section {
  /** its number in the page's fixed order, 1 to 12 */
  readonly number: number;
  /** kebab-case, unique: the anchor */
  readonly id: string;
  readonly name: string;
  /** one sentence from the numbers */
  readonly finding: string;
  readonly tone?: Tone;
  /** passing detail is folded; nothing that failed ever is */
  readonly folded?: boolean;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly figure: Figure }
  | { readonly table: GridTable }
  | { readonly html: Markup }
  | { readonly heading: string }
  /** the first takes the wide column, the others the side */
  | { readonly beside: readonly Block[] }
  /** small figures in a row */
  | { readonly row: readonly Block[] };

/** A table that is content itself, not a figure's twin. */
export interface GridTable {
  readonly caption: string;
  readonly columns: readonly GridColumn[];
  readonly rows: readonly (readonly Content[])[];
  /** readers may want another order */
  readonly sortable?: boolean;
}

export interface GridColumn {
  readonly label: string;
  readonly numeric?: boolean;
  /** what the column means, for the heading's title */
  readonly about?: string;
}

/** All figures of a section, in order. */
export function figuresOf({ blocks }: { readonly blocks: readonly Block[] }): readonly Figure[] {
  return blocks.flatMap((block) => {
    if ("figure" in block) return [block.figure];
    if ("beside" in block) return figuresOf({ blocks: block.beside });
    return "row" in block ? figuresOf({ blocks: block.row }) : [];
  });
}

/** Figures as blocks: neighbouring side figures share a row. */
export function figureBlocks(figures: readonly Figure[]): readonly Block[] {
  const blocks: Block[] = [];
  let row: Block[] = [];
  for (const figure of figures) {
    if (!figure.side) {
      row = [];
      blocks.push({ figure });
    } else if (row.push({ figure }) === 1) blocks.push({ row });
  }
  return blocks;
}
