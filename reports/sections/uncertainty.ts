/** Section 4: where the uncertainty comes from, and so what to do next. */

import type { Report, UncertaintySplit } from "../../lib/report.ts";
import { uncertaintyFigure } from "../figures/uncertainty.ts";
import type { Block, Section } from "../section.ts";
import { html } from "../svg/markup.ts";

export function uncertaintySection({ uncertainty = [] }: Report): Section | undefined {
  const [first] = uncertainty;
  if (!first) return undefined;
  const figures = uncertainty.map((split, i) => ({ split, figure: uncertaintyFigure(`uncertainty-${i + 1}`, split) }));
  return {
    number: 4,
    id: "uncertainty",
    name: "Where the uncertainty comes from",
    finding: first.next
      ? `Next best experiment: ${first.next.what}; ${first.next.effect}.`
      : `${figures[0]?.figure.title}.`,
    blocks: figures.flatMap(({ split, figure }): readonly Block[] => [
      { figure },
      ...(split === first ? [] : next(split)),
    ]),
  };
}

function next({ next: plan }: UncertaintySplit): readonly Block[] {
  return plan
    ? [{ html: html`<p class="next"><strong>Next best experiment:</strong> ${plan.what}; ${plan.effect}.</p>` }]
    : [];
}
