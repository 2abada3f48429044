/** Compute-optimal allocation: how large a model and how many tokens a budget calls for, with bands. */

import type { AllocationData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { exact, formatFor, significant, THIN, withInterval } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { bands, median, polyline } from "../svg/curves.ts";
import { extent } from "../svg/d3.ts";
import { key } from "../svg/legend.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import {
  clipped,
  type Drawing,
  extrapolation,
  type Frame,
  labelRoom,
  note,
  X_AXIS_BARE,
  X_AXIS_TITLED,
  xAxis,
  yAxis,
} from "../svg/plot.ts";
import { capital, list, withUnit } from "../words.ts";

type Panel = AllocationData["panels"][number];

export function allocationFigure(data: AllocationData): Figure {
  const title = finding(data);
  return {
    id: data.id,
    title,
    subtitle: `Bands: 50, 80 and 95${THIN}% of the optimum that the law implies.`,
    description: `${title}.${data.panels.map(exponentText).join("")}`,
    table: {
      columns: [
        withUnit(data.x),
        ...data.panels.flatMap(({ y }) => [`${y.label} 10 %`, `${y.label} median`, `${y.label} 90 %`]),
      ],
      rows:
        data.panels[0]?.curve.map(({ x }, i) => [
          x,
          ...data.panels.flatMap(({ curve }) => [
            curve[i]?.q[1] ?? null,
            curve[i]?.q[3] ?? null,
            curve[i]?.q[5] ?? null,
          ]),
        ]) ?? [],
    },
    draw: (width, id) => draw(data, width, id),
  };
}

function exponentText({ y, exponent }: Panel): string {
  return exponent ? ` ${capital(y.label)} grows as compute to the power ${withInterval(exponent)}.` : "";
}

function finding({ panels, x }: AllocationData): string {
  const target = panels.find((panel) => panel.target)?.target;
  if (!target) {
    const exponents = panels.flatMap(({ y, exponent }) =>
      exponent ? [`${y.label} as its power ${withInterval(exponent)}`] : [],
    );
    const grow = exponents.length > 1 ? "grow" : "grows";
    return exponents.length > 0 ? `With ${x.label} ${grow} ${list(exponents)}` : "The compute-optimal allocation";
  }
  const values = panels.flatMap(({ y, target: at }) =>
    at
      ? [
          `${formatFor(at.q)(at.q[3])}${y.unit ? ` ${y.unit}` : ` ${y.label}`} (80${THIN}%: ${significant(at.q[1], 2)}–${significant(at.q[5], 2)})`,
        ]
      : [],
  );
  const budget = x.unit ? `${exact(target.x)} ${x.unit}` : `${x.label} = ${exact(Number(target.x.toPrecision(3)))}`;
  return `${budget} ${x.unit ? "are" : "is"} best spent on ${list(values)}`;
}

function draw(data: AllocationData, width: number, id: string): Drawing {
  const tall = 170;
  const left = Math.max(
    ...data.panels.map((panel) => labelRoom(makeAxis({ scale: "log", domain: domainOf(panel), range: [tall, 0] }))),
  );
  const right = width - 12;
  const xs = data.panels[0]?.curve.map((p) => p.x) ?? [1, 10];
  const x = makeAxis({ scale: data.x.scale ?? "log", domain: [xs[0] ?? 1, xs.at(-1) ?? 10], range: [left, right] });
  let top = 40;
  const drawn = data.panels.map((panel, i) => {
    const frame: Frame = { left, right, top, bottom: top + tall };
    top = frame.bottom + (i === data.panels.length - 1 ? X_AXIS_TITLED : X_AXIS_BARE + 38);
    const title = i === data.panels.length - 1 ? withUnit(data.x) : "";
    const y = makeAxis({ scale: panel.y.scale ?? "log", domain: domainOf(panel), range: [frame.bottom, frame.top] });
    return svg`${extrapolation(x(data.dataEnd ?? Number.POSITIVE_INFINITY), frame, frame.top - 7)}${yAxis(y, frame, withUnit(panel.y), width, frame.top - 28)}${xAxis(x, frame, title, width)}${clipped(
      `${id}-${i}`,
      frame,
      svg`${bands(panel.curve, x, y)}${median(panel.curve, data.dataEnd, x, y)}${panel.reference && svg`<path d="${polyline(panel.reference.points.map(([a, b]) => [x(a), y(b)]))}" ${paint("s2")}/>`}`,
    )}${target(panel, x, y, frame, width)}`;
  });
  const references = [...new Set(data.panels.flatMap(({ reference }) => (reference ? [reference.name] : [])))];
  const keyed = key(
    references.map((name) => ({ name, role: "s2" as const })),
    width,
    top,
  );
  return {
    width,
    height: top + keyed.height,
    body: svg`${drawn}${keyed.body}`,
    readout: { xs: xs.map(x), top: 40, bottom: top - X_AXIS_TITLED },
  };
}

function domainOf({ curve, reference }: Panel): [number, number] {
  const [low = 1, high = 10] = extent([
    ...curve.flatMap(({ q }) => [q[0], q[6]]),
    ...(reference?.points.map(([, y]) => y) ?? []),
  ]);
  return [low, high];
}

function target(
  { target: at, y: { unit, label } }: Panel,
  x: (v: number) => number,
  y: (v: number) => number,
  frame: Frame,
  width: number,
): Markup {
  if (!at) return svg``;
  const text = `${formatFor(at.q)(at.q[3])} ${unit ?? label}`;
  const above = y(at.q[6]) - 10 > frame.top + 12 ? y(at.q[6]) - 10 : y(at.q[0]) + 20;
  return svg`<circle cx="${x(at.x)}" cy="${y(at.q[3])}" r="5" ${paint("target")}/>${note(text, x(at.x), Math.min(frame.bottom - 6, above), width - 12, { anchor: "middle", role: "halo" })}`;
}
