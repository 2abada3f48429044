/** Rows of a forecast that name levels the fit has not seen, such as a new run: what such a level may be, given the others. */
import { cellText, selectRows, type Table, withTable } from "../data/table.ts";
import { parseDeclaration } from "../formula/parse.ts";
import type { BoundModel } from "../model/bind.ts";
import { PriorSimulator } from "../model/simulate.ts";
import { stream } from "../random/stream.ts";

/** rows that share their new levels */
export interface Newcomers {
  readonly rows: readonly number[];
  /** new label by factor */
  readonly labels: Readonly<Record<string, string>>;
  /** those rows, seated at the first level of the fit: its place, not its values, serves the new one */
  readonly table: Table;
}

export interface Parties {
  /** rows whose levels the fit has seen */
  readonly known: readonly number[];
  readonly newcomers: readonly Newcomers[];
}

/** Parts rows by their new levels of columns that the model declares `new_levels`; new levels of other columns stay, and are refused when the table is read. */
export function partByNewLevels(model: BoundModel, table: Table): Parties {
  const open = Object.entries(model.document.data).filter(([name, { new_levels }]) => new_levels && table.columns.has(name) && isIndex(model, name)).map(([name]) => name);
  const newLabels = (row: number): [string, string][] =>
    open.map((name): [string, string] => [name, cellText(table.columns.get(name)!, row).trim()]).filter(([name, label]) => label !== "" && !model.levels.labels(name).includes(label));
  const parties = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const key = JSON.stringify(newLabels(row));
    parties.set(key, [...(parties.get(key) ?? []), row]);
  }
  const known = parties.get("[]") ?? [];
  parties.delete("[]");
  const newcomers = [...parties].map(([key, rows]) => {
    const labels = Object.fromEntries(JSON.parse(key) as [string, string][]);
    const some = selectRows(table, rows);
    const seated = Object.keys(labels).map((name) => [name, { name, cells: rows.map(() => model.levels.labels(name)[0]!), literal: true }] as const);
    return { rows, labels, table: withTable(some, { columns: new Map([...some.columns, ...seated]) }) };
  });
  return { known, newcomers };
}

/**
 * A draw's position as newcomers see it: what belongs to their seat drawn anew from its prior, given everything else in
 * the draw. The same label gets the same values in every row.
 */
export function newcomersView(model: BoundModel, seed: string): (position: Float64Array, draw: number, newcomers: Newcomers) => Float64Array {
  const prior = new PriorSimulator(model);
  return (position, draw, { labels }) => {
    const view = position.slice();
    for (const [factor, label] of Object.entries(labels)) prior.redraw(view, factor, 0, stream(`${seed}/level/${factor}/${label}/${draw}`));
    return view;
  };
}

/** whether anything has a value for each level: a factor that only says where runs begin may have new levels */
export function isIndex({ document }: BoundModel, name: string): boolean {
  const keys = [document.parameters, document.let ?? {}, document.quantities ?? {}].flatMap(Object.keys);
  return keys.some((key) => parseDeclaration(key).indices.includes(name));
}
