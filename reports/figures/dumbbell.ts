/** What moved since the baseline: then and now, in units of each quantity's own earlier interval. */

import type { Moved, Since } from "../../lib/report.ts";
import type { Figure } from "../figure.ts";
import { formatFor, probability, relation, THIN } from "../numbers.ts";
import { extent } from "../svg/d3.ts";
import { stroke } from "../svg/interval.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { capital } from "../words.ts";
import { forest } from "./forest.ts";

export function dumbbellFigure({ quantities, baseline }: Since): Figure {
  const shift = ({ before, now }: Moved) => (now[3] - before[3]) / (before[5] - before[1]);
  const most = quantities.reduce<Moved | undefined>(
    (a, b) => (a === undefined || Math.abs(shift(b)) > Math.abs(shift(a)) ? b : a),
    undefined,
  );
  const rows = quantities.map(({ label, before, now, mcse }) => {
    const format = formatFor(now, mcse);
    return { label, value: `${format(before[3])} → ${format(now[3])}` };
  });
  const place = ({ before }: Moved, value: number) => (value - before[3]) / (before[5] - before[1]);
  const [low = -1, high = 1] = extent(
    quantities.flatMap((m) => [place(m, m.before[1]), place(m, m.before[5]), place(m, m.now[1]), place(m, m.now[5])]),
  );
  const title = most ? movedText(most) : "Nothing to compare";
  return {
    id: "moved",
    title,
    subtitle: `Median and 80${THIN}% interval against ${baseline}, in widths of the earlier interval; ring: then, dot: now.`,
    description: `${title}. ${quantities.map((m, i) => `${m.label}: ${rows[i]?.value ?? ""}, P(higher) ${relation(probability(m.pHigher))}`).join("; ")}.`,
    table: {
      columns: [
        "quantity",
        "then 10 %",
        "then median",
        "then 90 %",
        "now 10 %",
        "now median",
        "now 90 %",
        "P(now higher)",
      ],
      rows: quantities.map((m) => [
        m.label,
        m.before[1],
        m.before[3],
        m.before[5],
        m.now[1],
        m.now[3],
        m.now[5],
        m.pHigher,
      ]),
    },
    draw: (width) =>
      forest(
        {
          rows,
          domain: [low, high],
          title: "shift, in widths of the earlier 80 % interval",
          line: 0,
          mark: (i, x, y, clip) => {
            const m = quantities[i];
            if (!m) return "";
            const at = (value: number) => x(place(m, value));
            return svg`${stroke(at(m.before[1]), at(m.before[5]), y - 3, clip, "prior80")}${stroke(at(m.now[1]), at(m.now[5]), y + 3, clip, "bar95")}${stroke(at(m.before[3]), at(m.now[3]), y, clip, "whisker")}<circle cx="${at(m.before[3])}" cy="${y}" r="4" ${paint("before")}/><circle cx="${at(m.now[3])}" cy="${y}" r="4.6" ${paint("good")}/>`;
          },
        },
        width,
      ),
  };
}

/** How sure the direction must be before the page says that something moved. */
const SURE = 0.9;

export function hasMoved({
  before,
  now,
  pHigher,
  rope = 0,
}: Pick<Moved, "before" | "now" | "pHigher" | "rope">): boolean {
  return Math.abs(now[3] - before[3]) > rope && (pHigher >= SURE || pHigher <= 1 - SURE);
}

function movedText({ label, before, now, pHigher, mcse, rope = 0 }: Moved): string {
  const format = formatFor(now, mcse);
  if (!hasMoved({ before, now, pHigher, rope }))
    return `${capital(label)} did not clearly move: ${format(before[3])} then, ${format(now[3])} now`;
  return `${capital(label)} ${pHigher >= SURE ? "rose" : "fell"} from ${format(before[3])} to ${format(now[3])} (P\u00a0${relation(probability(Math.max(pHigher, 1 - pHigher))).replace(" ", "\u00a0")})`;
}
