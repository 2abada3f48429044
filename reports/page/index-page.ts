/** A page that lists the studies of a folder with their verdicts. */

import type { Report } from "../../lib/report.ts";
import { safeHref } from "../sections/glossary.ts";
import { type Chip, verdict } from "../sections/verdict.ts";
import { html } from "../svg/markup.ts";
import { plural } from "../words.ts";
import { documentHtml } from "./document.ts";
import { TONES } from "./section-html.ts";

export interface IndexEntry {
  readonly title: string;
  readonly run: string;
  /** relative address of the study's page */
  readonly href: string;
  readonly sentence: string;
  readonly chips: readonly Chip[];
}

/** What the index says about a report whose page stands at `href`. */
export function indexEntry({ title, run, ...report }: Report, href: string): IndexEntry {
  return { title, run: run.id, href, ...verdict({ title, run, ...report }) };
}

/** @returns a complete HTML document; equal entries give equal bytes */
export function renderIndex(title: string, entries: readonly IndexEntry[]): string {
  const items = entries.map(
    ({ title: name, run, href, sentence, chips }) =>
      html`<li class="study"><h2><a href="${safeHref(href)}">${name}</a> <span class="sub">run ${run}</span></h2><p>${sentence}</p><ul class="chips">${chips.map(
        ({ name: chip, tone, text }) =>
          html`<li><span class="mark ${tone}" aria-hidden="true">${TONES[tone].icon}</span> <b>${chip}</b> ${text}</li>`,
      )}</ul></li>`,
  );
  const main = html`<header><h1 class="kicker">${title}</h1><p class="say">${plural(entries.length, "study", "studies")}</p><div class="tools"></div></header><ul class="studies">${items}</ul>`;
  return documentHtml({ title, main });
}
