/** Rank-ECDF: whether each chain's draws spread evenly among all draws; a small panel a parameter, the worst first. */

import type { RankData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { integer, percent } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { polyline, region } from "../svg/curves.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { paint, series } from "../svg/paint.ts";
import { type Frame, xAxis } from "../svg/plot.ts";
import { fitText } from "../svg/text.ts";
import { list } from "../words.ts";
import { panels } from "./small-panels.ts";

type Panel = RankData["panels"][number];

export function rankFigure(data: RankData): Figure {
  const outside = data.panels.filter(leaves);
  const title =
    outside.length === 0
      ? `The chains mix: every rank curve stays inside its ${percent(data.level)} envelope`
      : `Chains disagree about ${list(outside.slice(0, 3).map(({ name }) => name))}${outside.length > 3 ? ` and ${outside.length - 3} more` : ""}`;
  return {
    id: data.id,
    title,
    subtitle: `${data.subject ? `${data.subject}: ` : ""}ECDF of each chain's ranks minus the uniform, one line a chain; the ${integer(data.panels.length)} worst parameters.`,
    description: `${title}. Panels: ${data.panels.map(({ name }) => name).join(", ")}.`,
    table: {
      columns: ["parameter", "chain", "largest departure", "envelope there"],
      rows: data.panels.flatMap((panel) => panel.chains.map((chain, c) => [panel.name, c + 1, ...worst(panel, chain)])),
    },
    draw: (width) => panels(data.panels, width, 150, drawPanel),
  };
}

function leaves({ lower, upper, chains }: Panel): boolean {
  return chains.some((chain) => chain.some((value, i) => value < (lower[i] ?? value) || value > (upper[i] ?? value)));
}

function worst({ lower, upper }: Panel, chain: readonly number[]): [number, number] {
  let at = 0;
  chain.forEach((value, i) => {
    if (Math.abs(value) > Math.abs(chain[at] ?? 0)) at = i;
  });
  const value = chain[at] ?? 0;
  return [value, (value < 0 ? lower[at] : upper[at]) ?? 0];
}

function drawPanel(panel: Panel, width: number): Markup {
  const { name, z, lower, upper, chains } = panel;
  const half = 1.1 * Math.max(1e-3, ...[...lower, ...upper, ...chains.flat()].map(Math.abs));
  const frame: Frame = { left: 4, right: width - 4, top: 20, bottom: 112 };
  const x = makeAxis({ domain: [0, 1], range: [frame.left, frame.right], count: 4 });
  const y = makeAxis({ domain: [-half, half], range: [frame.bottom, frame.top] });
  return svg`<text x="0" y="12" ${paint(leaves(panel) ? "strong" : "label")}>${fitText(leaves(panel) ? `${name}: outside` : name, width, 12, true)}</text><path d="${region(z.map((each, i) => [x(each), y(lower[i] ?? 0), y(upper[i] ?? 0)]))}" ${paint("null")}/>${chains.map((chain, c) => svg`<path d="${polyline(z.map((each, i) => [x(each), y(chain[i] ?? 0)]))}" ${paint(series(c))} style="stroke-width:1.3"/>`)}${xAxis(x, frame, "", width)}`;
}
