/** PIT-ECDF: how the observations' places in their predictive distributions differ from evenly spread, with a simultaneous band. */

import type { PitData } from "../../lib/report-figures.ts";
import type { Figure } from "../figure.ts";
import { fixed, integer, percent } from "../numbers.ts";
import { makeAxis } from "../svg/axis.ts";
import { polyline, region } from "../svg/curves.ts";
import { extent } from "../svg/d3.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { type Drawing, type Frame, X_AXIS_TITLED, xAxis, yAxis } from "../svg/plot.ts";

export function pitFigure(data: PitData): Figure {
  const title = finding(data);
  return {
    id: data.id,
    side: true,
    title,
    subtitle: `${data.subject ? `${data.subject}: ` : ""}ECDF of ${integer(data.n)} ${data.how} PIT values minus the uniform; simultaneous ${percent(data.level)} band.`,
    description: `${title}. The line shows the share of observations below each predictive quantile, minus that quantile.`,
    table: {
      columns: ["PIT", "ECDF minus uniform", "band from", "band to"],
      rows: data.steps.map(({ z, difference, lower, upper }) => [z, difference, lower, upper]),
    },
    draw: (width) => draw(data, width),
  };
}

function finding({ steps, level }: PitData): string {
  const out = steps.filter(({ difference, lower, upper }) => difference < lower || difference > upper);
  if (out.length === 0) return `Predictions are calibrated: the PIT curve stays inside its ${percent(level)} band`;
  const worst = out.reduce((a, b) => (excess(b) > excess(a) ? b : a));
  return `Predictions are not calibrated: the PIT curve leaves its band near ${fixed(worst.z, 0.01)}, ${reading(steps)}`;
}

function excess({ difference, lower, upper }: PitData["steps"][number]): number {
  return Math.max(difference - upper, lower - difference);
}

/** A curve above in the lower half and below in the upper half means too many extremes: bands too narrow. */
function reading(steps: PitData["steps"]): string {
  const mean = (half: PitData["steps"]) =>
    half.reduce((sum, { difference }) => sum + difference, 0) / Math.max(1, half.length);
  const low = mean(steps.filter(({ z }) => z < 0.5));
  const high = mean(steps.filter(({ z }) => z >= 0.5));
  if (low > 0 && high < 0) return "intervals are too narrow";
  if (low < 0 && high > 0) return "intervals are too wide";
  return low + high > 0 ? "outcomes come in lower than predicted" : "outcomes come in higher than predicted";
}

function draw({ steps }: PitData, width: number): Drawing {
  const [low = -0.1, high = 0.1] = extent(steps.flatMap(({ difference, lower, upper }) => [difference, lower, upper]));
  const half = 1.08 * Math.max(-low, high, 1e-3);
  const frame: Frame = { left: 50, right: width - 10, top: 26, bottom: 196 };
  const x = makeAxis({ domain: [0, 1], range: [frame.left, frame.right], count: 5 });
  const y = makeAxis({ domain: [-half, half], range: [frame.bottom, frame.top], count: 5 });
  return {
    width,
    height: frame.bottom + X_AXIS_TITLED,
    body: svg`${yAxis(y, frame, "ECDF minus uniform", width)}${xAxis(x, frame, "predictive quantile", width)}<path d="${region(steps.map((s) => [x(s.z), y(s.lower), y(s.upper)]))}" ${paint("null")}/><path d="${polyline(steps.map((s) => [x(s.z), y(s.difference)]))}" ${paint("median")}/>`,
  };
}
