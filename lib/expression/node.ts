/** The nodes of the expression graph: arrays over an axis (rows, levels of a factor) or scalars. */

/** What an array runs over: the rows of a table, or the levels of a factor (or of two factors crossed). */
export interface Axis {
  readonly name: string;
  readonly size: number;
}

/** Each element of `from` belongs to one element of `to`: rows to levels of a factor, cells to margins. */
export interface IndexMap {
  readonly name: string;
  readonly from: Axis;
  readonly to: Axis;
  /** length from.size, values in 0 .. to.size - 1 */
  readonly index: Int32Array;
}

/** Numbers known before sampling. `mutable` data may be rewritten between evaluations (centring weights). */
export interface DataArray {
  readonly name: string;
  readonly values: Float64Array;
  readonly mutable?: boolean;
}

/**
 * `constant`, `data`, `parameter` are leaves. `gather` reads an array of `map.to` at each element of `map.from`;
 * `scatter` sums an array of `map.from` into `map.to`; `sum`, `maximum`, `minimum` reduce an axis to a scalar;
 * `element` picks one; `scan` is y[i] = a[i] y[i-1] + b[i] along an axis, `scan_reverse` l[i] = b[i] + a[i+1] l[i+1];
 * `shift` is y[i-1] with 0 first, `shift_back` y[i+1] with 0 last. Everything else works element by element.
 */
export interface Node {
  readonly id: number;
  readonly op: string;
  readonly inputs: readonly Node[];
  /** null: a scalar, which broadcasts */
  readonly axis: Axis | null;
  /** depends on no parameter */
  readonly fixed: boolean;
  /** known to be > 0 wherever it is defined */
  readonly positive: boolean;
  readonly value?: number;
  readonly data?: DataArray;
  /** the first coordinate of a `parameter` in the position vector */
  readonly offset?: number;
  readonly map?: IndexMap;
  /** which element, for `element` */
  readonly at?: number;
}

export function isConstant(node: Node, value?: number): boolean {
  return node.op === "constant" && (value === undefined || node.value === value);
}
