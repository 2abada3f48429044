/** Log Bayes factors with their Monte-Carlo error and the reach of prior scales. */

import type { ComparedModel, Comparison } from "../../lib/report.ts";
import type { Figure } from "../figure.ts";
import { fixed } from "../numbers.ts";
import { extent } from "../svg/d3.ts";
import { stroke } from "../svg/interval.ts";
import { svg } from "../svg/markup.ts";
import { paint } from "../svg/paint.ts";
import type { Drawing } from "../svg/plot.ts";
import { capital, odds } from "../words.ts";
import { forest } from "./forest.ts";

/** Beyond this a Bayes factor counts as decided; Kass and Raftery's "very strong" is log 150. */
const DECISIVE = Math.log(20);

export function bayesFactorFigure(comparison: Comparison): Figure {
  const { models, reference } = comparison;
  const title = bayesFactorFinding(comparison);
  return {
    id: "bayes-factors",
    title,
    subtitle: `Log Bayes factor against ${reference} ± 2 Monte-Carlo errors (bar); the thin whisker runs from priors half as wide to twice as wide.`,
    description: `${title}. ${models.map((m) => `${m.name}: ${m.logBayesFactor === null ? (m.reason ?? "not reported") : fixed(m.logBayesFactor, 0.1)}`).join("; ")}.`,
    table: {
      columns: ["model", "log Bayes factor", "MCSE", "priors halved", "priors doubled", "probability", "remark"],
      rows: models.map((m) => [
        m.name,
        m.logBayesFactor,
        m.mcse,
        m.halved ?? null,
        m.doubled ?? null,
        m.probability,
        m.reason ?? "",
      ]),
    },
    draw: (width) => drawBayesFactors(comparison, width),
  };
}

function bayesFactorFinding({ models, reference }: Comparison): string {
  const known = models
    .filter((m) => m.logBayesFactor !== null)
    .sort((a, b) => (b.logBayesFactor ?? 0) - (a.logBayesFactor ?? 0));
  const [best, next] = known;
  if (!best || !next) return "No Bayes factor could be estimated reliably";
  const gap = (best.logBayesFactor ?? 0) - (next.logBayesFactor ?? 0);
  const swing = [best.halved, best.doubled, next.halved, next.doubled].filter((value) => value !== undefined);
  const turned = swing.length > 0 && sensitive(best, next);
  if (gap < DECISIVE / 2) return `${capital(best.name)} and ${next.name} cannot be told apart: ${odds(gap)}`;
  return `${capital(best.name)} over ${next.name}, ${odds(gap)}${turned ? "; other prior scales turn the order" : ""}${reference === best.name || reference === next.name ? "" : ` (both against ${reference})`}`;
}

function sensitive(best: ComparedModel, next: ComparedModel): boolean {
  const worst = Math.min(
    best.logBayesFactor ?? 0,
    best.halved ?? Number.POSITIVE_INFINITY,
    best.doubled ?? Number.POSITIVE_INFINITY,
  );
  const rival = Math.max(
    next.logBayesFactor ?? 0,
    next.halved ?? Number.NEGATIVE_INFINITY,
    next.doubled ?? Number.NEGATIVE_INFINITY,
  );
  return worst < rival;
}

function drawBayesFactors({ models, reference }: Comparison, width: number): Drawing {
  const ends = models.flatMap(({ logBayesFactor: b, mcse, halved, doubled }) =>
    b === null ? [] : [b - 2 * (mcse ?? 0), b + 2 * (mcse ?? 0), halved ?? b, doubled ?? b],
  );
  const [low = -1, high = 1] = extent([0, ...ends]);
  const pad = 0.05 * (high - low) || 1;
  return forest(
    {
      rows: models.map((m) => ({
        label: m.name,
        strong: m.name === reference,
        value:
          m.logBayesFactor === null
            ? "not reported"
            : m.name === reference
              ? "reference"
              : `${fixed(m.logBayesFactor, 0.1)} ± ${fixed(m.mcse ?? 0, 0.01)}`,
      })),
      domain: [low - pad, high + pad],
      title: `log Bayes factor against ${reference}`,
      line: 0,
      mark: (i, x, y, clip) => {
        const m = models[i];
        if (!m || m.logBayesFactor === null) return "";
        const b = m.logBayesFactor;
        const whisker = [b, m.halved ?? b, m.doubled ?? b];
        return svg`${stroke(x(Math.min(...whisker)), x(Math.max(...whisker)), y, clip, "whisker")}${[m.halved, m.doubled].map((end) => end !== undefined && svg`<line x1="${x(end)}" x2="${x(end)}" y1="${y - 5}" y2="${y + 5}" ${paint("whisker")}/>`)}${stroke(x(b - 2 * (m.mcse ?? 0)), x(b + 2 * (m.mcse ?? 0)), y, clip, "bar80")}<circle cx="${x(b)}" cy="${y}" r="4.2" ${paint("point")}/>`;
      },
    },
    width,
  );
}
