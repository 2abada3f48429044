/** A section in the page: its finding as heading, folded when it passed and is only for the thorough. */

import type { Tone } from "../../lib/report.ts";
import type { Block, GridTable, Section } from "../section.ts";
import { html, type Markup } from "../svg/markup.ts";
import { figureHtml } from "./figure-html.ts";

export const TONES: Readonly<Record<Tone, { readonly icon: string; readonly word: string }>> = {
  pass: { icon: "✓", word: "good" },
  warn: { icon: "!", word: "look" },
  fail: { icon: "✗", word: "bad" },
  undecided: { icon: "?", word: "undecided" },
};

export function sectionHtml(section: Section, prefix: string): Markup {
  const id = `${prefix}${section.id}`;
  const heading = html`<h2 id="${id}-h"><span class="part">${section.name}${section.tone && toneMark(section.tone)}</span> ${section.finding}</h2>`;
  const body = html`${section.blocks.map((block) => blockHtml(block, prefix))}`;
  const inside = section.folded
    ? html`<details class="section"><summary>${heading}</summary><div class="body">${body}</div></details>`
    : html`${heading}${body}`;
  return html`<section id="${id}" aria-labelledby="${id}-h">${inside}</section>`;
}

export function toneMark(tone: Tone): Markup {
  const { icon, word } = TONES[tone];
  return html` <span class="mark ${tone}"><span aria-hidden="true">${icon}</span><span class="vh">${word}</span></span>`;
}

export function blockHtml(block: Block, prefix: string): Markup {
  if ("figure" in block) return figureHtml(block.figure, prefix);
  if ("table" in block) return tableHtml(block.table);
  if ("heading" in block) return html`<h3>${block.heading}</h3>`;
  if ("html" in block) return block.html;
  const [first, ...rest] = block.beside;
  return html`<div class="hero">${first && html`<div>${blockHtml(first, prefix)}</div>`}${rest.length > 0 && html`<div>${rest.map((each) => blockHtml(each, prefix))}</div>`}</div>`;
}

function tableHtml({ caption, columns, rows, sortable }: GridTable): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table${sortable && html` class="sortable"`}><caption>${caption}</caption><thead><tr>${columns.map(
    ({ label, numeric, about }) =>
      html`<th scope="col"${!numeric && html` class="text"`}${about && html` title="${about}"`}>${label}</th>`,
  )}</tr></thead><tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) => (columns[i]?.numeric ? html`<td>${cell}</td>` : i === 0 ? html`<th scope="row" class="text">${cell}</th>` : html`<td class="text">${cell}</td>`))}</tr>`,
  )}</tbody></table></div>`;
}
