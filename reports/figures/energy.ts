/** Energy: whether momentum refreshment moves through the energies the posterior has. */

import type { EnergyData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { fixed } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { max } from "../svg/d3.ts";
import { key } from "../svg/legend.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { type Drawing, type Frame, X_AXIS_TITLED, xAxis } from "../svg/plot.ts";

/** Below this the chain walks through the energies too slowly (Betancourt 2016). */
const EBFMI_LIMIT = 0.3;

export function energyFigure(data: EnergyData): Figure {
  const least = Math.min(...data.ebfmi);
  const title =
    least < EBFMI_LIMIT
      ? `Energy is explored too slowly: E-BFMI ${fixed(least, 0.01)} is below ${EBFMI_LIMIT}`
      : `Energy is explored well: E-BFMI at least ${fixed(least, 0.01)}`;
  return {
    id: data.id,
    side: true,
    title,
    subtitle: `${data.subject ? `${data.subject}: ` : ""}distribution of the energy, and of its change from draw to draw; the two should be as wide.`,
    description: `${title}. By chain: ${data.ebfmi.map((value) => fixed(value, 0.01)).join(", ")}.`,
    table: {
      columns: ["energy from", "energy to", "marginal density", "transition density"],
      rows: data.marginal.map((value, i) => [
        data.edges[i] ?? null,
        data.edges[i + 1] ?? null,
        value,
        data.transition[i] ?? null,
      ]),
    },
    draw: (width) => draw(data, width),
  };
}

function draw({ edges, marginal, transition }: EnergyData, width: number): Drawing {
  const frame: Frame = { left: 6, right: width - 6, top: 8, bottom: 150 };
  const x = makeAxis({ domain: [edges[0] ?? -1, edges.at(-1) ?? 1], range: [frame.left, frame.right], count: 5 });
  const y = makeAxis({ domain: [0, max([...marginal, ...transition]) ?? 1], range: [frame.bottom, frame.top] });
  const outline = (heights: readonly number[]) =>
    `M${frame.left},${frame.bottom}${heights.map((h, i) => `H${x(edges[i] ?? 0).toFixed(1)}V${y(h).toFixed(1)}`).join("")}H${x(edges.at(-1) ?? 0).toFixed(1)}V${frame.bottom}`;
  const names = key(
    [
      { name: "energy", role: "barline" },
      { name: "its change", role: "expected" },
    ],
    width,
    frame.bottom + X_AXIS_TITLED,
  );
  return {
    width,
    height: frame.bottom + X_AXIS_TITLED + names.height,
    body: svg`<path d="${outline(marginal)}" ${paint("bar")}/><path d="${outline(marginal)}" ${paint("barline")}/><path d="${outline(transition)}" ${paint("expected")}/>${xAxis(x, frame, "energy minus its mean", width)}${names.body}`,
  };
}
