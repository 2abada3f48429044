/** A report, or several, as one HTML file: no network, no clock, the same bytes for the same reports. */

import type { Report } from "../../lib/report.ts";
import { condenseReport } from "../condense.ts";
import { sectionsOf } from "../sections/index.ts";
import { verdict } from "../sections/verdict.ts";
import { html, jsonBlock, type Markup } from "../svg/markup.ts";
import { plural } from "../words.ts";
import { documentHtml } from "./document.ts";
import { blockHtml, headingHtml, type Placing, sectionHtml, TONES } from "./section-html.ts";

export interface PageOptions {
  /** default true: a script of less than 6 kB adds read-outs, theme, sorting; without it nothing is missing */
  readonly script?: boolean;
}

/**
 * The page of a report, or of several runs under each other.
 * @returns a complete HTML document; equal reports give equal bytes
 */
export function renderReport(report: Report | readonly Report[], { script = true }: PageOptions = {}): string {
  const all = (isSeveral(report) ? report : [report]).map(condenseReport);
  const [only] = all;
  if (all.length === 1 && only) {
    const title = `${only.title} – ${verdict(only).sentence}`;
    return documentHtml({
      title,
      script,
      main: article(only, { prefix: "", level: 2 }),
      data: dataBlock(only, "credence-summary"),
    });
  }
  const title = plural(all.length, "report");
  const main = html`<h1>${title}</h1><nav aria-label="Reports"><ul>${all.map((each, i) => html`<li><a href="#run-${i + 1}">${each.title}</a>: ${verdict(each).sentence}</li>`)}</ul></nav>${all.map(
    (each, i) =>
      html`<article id="run-${i + 1}" aria-label="${each.title}, run ${each.run.id}">${article(each, { prefix: `r${i + 1}-`, level: 3 })}</article>`,
  )}`;
  return documentHtml({
    title,
    script,
    main,
    data: html`${all.map((each, i) => dataBlock(each, `credence-summary-${i + 1}`))}`,
  });
}

function isSeveral(report: Report | readonly Report[]): report is readonly Report[] {
  return Array.isArray(report);
}

/** The page's twin for machines: the report itself. */
function dataBlock(report: Report, id: string): Markup {
  return html`<script type="application/json" id="${id}">${jsonBlock(report)}</script>`;
}

function article(report: Report, placing: Placing): Markup {
  const { sentence, chips } = verdict(report);
  const sections = sectionsOf(report);
  const hero = sections[0]?.id === "forecast" ? sections[0] : undefined;
  const heading = headingHtml(
    placing.level - 1,
    html`${report.title} · run ${report.run.id}`,
    html` id="${placing.prefix}title" class="kicker"`,
  );
  return html`<header>${heading}<p class="say">${sentence}</p><ul class="chips">${chips.map(
    ({ name, tone, text }) =>
      html`<li><span class="mark ${tone}" aria-hidden="true">${TONES[tone].icon}</span> <b>${name}</b> ${text}</li>`,
  )}</ul>${placing.prefix === "" && html`<div class="tools"></div>`}</header>${hero && html`<section class="first" id="${placing.prefix}forecast" aria-label="${hero.name}: ${report.title}, run ${report.run.id}">${hero.blocks.map((block) => blockHtml(block, placing))}</section>`}${(report.notes ?? []).map((text) => html`<p class="sub">${text}</p>`)}${sections
    .filter((section) => section !== hero)
    .map((section) => html`\n${sectionHtml(section, placing)}`)}`;
}
