/** Where the uncertainty comes from: one stacked bar a quantity, parts named beneath. */

import type { UncertaintySplit } from "../../lib/report.ts";
import type { Figure } from "../figure.ts";
import { percent } from "../numbers.ts";
import { svg } from "../svg/markup.ts";
import { paint, type Role } from "../svg/paint.ts";
import type { Drawing } from "../svg/plot.ts";
import { fitText, textWidth } from "../svg/text.ts";

const FILLS: readonly Role[] = ["f1", "f2", "f3", "f4", "f5"];
/** a sixth part and all beyond it share the last fill: five are as many as can be told apart */
const MOST_PARTS = 6;

export function uncertaintyFigure(id: string, split: UncertaintySplit): Figure {
  const parts = merged(split.parts);
  const title = finding(split.quantity, parts);
  return {
    id,
    title,
    subtitle: "Shares of the predictive variance; they add to the whole.",
    description: `${title}. ${parts.map(({ label, share }) => `${label} ${percent(share)}`).join(", ")}.`,
    table: {
      columns: ["source", "share of the variance", "MCSE"],
      rows: split.parts.map(({ label, share, mcse }) => [label, share, mcse ?? null]),
    },
    draw: (width) => draw(parts, width),
  };
}

type Part = UncertaintySplit["parts"][number];

/** Largest first; what is beyond the fifth becomes "other". */
function merged(all: readonly Part[]): readonly Part[] {
  const sorted = [...all].sort((a, b) => b.share - a.share);
  if (sorted.length <= MOST_PARTS - 1) return sorted;
  const kept = sorted.slice(0, MOST_PARTS - 2);
  return [...kept, { label: "other", share: sorted.slice(MOST_PARTS - 2).reduce((sum, { share }) => sum + share, 0) }];
}

function finding(quantity: string, parts: readonly Part[]): string {
  const [first, second] = parts;
  if (!first) return `Nothing is known about the spread of ${quantity}`;
  const rest = second ? `, then ${second.label} (${percent(second.share)})` : "";
  return `Most of the spread of ${quantity} comes from ${first.label} (${percent(first.share)})${rest}`.replace(
    /^Most/,
    first.share > 0.5 ? "Most" : "The largest share",
  );
}

const BAR = 34;
const ROW = 22;

function draw(parts: readonly Part[], width: number): Drawing {
  let x = 0;
  const columns = width > 400 ? 3 : 1;
  const cell = width / columns;
  const body = parts.map(({ label, share }, i) => {
    const length = Math.max(0, share * width);
    const left = x;
    x += length;
    const role = FILLS[i] ?? "f5";
    const text = percent(share);
    const row = Math.floor(i / columns);
    const keyX = (i % columns) * cell;
    const keyY = BAR + 24 + row * ROW;
    return svg`<rect x="${left}" y="0" width="${Math.max(0.5, length - 1.5)}" height="${BAR}" ${paint(role)}/>${
      textWidth(text, 12, true) + 8 < length &&
      svg`<text x="${left + length / 2}" y="${BAR / 2}" dy=".35em" text-anchor="middle" ${paint("onfill")}>${text}</text>`
    }<rect x="${keyX}" y="${keyY - 10}" width="12" height="12" ${paint(role)}/><text x="${keyX + 18}" y="${keyY}" ${paint("label")}>${fitText(`${label} ${text}`, cell - 26)}</text>`;
  });
  return { width, height: BAR + 24 + Math.ceil(parts.length / columns) * ROW - 8, body: svg`${body}` };
}
