/** Section 5: which law, and whether the choice matters. */

import type { Comparison, Report } from "../../lib/report.ts";
import { bayesFactorFigure } from "../figures/bayes-factors.ts";
import { elpdFigure } from "../figures/elpd.ts";
import { figureOf } from "../figures/index.ts";
import { disagreement } from "../figures/ribbon.ts";
import { fixed, maybe, percent } from "../numbers.ts";
import type { Block, GridTable, Section } from "../section.ts";
import { capital } from "../words.ts";

export function comparisonSection({ comparisons = [] }: Report): Section | undefined {
  if (comparisons.length === 0) return undefined;
  const refused = comparisons.some(({ models }) => models.some(({ logBayesFactor }) => logBayesFactor === null));
  return {
    number: 5,
    id: "comparison",
    name: "Which law",
    finding: comparisons.map(finding).join(" "),
    ...(refused ? { tone: "warn" as const } : {}),
    blocks: comparisons.length === 1 ? blocksOf(comparisons[0]!) : comparisons.flatMap(namedBlocks),
  };
}

function blocksOf(comparison: Comparison): readonly Block[] {
  const elpd = elpdFigure(comparison);
  return [
    { figure: bayesFactorFigure(comparison) },
    ...(elpd ? [{ figure: elpd }] : []),
    ...(comparison.ribbon ? [{ figure: figureOf(comparison.ribbon) }] : []),
    { table: modelTable(comparison) },
  ];
}

/** one of several: under its name, and its figures' ids its own */
function namedBlocks(comparison: Comparison, k: number): readonly Block[] {
  const { id = String(k + 1), models } = comparison;
  const blocks = blocksOf(comparison).map((block) => ("figure" in block ? { figure: { ...block.figure, id: `${id}-${block.figure.id}` } } : block));
  return [{ heading: `${capital(id)}: ${models.map(({ name }) => name).join(", ")}` }, ...blocks];
}

function finding({ models, ribbon }: Comparison): string {
  const known = models.filter(({ probability }) => probability !== null);
  if (known.length === 0) return "No law could be weighed reliably.";
  const best = known.reduce((a, b) => ((b.probability ?? 0) > (a.probability ?? 0) ? b : a));
  const share = ribbon && disagreement(ribbon);
  const matters =
    share === undefined
      ? ""
      : share < 0.5
        ? "; for the forecast the choice hardly matters"
        : "; for the forecast the choice matters";
  return `${capital(best.name)} is the most probable law (${(models.length > 1 ? posterior : percent)(best.probability ?? 0)})${matters}.`;
}

/** of several laws none is sure or ruled out, even where the evidence is beyond what a number holds */
function posterior(p: number): string {
  return percent(Math.min(1 - Number.EPSILON, Math.max(Number.EPSILON, p)));
}

function modelTable({ models, reference }: Comparison): GridTable {
  const weights = models.some(({ weight }) => weight !== undefined);
  const reasons = models.some(({ reason }) => reason);
  const signed = (value: number) => fixed(value, 0.1);
  return {
    caption: `Models, log Bayes factors against ${reference}`,
    sortable: true,
    columns: [
      { label: "model" },
      { label: "log BF", numeric: true },
      { label: "MCSE", numeric: true },
      { label: "priors ×½", numeric: true },
      { label: "priors ×2", numeric: true },
      { label: "probability", numeric: true },
      { label: "elpd difference", numeric: true },
      { label: "SE", numeric: true },
      ...(weights ? [{ label: "stacking weight", numeric: true }] : []),
      ...(reasons ? [{ label: "remark" }] : []),
    ],
    rows: models.map((m) => [
      m.name,
      maybe(m.logBayesFactor, signed),
      maybe(m.mcse, (value) => fixed(value, 0.01)),
      maybe(m.halved, signed),
      maybe(m.doubled, signed),
      maybe(m.probability, models.length > 1 ? posterior : percent),
      maybe(m.elpdDifference, signed),
      maybe(m.elpdSe, signed),
      ...(weights ? [maybe(m.weight, percent)] : []),
      ...(reasons ? [m.reason ?? ""] : []),
    ]),
  };
}
