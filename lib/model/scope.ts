/** What names mean while a formula is lowered, and where: per row, per level of a factor, or once. */
import type { Axis, IndexMap } from "../expression/node.ts";
import type { Value } from "../expression/functions.ts";
import type { Span } from "../formula/ast.ts";

export type Entity =
  | { readonly kind: "value"; readonly value: Value }
  /** one element per level of a factor (or of several crossed): read as `theta[task]` */
  | { readonly kind: "levels"; readonly value: Value; readonly factors: readonly string[]; readonly axis: Axis }
  | { readonly kind: "factor"; readonly name: string }
  /** a derived quantity with arguments */
  | { readonly kind: "function"; readonly parameters: readonly string[]; call(args: readonly Value[]): Value };

export interface Scope {
  /** undefined when the name is unknown; may throw for circular definitions, with the place that asked */
  lookup(name: string, span: Span): Entity | undefined;
  /** for suggestions */
  names(): Iterable<string>;
}

/** Where a formula is evaluated: each element of `axis`, or once when it is null. */
export interface Place {
  readonly axis: Axis | null;
  /** from each element here to the level of these factors (crossed); "same" when that is where we are */
  mapTo(factors: readonly string[]): IndexMap | "same" | undefined;
  /** position of a level by its label, in the crossing of these factors */
  levelIndex(factors: readonly string[], labels: readonly string[]): number | undefined;
  /** a column that is the same in all rows of each element here, as one number an element */
  levelValues?(values: Float64Array): Float64Array | undefined;
  /** rows that the fit has not seen: nothing was observed before them */
  readonly unseen?: boolean;
  /** over rows: 1 where an optional column has a value; undefined when it has one everywhere */
  observed?(column: string): Float64Array | undefined;
  /** labels of one factor's levels, for suggestions */
  labels(factor: string): readonly string[];
}
