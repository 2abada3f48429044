/** Whether a table can teach what the model asks: a law in covariates that never change cannot be learnt from it. */
import { interpret } from "../lib/data/column.ts";
import { selectRows, type Table } from "../lib/data/table.ts";
import { CredenceError } from "../lib/errors.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { covariatesOf } from "./covariates.ts";
import { tableDoubts } from "./table/rules.ts";

/** Something a person should know before reading the numbers, and what to do about it. */
export interface Doubt {
  readonly message: string;
  readonly remedy: string;
}

/**
 * @param document with its options chosen
 * @returns a doubt for each covariate that has one value in all rows while others vary, and what the document says of its tables
 * @throws CredenceError data/constant when every covariate has one value in all rows, as one row always has; data/* as reading does
 */
export function checkDesign(document: ModelDocument, table: Table): readonly Doubt[] {
  const covariates = covariatesOf(document).map((name) => interpret(table, name, document.data[name]!));
  const laws = covariates.filter(({ kind }) => kind === "positive" || kind === "real");
  const constant = laws.filter(
    (column) => "values" in column && column.values.every((value) => value === column.values[0]),
  );
  const isAllConstant = constant.length === covariates.length;
  if (constant.length > 0 && isAllConstant)
    throw nothingVaries(
      document,
      selectRows(table, [0]),
      table.rows,
      constant.map(({ name }) => name),
    );
  const flat = constant.map(({ name }) => ({
    message: `column ${name} is the same in all ${table.rows} rows`,
    remedy: `what depends on ${name} alone is known from its prior, not from these data: add rows that vary it, or use a model without it`,
  }));
  return [...flat, ...tableDoubts(document, table)];
}

function nothingVaries(document: ModelDocument, first: Table, rows: number, names: readonly string[]): CredenceError {
  const values = names.map((name) => `${name} = ${first.columns.get(name)!.cells[0]}`).join(", ");
  return new CredenceError({
    code: "data/constant",
    message:
      rows === 1
        ? `${document.name} is a law in ${names.join(" and ")}, and the table has one row`
        : `${names.join(" and ")} never ${names.length === 1 ? "changes" : "change"} in ${rows} rows`,
    where: first.place(0),
    found: values,
    expected: `rows that differ in ${names.join(" or ")}`,
    fix: "add runs at other scales; a value that is fixed by design belongs into the model's constants",
  });
}
