/** K-fold cross-validation of fits: every group of rows predicted by a fit that has not seen the group. */
import { cellText } from "../../lib/data/table.ts";
import { CredenceError, nearest } from "../../lib/errors.ts";
import { elpdDifference, type Fold, foldsByGroup, type KFold, kfold } from "../../lib/evidence/index.ts";
import type { NamedFit } from "./named-fit.ts";
import { fitWithout } from "./refit.ts";

export interface KFoldModel {
  readonly name: string;
  /** of new groups, summed over rows */
  readonly elpd: number;
  /** over groups */
  readonly se: number;
  readonly mcse: number;
  /** less that of the best model, with its standard error over groups */
  readonly difference: number;
  readonly differenceSe: number;
  /** folds whose sampler cannot be trusted */
  readonly untrusted: number;
}

export interface KFoldComparison {
  readonly column: string;
  readonly groups: number;
  readonly folds: number;
  readonly models: readonly KFoldModel[];
}

/** As many fits as this repay themselves (Vehtari, Gelman, Gabry 2017, section 2.3). */
const MOST_FOLDS = 10;

/**
 * @param column of the table; its values are the groups, left out whole
 * @throws CredenceError data/column-missing, compare/groups for a column with one value
 * @cost up to 10 fits a model
 */
export function kFoldFits(fits: readonly NamedFit[], column: string, onStep: (step: string) => void = () => {}): KFoldComparison {
  const groups = groupsOf(fits[0]!, column);
  const folds = foldsByGroup(groups, MOST_FOLDS);
  const results = fits.map(({ name, fit }) => {
    let untrusted = 0;
    const scored = function* (): Generator<Fold> {
      for (const [k, rows] of folds.entries()) {
        onStep(`fold ${k + 1} of ${folds.length} of ${name}`);
        const refit = fitWithout(fit, rows, `${name}/fold ${k}`);
        if (!refit.ok) untrusted++;
        yield { rows, logLikelihood: refit.logLikelihood(rows), chains: fit.sampled.chains };
      }
    };
    const result = kfold(scored(), groups);
    return { name, result, untrusted };
  });
  const best = results.reduce((a, b) => (b.result.elpd > a.result.elpd ? b : a));
  const models = results.map(({ name, result, untrusted }): KFoldModel => {
    const { elpd, se, mcse } = result;
    const [mine, other] = [result, best.result].map((found) => groupSums(found, groups));
    const { difference, se: differenceSe } = elpdDifference(mine!, other!);
    return { name, elpd, se, mcse, difference, differenceSe, untrusted };
  });
  return { column, groups: new Set(groups).size, folds: folds.length, models };
}

function groupSums({ pointwise }: KFold, groups: readonly string[]): Float64Array {
  const sums = new Map<string, number>();
  groups.forEach((group, row) => sums.set(group, (sums.get(group) ?? 0) + pointwise[row]!));
  return Float64Array.from(sums.values());
}

function groupsOf({ fit: { table } }: NamedFit, name: string): string[] {
  const column = table.columns.get(name);
  const names = [...table.columns.keys()];
  if (!column) {
    throw new CredenceError({
      code: "data/column-missing",
      message: `no column "${name}" to make groups of`,
      where: { file: table.source, line: 1 },
      found: names.join(", "),
      expected: `a column "${name}"`,
      nearest: nearest(name, names),
    });
  }
  const groups = Array.from({ length: table.rows }, (_, row) => cellText(column, row));
  if (new Set(groups).size < 2) {
    throw new CredenceError({
      code: "compare/groups",
      message: `column ${name} has one value, so there is no other group to predict`,
      where: { file: table.source },
      found: `${groups[0]} in all ${table.rows} rows`,
      expected: "a column with at least two values",
    });
  }
  return groups;
}
