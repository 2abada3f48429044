/** How much seeds move each benchmark, where a model has a standard deviation and a detectable difference for every level of a factor. */
import { parseDeclaration } from "../../lib/formula/parse.ts";
import type { FigureOf } from "../../lib/report-figures.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import type { Fit } from "../fit.ts";
import { sevenQuantiles } from "../spread.ts";

/** two single runs that differ by 1.96 √2 sd are told apart half of the time */
const POWER = 0.5;
const SEEDS = 1;
/** forest rows; of more levels those with the largest median sd */
const MOST_ROWS = 60;

/**
 * @returns undefined unless the document declares quantities `mde[g]` and `sigma_...[g]` (or `sd_...[g]`) over one and the same factor
 */
export function seedVarianceAnswer(fit: Fit): FigureOf<"seed-variance"> | undefined {
  const declared = Object.keys(fit.document.quantities ?? {}).map(parseDeclaration);
  const mde = declared.find(({ name, indices }) => name === "mde" && indices.length === 1);
  const sd =
    mde && declared.find(({ name, indices }) => /^(sigma|sd)_/.test(name) && indices.join() === mde.indices.join());
  if (!mde || !sd) return undefined;
  const column = (element: string): Float64Array | undefined => {
    const at = fit.draws.names.indexOf(element);
    return at < 0 ? undefined : fit.draws.columns[at]!.toSorted();
  };
  const levels = fit.draws.names.flatMap((name) =>
    name.startsWith(`${sd.name}[`) ? [name.slice(sd.name.length + 1, -1)] : [],
  );
  const rows = levels.flatMap((label) => {
    const [spread, detectable] = [column(`${sd.name}[${label}]`), column(`mde[${label}]`)];
    if (!spread || !detectable) return [];
    return [{ label, q: sevenQuantiles(spread), mde: sevenQuantiles(detectable)[3] }];
  });
  const largest = new Set(rows.toSorted((a, b) => b.q[3] - a.q[3]).slice(0, MOST_ROWS));
  const [response] = responsesOf(fit.document);
  return {
    kind: "seed-variance",
    id: "seed-variance",
    unit: (response && fit.document.data[response]?.unit) ?? "log odds",
    seeds: SEEDS,
    power: POWER,
    rows: rows.filter((row) => largest.has(row)),
    ...(isPriorDriven(fit, sd.indices[0]!) ? { priorDriven: true } : {}),
  };
}

/** whether no two rows share all their factors, so that nothing tells a seed's noise from the rest */
function isPriorDriven(fit: Fit, factor: string): boolean {
  const factors = [...fit.density.model.rows.columns.values()].filter(({ kind }) => kind === "factor");
  if (!factors.some(({ name }) => name === factor)) return false;
  const cells = Array.from({ length: fit.table.rows }, (_, row) =>
    factors.map((column) => ("index" in column ? column.index[row] : 0)).join(),
  );
  return new Set(cells).size === cells.length;
}
