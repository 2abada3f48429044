/** The third of parameters, tokens and compute from the other two. */
import { interpret, type NumericColumn } from "./column.ts";
import { type Table, withTable } from "./table.ts";

/**
 * The table with N, D or C added as C = 6 N D gives it, when exactly one of them is missing; noted.
 * @source Kaplan et al. 2020, arXiv:2001.08361, section 2.1: forward and backward pass, embeddings and attention neglected
 */
export function completeCompute(table: Table): Table {
  const missing = ["N", "D", "C"].filter((name) => !table.columns.has(name));
  if (missing.length !== 1) return table;
  const name = missing[0]!;
  const [a, b] = ["N", "D", "C"].filter((other) => other !== name).map((other) => values(table, other));
  const cells = name === "C" ? a!.map((n, row) => 6 * n * b![row]!) : b!.map((c, row) => c / (6 * a![row]!));
  const formula = { N: "C / (6 D)", D: "C / (6 N)", C: "6 N D" }[name];
  const columns = new Map(table.columns).set(name, { name, cells, literal: false });
  return withTable(table, { columns, notes: [...table.notes, `${name} is computed as ${formula}`] });
}

function values(table: Table, name: string): Float64Array {
  return (interpret(table, name, { kind: "positive" }) as NumericColumn).values;
}
