/** The axes of a model bound to a table: rows, levels of factors, crossings; and the maps between them. */
import type { Column, FactorColumn } from "../data/column.ts";
import type { Axis, IndexMap } from "../expression/node.ts";
import type { Place } from "./scope.ts";

/** The levels that the fit has seen; rows of a later table are looked up among them. */
export class Levels {
  private readonly factors: ReadonlyMap<string, readonly string[]>;
  private readonly axes = new Map<string, Axis>();
  private readonly maps = new Map<string, IndexMap>();
  /** the rows of the fit, for columns that vary only between levels */
  rows: Rows | undefined;

  constructor(factors: ReadonlyMap<string, readonly string[]>) {
    this.factors = factors;
  }

  labels(factor: string): readonly string[] {
    return this.factors.get(factor) ?? [];
  }

  /** the axis of a factor, or of several crossed: the last varies fastest */
  axis(factors: readonly string[]): Axis {
    const name = factors.join(",");
    let axis = this.axes.get(name);
    if (!axis) {
      axis = { name, size: factors.reduce((size, factor) => size * this.labels(factor).length, 1) };
      this.axes.set(name, axis);
    }
    return axis;
  }

  /** `a1,b1`, `a1,b2`, ... in the order of the axis */
  elementNames(factors: readonly string[]): string[] {
    return factors.reduce<string[]>(
      (names, factor) => names.flatMap((name) => this.labels(factor).map((label) => (name ? `${name},${label}` : label))),
      [""],
    );
  }

  /** position of the element with these labels */
  position(factors: readonly string[], labels: readonly string[]): number | undefined {
    let at = 0;
    for (const [k, factor] of factors.entries()) {
      const level = this.labels(factor).indexOf(labels[k]!);
      if (level < 0) return undefined;
      at = at * this.labels(factor).length + level;
    }
    return at;
  }

  /** from a crossing to one of its margins */
  margin(from: readonly string[], to: readonly string[]): IndexMap | undefined {
    if (to.some((factor) => !from.includes(factor))) return undefined;
    return this.map(`${from.join(",")}>${to.join(",")}`, this.axis(from), this.axis(to), (element) => {
      const levels = new Map<string, number>();
      for (const factor of from.toReversed()) {
        const { length } = this.labels(factor);
        levels.set(factor, element % length);
        element = Math.floor(element / length);
      }
      return to.reduce((at, factor) => at * this.labels(factor).length + levels.get(factor)!, 0);
    });
  }

  /** from one factor to another that is constant within it, such as from schools to districts */
  private nested(from: readonly string[], to: readonly string[]): IndexMap | undefined {
    const outer = this.rows?.place.mapTo(to);
    if (!outer || outer === "same") return undefined;
    const levels = this.levelValues(from, Float64Array.from(outer.index));
    return levels && this.map(`${from.join(",")}>${to.join(",")}`, this.axis(from), this.axis(to), (element) => levels[element]!);
  }

  private levelValues(factors: readonly string[], values: Float64Array): Float64Array | undefined {
    const map = this.rows?.place.mapTo(factors);
    if (!map || map === "same") return undefined;
    const found = new Float64Array(map.to.size).fill(Number.NaN);
    for (const [row, level] of map.index.entries()) {
      const value = values[row]!;
      if (Number.isNaN(found[level]!)) found[level] = value;
      else if (found[level] !== value) return undefined;
    }
    return found.some(Number.isNaN) ? undefined : found;
  }

  map(name: string, from: Axis, to: Axis, level: (element: number) => number): IndexMap {
    let map = this.maps.get(name);
    if (!map) {
      map = { name, from, to, index: Int32Array.from({ length: from.size }, (_, element) => level(element)) };
      this.maps.set(name, map);
    }
    return map;
  }

  /** a formula evaluated once for each element of a crossing; for no factors, once */
  place(factors: readonly string[]): Place {
    return {
      axis: factors.length > 0 ? this.axis(factors) : null,
      mapTo: (to) => (to.join(",") === factors.join(",") ? "same" : factors.length > 0 ? (this.margin(factors, to) ?? this.nested(factors, to)) : undefined),
      levelValues: (values) => this.levelValues(factors, values),
      levelIndex: (of, labels) => this.position(of, labels),
      labels: (factor) => this.labels(factor),
    };
  }
}

/** The rows of one table, against the levels of the fit. */
export class Rows {
  readonly axis: Axis;
  readonly columns: ReadonlyMap<string, Column>;
  /** for optional columns with gaps: 1 where the row has a value */
  readonly observed: ReadonlyMap<string, Float64Array>;
  private readonly levels: Levels;
  private readonly maps = new Map<string, IndexMap>();

  constructor(columns: ReadonlyMap<string, Column>, rows: number, levels: Levels, observed: ReadonlyMap<string, Float64Array> = new Map()) {
    this.observed = observed;
    this.axis = { name: "rows", size: rows };
    this.columns = columns;
    this.levels = levels;
  }

  get place(): Place {
    return { ...this.levels.place([]), axis: this.axis, unseen: this.levels.rows !== this, mapTo: (factors) => this.mapTo(factors), observed: (column) => this.observed.get(column) };
  }

  private mapTo(factors: readonly string[]): IndexMap | undefined {
    const columns = factors.map((factor) => this.columns.get(factor));
    if (!columns.every((column): column is FactorColumn => column?.kind === "factor")) return undefined;
    const name = factors.join(",");
    let map = this.maps.get(name);
    if (!map) {
      const index = new Int32Array(this.axis.size);
      for (const column of columns) {
        const { length } = column.levels;
        for (let row = 0; row < index.length; row++) index[row] = index[row]! * length + column.index[row]!;
      }
      map = { name, from: this.axis, to: this.levels.axis(factors), index };
      this.maps.set(name, map);
    }
    return map;
  }
}
