/** The table as a model reads it: reshaped where the model says so, and refused where it cannot be right. */
import type { Table } from "../lib/data/table.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import type { LoadedTable } from "./load-table.ts";
import { pairRows } from "./table/pairs.ts";
import { checkRules } from "./table/rules.ts";

/**
 * A prepared table is left as it is.
 * @param document with its options chosen
 * @throws CredenceError data/* naming the row
 */
export function prepareTable(document: ModelDocument, table: Table): LoadedTable {
  const pairs = document.table?.pairs;
  const prepared = pairs ? pairRows(table, pairs) : { table, dropped: [] };
  checkRules(document, prepared.table);
  return prepared;
}
