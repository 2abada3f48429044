/** Draws as a table (Parquet, CSV) in the layout of R's `draws_df`: `.chain`, `.iteration`, `.draw`, a column a quantity. */
import { CredenceError } from "../../errors.ts";
import { interpret, type NumericColumn } from "../column.ts";
import type { RawColumn, Table } from "../table.ts";
import { parseStanNumber } from "./exact-number.ts";
import { assemble, checkSize, type Posterior, STATISTICS } from "./posterior.ts";

const INDEX = [".chain", ".iteration", ".draw"];

/** The columns of the table, 1-based indices first, then sampler statistics, then the draws. */
export function drawsColumns({ draws, statistics }: Posterior): Map<string, Float64Array> {
  const rows = draws.chains * draws.draws;
  const index = [
    (row: number) => Math.floor(row / draws.draws) + 1,
    (row: number) => (row % draws.draws) + 1,
    (row: number) => row + 1,
  ];
  const columns = new Map<string, Float64Array>();
  INDEX.forEach((name, k) => {
    columns.set(
      name,
      Float64Array.from({ length: rows }, (_, row) => index[k]!(row)),
    );
  });
  for (const { name } of STATISTICS) if (statistics[name] !== undefined) columns.set(name, statistics[name]);
  draws.names.forEach((name, j) => {
    if (columns.has(name)) throw clash(name);
    columns.set(name, draws.columns[j]!);
  });
  return columns;
}

/** The same as a table. */
export function drawsTable(posterior: Posterior): Table {
  const columns = new Map<string, RawColumn>();
  for (const [name, cells] of drawsColumns(posterior)) columns.set(name, { name, cells, literal: true });
  const rows = posterior.draws.chains * posterior.draws.draws;
  return { source: "draws", rows, columns, notes: posterior.notes, place: () => ({ file: "draws" }) };
}

/**
 * The posterior in such a table; rows may stand in any order.
 * @throws CredenceError data/column-missing, data/chains-differ when chains have unequal numbers of iterations
 */
export function posteriorFromTable(table: Table): Posterior {
  const chain = ranks(table, ".chain");
  const iteration = ranks(table, ".iteration");
  const [chains, draws] = [chain.count, iteration.count];
  const cells = [...table.columns.values()].filter(({ name }) => !INDEX.includes(name));
  checkSize(chains, draws, cells.length, table.source);
  const place = chain.rank.map((own, row) => own * draws + iteration.rank[row]!);
  if (chains * draws !== table.rows || new Set(place).size !== table.rows) throw uneven(table, chains, draws);
  const parameters = new Map<string, Float64Array>();
  const statistics = new Map<string, Float64Array>();
  for (const column of cells) {
    const ordered = new Float64Array(table.rows);
    const values = numbersOf(table, column);
    place.forEach((to, row) => {
      ordered[to] = values[row]!;
    });
    (column.name.endsWith("__") ? statistics : parameters).set(column.name, ordered);
  }
  return assemble(chains, draws, parameters, statistics, "name");
}

/** A draw may be NaN or infinite, which a data column may not. */
function numbersOf(table: Table, { name, cells }: RawColumn): Float64Array {
  if (cells instanceof Float64Array) return cells;
  return Float64Array.from(cells, (cell, row) => {
    const value = cell === "" ? Number.NaN : parseStanNumber(cell);
    if (value !== undefined) return value;
    throw new CredenceError({
      code: "data/not-a-number",
      message: `${JSON.stringify(cell)} in column "${name}", row ${row + 1}, is not a number`,
      where: table.place(row),
      found: cell,
      expected: "a draw: a number, NaN, Inf or -Inf",
    });
  });
}

/** 0-based ranks of a column's different numbers, and how many there are. */
function ranks(table: Table, name: string): { rank: Int32Array; count: number } {
  const { values } = interpret(table, name, { kind: "count" }) as NumericColumn;
  const order = new Map([...new Set(values)].sort((a, b) => a - b).map((value, index) => [value, index]));
  return { rank: Int32Array.from(values, (value) => order.get(value)!), count: order.size };
}

function uneven(table: Table, chains: number, draws: number): CredenceError {
  return new CredenceError({
    code: "data/chains-differ",
    message: "the chains have different numbers of iterations",
    where: { file: table.source },
    found: `${table.rows} rows for ${chains} chains and ${draws} iterations`,
    expected: `${chains * draws} rows, each chain and iteration once`,
  });
}

function clash(name: string): CredenceError {
  return new CredenceError({
    code: "data/column-duplicate",
    message: `the quantity ${name} has the name of a column of the format`,
    found: name,
    expected: `names other than ${INDEX.join(", ")} and the sampler statistics`,
  });
}
