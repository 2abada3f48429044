/** Section 3: whether anything moved since the baseline, or is noise. */

import type { Report } from "../../lib/report.ts";
import { dumbbellFigure, hasMoved } from "../figures/dumbbell.ts";
import { figureOf } from "../figures/index.ts";
import { type Block, figureBlocks, type Section } from "../section.ts";
import { plural } from "../words.ts";

export function sinceSection({ since }: Report): Section | undefined {
  if (!since) return undefined;
  const figure = dumbbellFigure(since);
  const moved = since.quantities.filter(hasMoved).length;
  const changed = [...(since.dataChanged ? ["data"] : []), ...(since.codeChanged ? ["code"] : [])].join(" and ");
  const cause = changed
    ? `The ${changed} changed since ${since.baseline}.`
    : `Neither data nor code changed since ${since.baseline}.`;
  const blocks: Block[] = since.quantities.length > 0 ? [{ figure }] : [];
  const track = since.trackRecord ? figureBlocks([figureOf(since.trackRecord)]) : [];
  return {
    number: 3,
    id: "since",
    name: "Since last time",
    finding: `${moved === 0 ? "Nothing" : `${moved} of ${plural(since.quantities.length, "quantity", "quantities")}`} moved clearly. ${cause}`,
    blocks: [...blocks, ...track],
  };
}
