/** Section 12: the words used above, and where the numbers can be fetched. */

import type { Report } from "../../lib/report.ts";
import type { Section } from "../section.ts";
import { html } from "../svg/markup.ts";

type Part = keyof Report;

/** A term, what it means, and the parts of a report that use it; a term without a part is always explained. */
const TERMS: readonly (readonly [string, string, readonly Part[]])[] = [
  ["posterior", "what the data and the priors together say about a quantity, as a distribution", []],
  ["prior", "what was assumed about a parameter before the data", ["parameters", "sensitivity"]],
  ["80 % interval", "the middle eight tenths of a distribution; one tenth lies beyond each end", []],
  ["draw", "one set of parameter values from the posterior; all printed numbers are averages over draws", []],
  ["MCSE", "Monte-Carlo standard error: how far a printed number may be off because the draws are finite", []],
  ["band", "intervals along a curve, one inside the other: 50, 80 and 95 %", ["forecasts"]],
  ["beyond the data", "where no run was made; the forecast there rests on the form of the law", ["forecasts"]],
  ["expectation", "an event that the gate wants to be probable enough: it passes, fails, or is undecided", ["gate"]],
  ["undecided", "neither the event nor its opposite is probable enough; more draws or more data would tell", ["gate"]],
  [
    "Bayes factor",
    "how many times better one law predicted the data than another, its priors counted; log 3 is about 20 to 1",
    ["comparisons"],
  ],
  ["elpd", "expected log predictive density: how well rows left out are predicted", ["comparisons"]],
  [
    "PIT",
    "the place of an observation inside its predictive distribution; calibrated predictions spread them evenly",
    ["checks", "since"],
  ],
  [
    "power scaling",
    "making prior or likelihood weaker or stronger, to see whether the answer follows",
    ["sensitivity"],
  ],
  [
    "R-hat",
    "how much the chains disagree; 1 is not at all, above 1.01 the draws are not to be trusted",
    ["sampler", "parameters"],
  ],
  ["ESS", "effective sample size: how many independent draws the chain is worth", ["sampler", "parameters"]],
  [
    "divergence",
    "a step where the simulated path left the true one; many mean that a region was not explored",
    ["sampler"],
  ],
  ["E-BFMI", "how well the sampler moves between energies; below 0.3 is too slow", ["sampler"]],
];

export function glossarySection(report: Report): Section {
  const present = TERMS.filter(([, , parts]) => parts.length === 0 || parts.some((part) => hasPart(report, part)));
  const downloads = report.downloads ?? [];
  const links =
    downloads.length > 0 &&
    html`<h3>Downloads</h3><ul class="links">${downloads.map(({ label, href, about }) => html`<li><a href="${safeHref(href)}">${label}</a>${about && ` ${about}`}</li>`)}</ul>`;
  const terms = html`<dl class="facts words">${present.map(([term, meaning]) => html`<div><dt>${term}</dt><dd>${meaning}</dd></div>`)}</dl>`;
  return {
    number: 12,
    id: "glossary",
    name: "Glossary and downloads",
    finding:
      downloads.length > 0
        ? `${downloads.length === 1 ? "One file" : `${downloads.length} files`} beside this page, and what the words above mean.`
        : "What the words above mean.",
    folded: true,
    blocks: [
      {
        html: html`${terms}${links}<p class="sub">Each figure as a file: <code>credence report ${report.run.id} --figure ID --format svg</code>; its numbers are in the data table under it, and all of them in the JSON block at the end of this page.</p>`,
      },
    ],
  };
}

function hasPart(report: Report, part: Part): boolean {
  const value = report[part];
  return Array.isArray(value) ? value.length > 0 : value !== undefined;
}

/** Only addresses beside the page, or http(s): a label from data must not become a script. */
export function safeHref(href: string): string {
  const scheme = /^\s*([a-z][a-z0-9+.-]*):/i.exec(href.replace(/[\p{Cc}\s]/gu, ""));
  return scheme && !/^https?$/i.test(scheme[1] ?? "") ? "#" : href;
}
