/** The gate: each expectation's probability against what is needed. */

import type { Expectation, Gate } from "../../lib/report.ts";
import type { Figure } from "../figure.ts";
import { exact, integer, probability } from "../numbers.ts";
import { stroke } from "../svg/interval.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { plural } from "../words.ts";
import { forest } from "./forest.ts";

export function gateFigure({ expectations, joint }: Gate): Figure {
  const shown = expectations.filter(
    (e): e is Expectation & { p: number; mcse: number } => e.p !== null && e.mcse !== null,
  );
  const passed = expectations.filter(({ verdict }) => verdict === "pass").length;
  const title =
    `${passed === expectations.length ? "All" : integer(passed)} of ${plural(expectations.length, "expectation")} ${expectations.length === 1 ? "passes" : "pass"}`.replace(
      "All of one expectation",
      "The expectation",
    );
  return {
    id: "gate-strip",
    title,
    subtitle: "Probability of each event ± 2 Monte-Carlo errors; the tick is what the gate asks for.",
    description: `${title}. ${shown.map(({ id, p, mcse, need }) => `${id}: ${probability(p, mcse, need)}, needed ${exact(need)}`).join("; ")}.${joint ? ` All together: ${probability(joint.p, joint.mcse)}.` : ""}`,
    table: {
      columns: ["expectation", "probability", "MCSE", "needed", "verdict"],
      rows: expectations.map(({ id, p, mcse, need, verdict }) => [id, p, mcse, need, verdict]),
    },
    draw: (width) =>
      forest(
        {
          rows: shown.map(({ id, p, mcse, need }) => ({
            label: id,
            value: against(probability(p, mcse, need), p >= need, exact(need)),
          })),
          domain: [0, 1],
          title: "probability",
          key: [
            { name: "probability", role: "bar80" },
            { name: "needed", role: "expected" },
          ],
          mark: (i, x, y, clip) => {
            const e = shown[i];
            return (
              e &&
              svg`${stroke(x(0), x(1), y, clip, "grid")}${stroke(x(Math.max(0, e.p - 2 * e.mcse)), x(Math.min(1, e.p + 2 * e.mcse)), y, clip, "bar80")}<line x1="${x(e.need)}" x2="${x(e.need)}" y1="${y - 9}" y2="${y + 9}" ${paint("expected")}/><circle cx="${x(e.p)}" cy="${y}" r="4.2" ${paint("point")}/>`
            );
          },
        },
        width,
      ),
  };
}

/** `0.97 ≥ 0.9`; a bound takes no second sign: `> 0.999, need 0.9` */
function against(printed: string, reaches: boolean, need: string): string {
  return /^[<>]/.test(printed) ? `${printed}, need ${need}` : `${printed} ${reaches ? "≥" : "<"} ${need}`;
}
