/** Successes and tries of each row, where a model's response counts them. */
import { parse } from "../lib/formula/parse.ts";
import type { Ast } from "../lib/formula/ast.ts";
import type { Fit } from "./fit.ts";

export interface Trials {
  /** the column of successes */
  readonly column: string;
  /** by row; NaN where the row has none */
  readonly successes: Float64Array;
  readonly tries: Float64Array;
}

/** distributions whose first argument is the number of tries */
const COUNTING: ReadonlySet<string> = new Set(["binomial", "binomial_logit", "beta_binomial"]);

/**
 * A binomial response with its tries; a 0 or 1 of one try each; or the columns `passes` and `tries` of data sampled until they
 * pass, whatever the stopping rule makes the likelihood.
 */
export function trialsOf({ document, density }: Pick<Fit, "document" | "density">): Trials | undefined {
  const numbers = (name: string): Float64Array | undefined => {
    const column = density.model.rows.columns.get(name);
    return column && column.kind !== "factor" ? column.values : undefined;
  };
  for (const [column, text] of Object.entries(document.likelihood)) {
    const successes = column in document.data ? numbers(column) : undefined;
    const tries = successes && countedBy(parse(text).ast, numbers, successes);
    if (successes && tries) return { column, successes, tries };
  }
  const [passes, tries] = [numbers("passes"), numbers("tries")];
  if (passes && tries) return { column: "passes", successes: passes, tries };
  for (const [column, { kind }] of Object.entries(document.data)) {
    const successes = kind === "binary" && column in document.likelihood ? numbers(column) : undefined;
    if (successes) return { column, successes, tries: successes.map((value) => (Number.isNaN(value) ? value : 1)) };
  }
  return undefined;
}

function countedBy(
  ast: Ast,
  numbers: (name: string) => Float64Array | undefined,
  successes: Float64Array,
): Float64Array | undefined {
  if (ast.kind !== "call" || !COUNTING.has(ast.name)) return undefined;
  const [first] = ast.args;
  if (first?.kind === "name") return numbers(first.name);
  return first?.kind === "number" ? successes.map(() => first.value) : undefined;
}
