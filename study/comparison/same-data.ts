/** Whether fits saw identical rows and responses; every density here is counted per unit of the response's own column. */
import { hashJson } from "../../lib/data/hash.ts";
import { CredenceError } from "../../lib/errors.ts";
import { checkSameData } from "../../lib/evidence/index.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import { covariatesOf } from "../covariates.ts";
import type { NamedFit } from "./named-fit.ts";

/**
 * A transformed response (`log(loss): ...`) brings its Jacobian into the likelihood, so it is the column's values that
 * must agree, under whatever name. A `target` line does not say what its response is: there the columns that it reads
 * must hold the others' responses, and a warning says that its constants could not be checked.
 * @returns warnings
 * @throws CredenceError evidence/different-rows, evidence/different-responses
 */
export function checkComparable(fits: readonly NamedFit[]): string[] {
  const columns = fits.map(columnsOf);
  const responses = columns.map(({ responses }) => [...responses.values()].sort());
  const named = fits.map(({ fit }) => !("target" in fit.document.likelihood));
  const first = responses[Math.max(0, named.indexOf(true))]!;
  const warnings: string[] = [];
  const seen = fits.map(({ name, fit }, k) => {
    const mine = named[k] ? responses[k]! : [...columns[k]!.read.values()];
    const holds = !named[k] && first.length > 0 && first.every((hash) => mine.includes(hash));
    if (!named[k] && named.includes(true) && holds) warnings.push(targetWarning(name));
    const shared = [...columns[k]!.covariates].filter(([column]) => columns.every(({ covariates }) => covariates.has(column)));
    return {
      name,
      rows: fit.table.rows,
      rowHash: hashJson(shared.sort(([a], [b]) => (a < b ? -1 : 1))),
      responses: hashJson(holds ? first : mine.toSorted()),
    };
  });
  checkSameData(seen);
  return warnings;
}

/** refuses one name for two fits */
export function checkNames(fits: readonly NamedFit[]): void {
  const names = fits.map(({ name }) => name);
  const twice = names.find((name, k) => names.indexOf(name) !== k);
  if (twice !== undefined || fits.length < 2) {
    throw new CredenceError({
      code: "compare/names",
      message: twice === undefined ? "there is nothing to compare with" : `two fits are called ${twice}`,
      found: names.join(", ") || "no fits",
      expected: "at least two fits, each with a name of its own",
    });
  }
}

const targetWarning = (name: string): string =>
  `${name} gives its likelihood as a bare target: that it keeps every constant of a density of the response is not checked`;

/** Content hashes of a fit's columns by name. */
function columnsOf({ fit }: NamedFit): Record<"responses" | "covariates" | "read", Map<string, string>> {
  const { document, density } = fit;
  const { columns, observed } = density.model.rows;
  const hash = (name: string): string => {
    const column = columns.get(name)!;
    const cells = column.kind === "factor" ? Array.from(column.index, (k) => column.levels[k]!) : [...column.values];
    const present = observed.get(name);
    return hashJson(present ? cells.map((cell, row) => (present[row] ? cell : null)) : cells);
  };
  const hashes = (names: Iterable<string>): Map<string, string> => new Map([...names].map((name) => [name, hash(name)]));
  const responses = hashes(responsesOf(document));
  const covariates = hashes(covariatesOf(document));
  return { responses, covariates, read: new Map([...responses, ...covariates]) };
}
