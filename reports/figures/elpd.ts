/** Leave-one-out predictive differences with their standard errors. */

import type { Comparison } from "../../lib/report.ts";
import type { Figure } from "../figure.ts";
import { fixed } from "../numbers.ts";
import { extent } from "../svg/d3.ts";
import { stroke } from "../svg/interval.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import { capital } from "../words.ts";
import { forest } from "./forest.ts";

export function elpdFigure({ models }: Comparison): Figure | undefined {
  const known = models.filter((m) => m.elpdDifference !== null);
  if (known.length < 2) return undefined;
  const best = known.reduce((a, b) => ((b.elpdDifference ?? 0) > (a.elpdDifference ?? 0) ? b : a));
  const rival = known.filter((m) => m !== best).sort((a, b) => (b.elpdDifference ?? 0) - (a.elpdDifference ?? 0))[0];
  const gap = -(rival?.elpdDifference ?? 0);
  const clear = gap > 2 * (rival?.elpdSe ?? 0);
  const title = clear
    ? `${capital(best.name)} predicts unseen rows best, by ${fixed(gap, 0.1)} ± ${fixed(rival?.elpdSe ?? 0, 0.1)}`
    : `Unseen rows do not tell ${best.name} from ${rival?.name ?? ""}`;
  const [low = -1, high = 1] = extent([
    0,
    ...known.flatMap((m) => [
      (m.elpdDifference ?? 0) - 2 * (m.elpdSe ?? 0),
      (m.elpdDifference ?? 0) + 2 * (m.elpdSe ?? 0),
    ]),
  ]);
  return {
    id: "elpd",
    title,
    subtitle: "Leave-one-out expected log predictive density minus the best model's, ± 2 standard errors.",
    description: `${title}. ${known.map((m) => `${m.name}: ${fixed(m.elpdDifference ?? 0, 0.1)} ± ${fixed(m.elpdSe ?? 0, 0.1)}`).join("; ")}.`,
    table: {
      columns: ["model", "elpd difference", "standard error", "stacking weight"],
      rows: known.map((m) => [m.name, m.elpdDifference, m.elpdSe, m.weight ?? null]),
    },
    draw: (width) =>
      forest(
        {
          rows: known.map((m) => ({
            label: m.name,
            strong: m === best,
            value: m === best ? "best" : `${fixed(m.elpdDifference ?? 0, 0.1)} ± ${fixed(m.elpdSe ?? 0, 0.1)}`,
          })),
          domain: [low, high],
          title: "elpd difference, log density",
          line: 0,
          mark: (i, x, y, clip) => {
            const { elpdDifference: d = 0, elpdSe: se = 0 } = known[i] ?? {};
            return svg`${stroke(x((d ?? 0) - 2 * (se ?? 0)), x((d ?? 0) + 2 * (se ?? 0)), y, clip, "bar95")}<circle cx="${x(d ?? 0)}" cy="${y}" r="4.2" ${paint("point")}/>`;
          },
        },
        width,
      ),
  };
}
