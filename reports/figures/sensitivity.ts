/** Prior sensitivity: the quantity as the prior, and as the likelihood, is made weaker and stronger. */

import type { PowerScaled, Sensitivity } from "../../lib/report.ts";
import type { Figure } from "../figure.ts";
import { fixed, formatFor, THIN } from "../numbers.ts";
import { type Axis, makeAxis } from "../svg/axis.ts";
import { polyline, region } from "../svg/curves.ts";
import { extent } from "../svg/d3.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { caption, type Frame, labelRoom, X_AXIS_TITLED, xAxis, yAxis } from "../svg/plot.ts";
import { capital, withUnit } from "../words.ts";
import { panels } from "./small-panels.ts";

export function sensitivityFigure(id: string, data: Sensitivity): Figure {
  const title = sensitivityFinding(data);
  return {
    id,
    title,
    subtitle: `Median and 80${THIN}% band of ${withUnit({ label: data.quantity, ...(data.unit ? { unit: data.unit } : {}) })} when prior or likelihood is raised to a power; 1 is the fit.`,
    description: `${title}. Sensitivity index: prior ${fixed(data.priorIndex, 0.01)}, likelihood ${fixed(data.likelihoodIndex, 0.01)}; 0.05 is the usual limit.`,
    table: {
      columns: ["raised", "power", "10 %", "50 %", "90 %"],
      rows: [...scaledRows("prior", data.prior), ...scaledRows("likelihood", data.likelihood)],
    },
    draw: (width) => {
      const all = [...data.prior, ...data.likelihood];
      const [low = 0, high = 1] = extent(all.flatMap(({ q }) => [q[1], q[5]]));
      const both = [
        { name: "prior to the power", points: data.prior },
        { name: "likelihood to the power", points: data.likelihood },
      ];
      return panels(
        both,
        width,
        34 + 150 + X_AXIS_TITLED,
        (panel, cell) => drawPanel(panel, [low, high], cell),
        width > 400 ? 2 : 1,
      );
    },
  };
}

function scaledRows(what: string, all: readonly PowerScaled[]): (string | number)[][] {
  return all.map(({ power, q }) => [what, power, q[1], q[3], q[5]]);
}

function sensitivityFinding({ quantity, verdict, prior }: Sensitivity): string {
  const medians = prior.map(({ q }) => q[3]);
  const q = prior[0]?.q;
  const [low = 0, high = 0] = extent(medians);
  const range = q ? `: its median runs from ${formatFor(q)(low)} to ${formatFor(q)(high)}` : "";
  if (verdict === "none") return `${capital(quantity)} does not hang on the prior${range}`;
  if (verdict === "prior-data conflict")
    return `${capital(quantity)} hangs on prior and data, which pull apart${range}`;
  return `${capital(quantity)} hangs on the prior, the data say little${range}`;
}

function drawPanel(
  { name, points }: { readonly name: string; readonly points: readonly PowerScaled[] },
  domain: readonly [number, number],
  width: number,
): Markup {
  const top = 34;
  const bottom = top + 150;
  const left = labelRoom(makeAxis({ domain, range: [bottom, top] }));
  const frame: Frame = { left, right: width - 6, top, bottom };
  const powers = points.map(({ power }) => power);
  const x = powersAxis([Math.min(...powers), Math.max(...powers)], [left + 4, frame.right - 4]);
  const y = makeAxis({ domain, range: [bottom, top] });
  return svg`${caption(name, 0, 12, width)}${yAxis(y, frame, "", width)}${xAxis(x, frame, "power", width)}<path d="${region(points.map((p) => [x(p.power), y(p.q[1]), y(p.q[5])]))}" ${paint("band95")}/><path d="${polyline(points.map((p) => [x(p.power), y(p.q[3])]))}" ${paint("median")}/><line x1="${x(1)}" x2="${x(1)}" y1="${top}" y2="${bottom}" ${paint("rule")}/>`;
}

/** a logarithmic axis with the powers people choose */
function powersAxis(domain: [number, number], range: [number, number]): Axis {
  const axis = makeAxis({ scale: "log", domain, range });
  const ticks = [0.25, 0.5, 0.8, 1, 1.25, 2, 4].filter(
    (power) => power >= domain[0] * 0.999 && power <= domain[1] * 1.001,
  );
  return Object.assign((value: number) => axis(value), {
    ticks: ticks.map((value) => ({ value, label: String(value) })),
    minor: [],
    domain: axis.domain,
    range: axis.range,
  });
}
