/** Which single parameters may have which others' values taken away from their coordinate. */
import { parseDeclaration } from "../formula/parse.ts";
import { type ModelDocument, parameterDeclaration } from "./document.ts";
import { multiples } from "./multipliers.ts";
import type { BoundParameter } from "./parameters.ts";

/** beyond this many single parameters the pairs are too many to repay; large models are hierarchies of arrays */
const MOST_SCALARS = 16;
/** priors that leave their parameter on the whole line */
const onTheLine = /^\s*(normal|student_t|cauchy|laplace|double_exponential|logistic|flat)\s*\([^T]*$/;

/**
 * A coefficient and its exponent lie on a ridge, log A = const + c · alpha, that is straight in the value of alpha but
 * bent in its logarithm, the coordinate in which a positive parameter is sampled. Taking c · alpha away removes it: the
 * pivot of a power law, found from the draws. Unbounded parameters may be sheared by every bounded one, bounded ones by
 * those declared after them, unless the other's prior depends on them. Parameters that are multiples of others have
 * their coordinates already.
 */
export function shearPlan(document: ModelDocument): Map<string, string[]> {
  const scalars = Object.entries(document.parameters)
    .map(([key, declaration]) => ({ key, ...parseDeclaration(key), ...parameterDeclaration(declaration) }))
    .filter(({ indices, size, constraint }) => indices.length === 0 && size === undefined && constraint !== "ordered" && constraint !== "simplex");
  const plan = new Map<string, string[]>();
  const related = new Set(multiples(document));
  if (scalars.length > MOST_SCALARS) return plan;
  const definitions = new Map([...Object.entries(document.quantities ?? {}), ...Object.entries(document.let ?? {})].map(([key, formula]) => [parseDeclaration(key).name, formula]));
  const words = new Map(scalars.map(({ key, prior }) => [key, namesIn(prior, definitions)]));
  const reaches = (from: string, to: string): boolean => {
    if (from === to) return true;
    const next = [...scalars.map(({ key }) => key).filter((key) => words.get(from)!.has(key)), ...(plan.get(from) ?? [])];
    return next.some((key) => reaches(key, to));
  };
  for (const [at, { key, prior, constraint }] of scalars.entries()) {
    if (related.has(key)) continue;
    const isFree = onTheLine.test(prior) && constraint !== "positive";
    const others = scalars.filter((other, k) => other.key !== key && !onTheLine.test(other.prior) && (isFree || k > at));
    plan.set(key, others.map((other) => other.key).filter((other) => !reaches(other, key)));
  }
  return plan;
}

/** the names in a formula, and in the definitions that it names */
function namesIn(formula: string, definitions: ReadonlyMap<string, string>, found: Set<string> = new Set()): Set<string> {
  for (const name of formula.match(/[A-Za-z_]\w*/g) ?? []) {
    if (found.has(name)) continue;
    found.add(name);
    const definition = definitions.get(name);
    if (definition !== undefined) namesIn(definition, definitions, found);
  }
  return found;
}

/** one number whose coordinate is not the number itself */
export function isShearer({ axis, value, coordinates }: BoundParameter): boolean {
  return axis === null && !Array.isArray(value) && value !== coordinates[0];
}
