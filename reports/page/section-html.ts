/** A section in the page: its finding as heading, folded when it passed and is only for the thorough. */

import type { Tone } from "../../lib/report.ts";
import type { Block, GridTable, Section } from "../section.ts";
import { html, Markup } from "../svg/markup.ts";
import { figureHtml } from "./figure-html.ts";

export const TONES: Readonly<Record<Tone, { readonly icon: string; readonly word: string }>> = {
  pass: { icon: "✓", word: "good" },
  warn: { icon: "!", word: "look" },
  fail: { icon: "✗", word: "bad" },
  undecided: { icon: "?", word: "undecided" },
};

/** What a page decides for all sections of one report. */
export interface Placing {
  /** set before every id, so that several reports share a page */
  readonly prefix: string;
  /** level of a section's heading */
  readonly level: 2 | 3;
}

export function sectionHtml(section: Section, placing: Placing): Markup {
  const id = `${placing.prefix}${section.id}`;
  const mark = section.tone && toneMark(section.tone);
  const heading = headingHtml(
    placing.level,
    html`<span class="part">${section.name}${mark}</span> ${section.finding}`,
    html` id="${id}-h" class="finding"`,
  );
  const body = html`${section.blocks.map((block) => blockHtml(block, placing))}`;
  const inside = section.folded
    ? html`<details class="section"><summary>${heading}</summary><div class="body">${body}</div></details>`
    : html`${heading}${body}`;
  return html`<section id="${id}" aria-labelledby="${placing.prefix && `${placing.prefix}title `}${id}-h">${inside}</section>`;
}

export function headingHtml(level: number, content: Markup, attributes: Markup = html``): Markup {
  const tag = new Markup(`h${level}`);
  return html`<${tag}${attributes}>${content}</${tag}>`;
}

function toneMark(tone: Tone): Markup {
  const { icon, word } = TONES[tone];
  return html` <span class="mark ${tone}"><span aria-hidden="true">${icon}</span><span class="vh">${word}</span></span>`;
}

export function blockHtml(block: Block, placing: Placing): Markup {
  if ("figure" in block) return figureHtml(block.figure, placing.prefix);
  if ("table" in block) return tableHtml(block.table);
  if ("heading" in block) return headingHtml(placing.level + 1, html`${block.heading}`);
  if ("html" in block) return block.html;
  if ("row" in block) return html`<div class="row">${block.row.map((each) => blockHtml(each, placing))}</div>`;
  const [first, ...rest] = block.beside;
  return html`<div class="hero"><div>${first && blockHtml(first, placing)}</div>${rest.length > 0 && html`<div>${rest.map((each) => blockHtml(each, placing))}</div>`}</div>`;
}

export function tableHtml({ caption, columns, rows, sortable }: GridTable): Markup {
  const cell = (content: GridTable["rows"][number][number], i: number) => {
    if (columns[i]?.numeric) return html`<td>${content}</td>`;
    return i === 0 ? html`<th scope="row" class="text">${content}</th>` : html`<td class="text">${content}</td>`;
  };
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table${sortable && html` class="sortable"`}><caption>${caption}</caption><thead><tr>${columns.map(
    ({ label, numeric, about }) =>
      html`<th scope="col"${!numeric && html` class="text"`}${about && html` title="${about}"`}>${label}</th>`,
  )}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>`)}</tbody></table></div>`;
}
