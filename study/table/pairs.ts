/** A table of answers, one row a model and item, as a table of pairs: one row an item that both of two models answered. */
import { type Cell, tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { cellText, type RawColumn, type Table, withTable } from "../../lib/data/table.ts";
import { refuseDuplicates } from "../../lib/data/refuse-duplicates.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { PairDeclaration } from "../../lib/model/document.ts";
import type { Dropped, LoadedTable } from "../load-table.ts";

/** columns that keep the names of the two */
export const NAME_A = "name_a";
export const NAME_B = "name_b";

/**
 * @returns the table itself when it has the columns of pairs already
 * @throws CredenceError data/two-levels, data/no-common-items, data/duplicate-rows, data/column-missing
 */
export function pairRows(table: Table, { by, over, values }: PairDeclaration): LoadedTable {
  const wide = Object.values(values).flat();
  if (wide.every((name) => table.columns.has(name)) || !table.columns.has(over)) return { table, dropped: [] };
  const column = (name: string): RawColumn => table.columns.get(name) ?? missing(table, name, wide);
  const [item, who] = [column(by), column(over)];
  refuseDuplicates(table, [by, over]);
  const rowOf = new Map<string, Map<string, number>>();
  for (let row = 0; row < table.rows; row++) {
    const name = cellText(who, row);
    const own = rowOf.get(name) ?? new Map<string, number>();
    own.set(cellText(item, row), row);
    rowOf.set(name, own);
  }
  const names = [...rowOf.keys()];
  if (names.length !== 2) throw notTwo(table, over, names);
  const [ofA, ofB] = [...rowOf.values()] as [Map<string, number>, Map<string, number>];
  const common = [...ofA.keys()].filter((key) => ofB.has(key));
  if (common.length === 0) throw noneCommon(table, by, names, ofA, ofB);
  const columns: Record<string, ArrayLike<Cell>> = { [by]: common, [NAME_A]: common.map(() => names[0]!), [NAME_B]: common.map(() => names[1]!) };
  for (const [name, [a, b]] of Object.entries(values)) {
    const { cells } = column(name);
    columns[a] = common.map((key) => cells[ofA.get(key)!]!);
    columns[b] = common.map((key) => cells[ofB.get(key)!]!);
  }
  const pairs = withTable(tableFromColumns(columns, table.source), {
    notes: [...table.notes, `${common.length} items answered by both; A is ${names[0]}, B is ${names[1]}`],
    place: (row) => table.place(ofA.get(common[row]!)!),
  });
  return { table: pairs, dropped: alone(names, [ofA, ofB], common.length) };
}

function alone(names: readonly string[], rows: readonly Map<string, number>[], common: number): Dropped[] {
  return names.flatMap((name, k) => {
    const left = rows[k]!.size - common;
    return left > 0 ? [{ rows: String(left), reason: `only ${name} answered the item` }] : [];
  });
}

function missing(table: Table, name: string, wide: readonly string[]): never {
  throw new CredenceError({
    code: "data/column-missing",
    message: `no column "${name}"`,
    where: { file: table.source, line: 1 },
    found: [...table.columns.keys()].join(", "),
    expected: `a column "${name}", or the columns ${wide.join(" and ")} with one row an item`,
    fix: `--map ${name}=<column>`,
  });
}

function notTwo(table: Table, over: string, names: readonly string[]): CredenceError {
  return new CredenceError({
    code: "data/two-levels",
    message: `a comparison of two, but column "${over}" names ${names.length}`,
    where: { file: table.source },
    found: names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : ""),
    expected: "two names",
    fix: names.length > 2 ? "keep the rows of two of them in the file, or use irt or seed-variance for all" : "add the answers of a second one",
  });
}

function noneCommon(table: Table, by: string, names: readonly string[], a: Map<string, number>, b: Map<string, number>): CredenceError {
  const some = (items: Map<string, number>): string => [...items.keys()].slice(0, 3).join(", ");
  return new CredenceError({
    code: "data/no-common-items",
    message: `${names[0]} and ${names[1]} have no item in common`,
    where: { file: table.source },
    found: `${names[0]}: ${some(a)}; ${names[1]}: ${some(b)}`,
    expected: `the same names in column "${by}" for both`,
    fix: "give both models the same items, or compare two separate accuracies with beta-binomial-score",
  });
}
