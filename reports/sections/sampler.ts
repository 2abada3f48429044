/** Section 9: whether the draws can be trusted. */

import type { FitSampler, Report } from "../../lib/report.ts";
import { figureOf } from "../figures/index.ts";
import { fixed, integer, maybe, significant } from "../numbers.ts";
import { type Block, figureBlocks, type GridTable, type Section } from "../section.ts";
import { html } from "../svg/markup.ts";
import { list, plural } from "../words.ts";

export function samplerSection({ sampler = [] }: Report): Section | undefined {
  if (sampler.length === 0) return undefined;
  const ok = sampler.every((fit) => fit.ok);
  const warned = sampler.some((fit) => fit.warnings.length > 0);
  return {
    number: 9,
    id: "sampler",
    name: "Sampler",
    finding: finding(sampler),
    tone: ok ? (warned ? "warn" : "pass") : "fail",
    folded: ok && !warned,
    blocks: [
      ...sampler.flatMap(warnings),
      { table: samplerTable(sampler) },
      ...figureBlocks(sampler.flatMap(({ figures }) => figures.map(figureOf))),
    ],
  };
}

function finding(sampler: readonly FitSampler[]): string {
  const broken = sampler.filter((fit) => !fit.ok);
  if (broken.length > 0)
    return `The draws of ${list(broken.map(({ fit }) => fit))} are not to be trusted: ${reasons(broken)}.`;
  const rhat = Math.max(...sampler.map(({ maxRhat }) => maxRhat ?? 1));
  const ess = Math.min(...sampler.map(({ minEssBulk }) => minEssBulk ?? Number.POSITIVE_INFINITY));
  const agree = `The chains agree: largest R-hat ${fixed(rhat, 0.001)}`;
  return `${agree}${Number.isFinite(ess) ? `, at least ${integer(ess)} effective draws` : ""}, ${faults(sampler)}.`;
}

/** what the warnings say, of each kind once */
function reasons(broken: readonly FitSampler[]): string {
  const said = [...new Set(broken.flatMap((fit) => fit.warnings.map(({ message }) => message)))];
  return said.length > 0 ? said.slice(0, 3).join("; ") : faults(broken);
}

function faults(sampler: readonly FitSampler[]): string {
  const divergences = sampler.reduce((sum, fit) => sum + fit.divergences, 0);
  return divergences === 0 ? "no divergences" : plural(divergences, "divergence");
}

function warnings({ fit, warnings: all }: FitSampler): readonly Block[] {
  return all.map(({ message, remedy }) => ({
    html: html`<p class="warning"><strong>${fit}: ${message}</strong> ${remedy}</p>`,
  }));
}

function samplerTable(sampler: readonly FitSampler[]): GridTable {
  return {
    caption: "Sampler by fit",
    columns: [
      { label: "fit" },
      { label: "chains × draws", numeric: true },
      { label: "warmup", numeric: true },
      { label: "divergences", numeric: true },
      { label: "largest R-hat", numeric: true },
      { label: "least ESS bulk", numeric: true },
      { label: "least ESS tail", numeric: true },
      { label: "least E-BFMI", numeric: true, about: "below 0.3 the energy is explored too slowly" },
      { label: "tree depth hits", numeric: true, about: "transitions that ended at the largest allowed tree" },
      { label: "step size", numeric: true },
    ],
    rows: sampler.map((fit) => [
      fit.fit,
      `${fit.chains} × ${integer(fit.draws)}`,
      integer(fit.warmup),
      integer(fit.divergences),
      maybe(fit.maxRhat, (value) => fixed(value, 0.001)),
      maybe(fit.minEssBulk, integer),
      maybe(fit.minEssTail, integer),
      maybe(fit.minEbfmi, (value) => fixed(value, 0.01)),
      integer(fit.maxTreedepthHits),
      steps(fit.stepSizes),
    ]),
  };
}

function steps(sizes: readonly number[]): string {
  if (sizes.length === 0) return "–";
  const low = significant(Math.min(...sizes), 2);
  const high = significant(Math.max(...sizes), 2);
  return low === high ? low : `${low}–${high}`;
}
