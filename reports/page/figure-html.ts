/** A figure in the page: its finding, one or two drawings, the note, and its numbers as a table. */

import { cellText, type Figure, inlineSvg } from "../figure.ts";
import { html, type Markup } from "../svg/markup.ts";

/** @param prefix set before every id, so that several reports share a page */
export function figureHtml(figure: Figure, prefix: string): Markup {
  const id = `${prefix}${figure.id}`;
  const drawings = figure.side
    ? inlineSvg(figure, id, "only")
    : html`${inlineSvg(figure, id, "wide")}${inlineSvg(figure, id, "narrow")}`;
  return html`<figure id="${id}" class="${figure.side ? "side" : "full"}"><div class="fig"><figcaption><b>${figure.title}</b> <span>${figure.subtitle}</span>${
    figure.note && html` <span class="note">${figure.note}</span>`
  }</figcaption><div class="drawing">${drawings}</div></div><div class="under"><details class="numbers"><summary>Data table<span class="vh"> of ${figure.title}</span></summary>${dataTable(figure)}</details></div></figure>`;
}

function dataTable({ table, title }: Figure): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="Numbers of: ${title}"><table><thead><tr>${table.columns.map(
    (name) => html`<th scope="col">${name}</th>`,
  )}</tr></thead><tbody>${table.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cellText(cell)}</td>`)}</tr>`)}</tbody></table></div>`;
}
