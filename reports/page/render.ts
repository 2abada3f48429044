/** A report as one HTML file: no network, no clock, the same bytes for the same report. */

import type { Report } from "../../lib/report.ts";
import { sectionsOf } from "../sections/index.ts";
import { verdict } from "../sections/verdict.ts";
import { html, jsonBlock, Markup, type Markup as MarkupType } from "../svg/markup.ts";
import { blockHtml, sectionHtml, TONES } from "./section-html.ts";
import { stylesheet } from "./style.ts";

/**
 * The page of a report.
 * @returns a complete HTML document; equal reports give equal bytes
 */
export function renderReport(report: Report): string {
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${report.title} – ${verdict(report).sentence}</title><style>${new Markup(stylesheet())}</style></head>
<body><main>${article(report, "")}</main><script type="application/json" id="credence-summary">${jsonBlock(report)}</script></body></html>
`;
  return page.source;
}

function article(report: Report, prefix: string): MarkupType {
  const { sentence, chips } = verdict(report);
  const sections = sectionsOf(report);
  const [first] = sections;
  const hero = first?.id === "forecast" ? first : undefined;
  return html`<header><h1>${report.title} · run ${report.run.id}</h1><p class="say">${sentence}</p><ul class="chips">${chips.map(
    ({ name, tone, text }) =>
      html`<li><span class="mark ${tone}" aria-hidden="true">${TONES[tone].icon}</span> <b>${name}</b> ${text}</li>`,
  )}</ul></header>${hero && html`<section class="first" id="${prefix}forecast" aria-label="${hero.name}">${hero.blocks.map((block) => blockHtml(block, prefix))}</section>`}${sections
    .filter((section) => section !== hero)
    .map((section) => html`\n${sectionHtml(section, prefix)}`)}`;
}
