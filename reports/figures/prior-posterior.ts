/** Prior against posterior, a small panel a parameter: twenty equally likely values each, posterior standing, prior hanging. */

import type { ParameterRow, Spread } from "../../lib/report.ts";
import type { Figure } from "../figure.ts";
import { integer, significant, withInterval } from "../numbers.ts";
import { type Axis, makeAxis } from "../svg/axis.ts";
import { type Markup, svg } from "../svg/markup.ts";
import { group, paint, type Role } from "../svg/paint.ts";
import { caption, type Drawing, type Frame, xAxis } from "../svg/plot.ts";
import { fitText } from "../svg/text.ts";

/** Panels beyond these would be scrolled past; the rest is in the table. */
const MOST_PANELS = 12;

interface Panel {
  readonly name: string;
  readonly mcse: number;
  readonly posterior: Spread;
  readonly prior: Spread;
  /** width of the prior's 80 % interval over the posterior's */
  readonly learnt: number;
}

/** @returns undefined when no row has both distributions */
export function priorPosteriorFigure(id: string, fit: string, rows: readonly ParameterRow[]): Figure | undefined {
  const all = rows.flatMap((row) => panelOf(row)).sort((a, b) => a.learnt - b.learnt);
  if (all.length === 0) return undefined;
  const panels = all.slice(0, MOST_PANELS);
  const order = rows.map(({ name }) => name);
  panels.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
  return {
    id,
    title: finding(all),
    subtitle: `${fit}: twenty equally likely values of each parameter; filled dots are the posterior, rings below the line the prior.`,
    description: all
      .map(
        ({ name, posterior, mcse, learnt }) =>
          `${name}: ${withInterval(posterior.q, mcse)}, ${times(learnt)} narrower than its prior.`,
      )
      .join(" "),
    ...(all.length > panels.length
      ? { note: `Shown: the ${MOST_PANELS} of ${integer(all.length)} parameters that the data taught least.` }
      : {}),
    table: {
      columns: [
        "parameter",
        "prior 10 %",
        "prior median",
        "prior 90 %",
        "posterior 10 %",
        "posterior median",
        "posterior 90 %",
        "prior width / posterior width",
      ],
      rows: all.map(({ name, prior, posterior, learnt }) => [
        name,
        prior.q[1],
        prior.q[3],
        prior.q[5],
        posterior.q[1],
        posterior.q[3],
        posterior.q[5],
        learnt,
      ]),
    },
    draw: (width) => draw(panels, width),
  };
}

function panelOf({ name, mcseMean, prior, posterior }: ParameterRow): readonly Panel[] {
  if (!prior || !posterior) return [];
  const learnt = (prior.q[5] - prior.q[1]) / (posterior.q[5] - posterior.q[1]);
  return [{ name, mcse: mcseMean ?? 0, prior, posterior, learnt }];
}

function times(ratio: number): string {
  return `${ratio >= 10 ? integer(ratio) : significant(ratio, 2)} times`;
}

/** Below this the prior still speaks as loud as the data. */
const TAUGHT = 2;

function finding(panels: readonly Panel[]): string {
  const least = panels[0];
  const most = panels.at(-1);
  if (!least || !most) return "";
  const untaught = panels.filter(({ learnt }) => learnt < TAUGHT);
  if (untaught.length > 0) {
    const names = untaught.slice(0, 3).map(({ name }) => name);
    const rest = untaught.length - names.length;
    return `The data say little about ${names.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}: less than ${TAUGHT} times narrower than the prior`;
  }
  if (least === most) return `The data narrowed ${least.name} ${times(least.learnt)}`;
  return `The data narrowed every parameter: ${least.name} ${times(least.learnt)}, ${most.name} ${times(most.learnt)}`;
}

const UP = 84;
const DOWN = 40;
const HEAD = 40;
const PANEL = HEAD + UP + DOWN + 34;
const GAP = 24;

function draw(panels: readonly Panel[], width: number): Drawing {
  const columns = width <= 400 ? 1 : panels.length === 4 ? 2 : Math.min(panels.length, 3);
  const cell = (width - GAP * (columns - 1)) / columns;
  const body = svg`${panels.map((panel, i) => {
    const x = (i % columns) * (cell + GAP);
    const y = Math.floor(i / columns) * PANEL;
    return svg`<g transform="translate(${x},${y})">${drawPanel(panel, cell)}</g>`;
  })}`;
  return { width, height: Math.ceil(panels.length / columns) * PANEL, body };
}

function drawPanel({ name, mcse, prior, posterior }: Panel, width: number): Markup {
  const frame: Frame = { left: 4, right: width - 4, top: HEAD, bottom: HEAD + UP };
  const x = panelAxis(prior, posterior, frame);
  const size = 5.6;
  const value = withInterval(posterior.q, mcse);
  const foot: Frame = { ...frame, bottom: frame.bottom + DOWN };
  return svg`<text x="0" y="12" font-weight="600" ${paint("strong")}>${fitText(name, width, 12, true)}</text>${caption(value, 0, 28, width)}${column(prior.dots, x, frame.bottom + 1, size, DOWN - 2, 1, "priordot")}${column(posterior.dots, x, frame.bottom - 1, size, UP, -1, "good")}<line x1="${frame.left}" x2="${frame.right}" y1="${frame.bottom}" y2="${frame.bottom}" ${paint("axis")}/>${xAxis(x, foot, "", width)}`;
}

/** Logarithmic where the prior is positive and spans more than a factor of 15: else its bulk would hide in a corner. */
function panelAxis(prior: Spread, posterior: Spread, frame: Frame): Axis {
  const low = Math.min(prior.q[0], posterior.q[0], posterior.dots[0] ?? posterior.q[0]);
  const high = Math.max(prior.q[6], posterior.q[6], posterior.dots.at(-1) ?? posterior.q[6]);
  const log = low > 0 && high / low > 15;
  const pad = log ? 1 : (high - low) * 0.02;
  return makeAxis({
    scale: log ? "log" : "linear",
    domain: [log ? low : low - pad, high + pad],
    range: [frame.left + 4, frame.right - 4],
    count: 4,
  });
}

/** Dots stacked from the line upwards (-1) or downwards (1); pitch shrinks where a stack is taller than its room. */
function column(
  values: readonly number[],
  x: Axis,
  base: number,
  size: number,
  room: number,
  direction: 1 | -1,
  role: Role,
): Markup {
  const [left, right] = x.range;
  const stacks = new Map<number, number>();
  for (const value of values) {
    const px = x(value);
    if (px < left - 1 || px > right + 1) continue;
    const k = Math.round((px - left) / size);
    stacks.set(k, (stacks.get(k) ?? 0) + 1);
  }
  const pitch = Math.min(size, room / Math.max(1, ...stacks.values()));
  return group(
    role,
    [...stacks].flatMap(([k, n]) =>
      Array.from(
        { length: n },
        (_, i) =>
          svg`<circle cx="${left + k * size}" cy="${base + direction * pitch * (i + 0.5)}" r="${size / 2 - 0.5}"/>`,
      ),
    ),
  );
}
