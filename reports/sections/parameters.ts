/** Section 7: what the parameters are, and what the data taught about them. */

import type { FitParameters, ParameterRow, Report } from "../../lib/report.ts";
import { familyFigure } from "../figures/parameter-family.ts";
import { priorPosteriorFigure } from "../figures/prior-posterior.ts";
import { fixed, integer, lastPlace, maybe, percent, significant, superscript, THIN } from "../numbers.ts";
import type { Block, GridTable, Section } from "../section.ts";
import { plural } from "../words.ts";

export function parametersSection({ parameters = [] }: Report): Section | undefined {
  if (parameters.length === 0) return undefined;
  const blocks = parameters.flatMap((fit, i) => fitBlocks(fit, i, parameters.length > 1));
  return { number: 7, id: "parameters", name: "Parameters", finding: finding(parameters), blocks };
}

function finding(parameters: readonly FitParameters[]): string {
  const rows = parameters.flatMap((fit) => fit.rows);
  const published = rows.filter((row) => row.published && row.q5 !== null && row.q95 !== null);
  if (published.length > 0) {
    const inside = published.filter(({ q5, q95, published: p }) => p && p.value >= (q5 ?? 0) && p.value <= (q95 ?? 0));
    return `${inside.length} of ${plural(published.length, "published value")} ${inside.length === 1 ? "lies" : "lie"} inside our 90${THIN}% intervals.`;
  }
  // relative to its size only what is not nought for sure
  const known = rows.flatMap(({ name, mean, sd, q5, q95 }) =>
    mean && sd && (q5 ?? 0) * (q95 ?? 0) > 0 && !name.includes("[") ? [{ name, relative: sd / Math.abs(mean) }] : [],
  );
  known.sort((a, b) => a.relative - b.relative);
  const [best] = known;
  const worst = known.at(-1);
  if (!best || !worst || best === worst)
    return `${plural(rows.length, "quantity", "quantities")} with their intervals.`;
  return `Best known is ${best.name}, to ${percent(best.relative)}; least ${worst.name}, to ${percent(worst.relative)} (one standard deviation).`;
}

/** Elements of one indexed parameter make a forest when there are at least this many. */
const FAMILY = 3;

function fitBlocks({ fit, rows }: FitParameters, i: number, several: boolean): readonly Block[] {
  const families = familiesOf(rows);
  const single = rows.filter((row) => !families.some(({ members }) => members.includes(row)));
  const figure = priorPosteriorFigure(`prior-posterior-${i + 1}`, fit, single);
  return [
    ...(several ? [{ heading: fit }] : []),
    ...(figure ? [{ figure }] : []),
    ...families.map(({ name, members }, k) => ({ figure: familyFigure(`family-${i + 1}-${k + 1}`, name, members) })),
    { table: parameterTable(fit, rows) },
  ];
}

interface Family {
  readonly name: string;
  readonly members: readonly ParameterRow[];
}

function familiesOf(rows: readonly ParameterRow[]): readonly Family[] {
  const byName = new Map<string, ParameterRow[]>();
  for (const row of rows) {
    const bracket = row.name.indexOf("[");
    if (bracket <= 0 || !row.posterior) continue;
    const name = row.name.slice(0, bracket);
    byName.set(name, [...(byName.get(name) ?? []), row]);
  }
  return [...byName].flatMap(([name, members]) => (members.length >= FAMILY ? [{ name, members }] : []));
}

function parameterTable(fit: string, rows: readonly ParameterRow[]): GridTable {
  const published = rows.some((row) => row.published);
  const reasons = rows.some((row) => row.reason);
  return {
    caption: `Posterior of ${fit}`,
    sortable: true,
    columns: [
      { label: "name" },
      { label: "mean", numeric: true },
      { label: "sd", numeric: true },
      { label: `5${THIN}%`, numeric: true },
      { label: `50${THIN}%`, numeric: true },
      { label: `95${THIN}%`, numeric: true },
      { label: "MCSE", numeric: true, about: "Monte-Carlo standard error of the mean" },
      { label: "ESS bulk", numeric: true, about: "independent draws these are worth for the centre" },
      { label: "ESS tail", numeric: true, about: "independent draws these are worth for the tails" },
      { label: "R-hat", numeric: true, about: "disagreement of the chains; 1 is none" },
      ...(published ? [{ label: "published" }] : []),
      ...(reasons ? [{ label: "why missing" }] : []),
    ],
    rows: rows.map((row) => {
      const write = rowFormat(row);
      return [
        row.unit ? `${row.name}, ${row.unit}` : row.name,
        ...[row.mean, row.sd, row.q5, row.q50, row.q95].map((value) => maybe(value, write)),
        maybe(row.mcseMean, (value) => significant(value, 1)),
        maybe(row.essBulk, integer),
        maybe(row.essTail, integer),
        maybe(row.rhat, (value) => fixed(value, 0.001)),
        ...(published ? [row.published ? `${significant(row.published.value, 4)} (${row.published.source})` : ""] : []),
        ...(reasons ? [row.reason ?? ""] : []),
      ];
    }),
  };
}

/** One more digit than a sentence would give: a table is for copying; still none that the Monte-Carlo error covers. */
function rowFormat({ mcseMean, sd, q95, q5 }: ParameterRow): (value: number) => string {
  const size = Math.max(Math.abs(q5 ?? 0), Math.abs(q95 ?? 0));
  const place = lastPlace(mcseMean ?? 0, 0.256 * (sd ?? 0));
  if (place === 0) return (value) => significant(value, 4);
  if (size === 0 || (size < 1e5 && size >= 1e-3)) return (value) => fixed(value, place);
  const exponent = Math.floor(Math.log10(size));
  return (value) => `${fixed(value / 10 ** exponent, place / 10 ** exponent)}×10${superscript(exponent)}`;
}
