/** The reference models with their tables, and tables of the same kind with any number of rows. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { readTable } from "../../lib/data/files.ts";
import { type Table, withTable } from "../../lib/data/table.ts";
import { checkDocument, type ModelDocument } from "../../lib/model/document.ts";
import { stream } from "../../lib/random/stream.ts";

interface StanRun {
  readonly min_ess_bulk: number;
  readonly leapfrog_warmup: number;
  readonly leapfrog_sampling: number;
  readonly us_per_gradient: number;
  readonly divergences: number;
}

export interface Reference {
  readonly document: ModelDocument;
  readonly table: Table;
  readonly summary: {
    readonly posterior: Readonly<Record<string, { mean: number; sd: number; mcse_mean: number }>>;
    readonly stan: StanRun & { readonly gradients: number };
    readonly stan_best?: { readonly min_ess_bulk: number; readonly gradients: number };
  };
}

export function referenceNames(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

export async function readReference(root: string, name: string): Promise<Reference> {
  const text = (file: string): string => readFileSync(join(root, name, file), "utf8");
  const table = await readTable(join(root, name, "data.csv"));
  return { document: checkDocument(parse(text("model.yaml"))), table, summary: JSON.parse(text("summary.json")) as Reference["summary"] };
}

/** The rows again and again, real numbers moved by a thousandth so that no two rows are equal. */
export function manyRows({ document, table }: Reference, rows: number): { document: ModelDocument; table: Table } {
  const rng = stream(`bench/${document.name}/rows`);
  const columns = new Map(
    [...table.columns].map(([name, column]) => {
      const declared = document.data[name];
      const isReal = typeof declared === "object" && declared.kind === "real";
      const at = (row: number): number => row % table.rows;
      const cells = column.cells instanceof Float64Array
        ? Float64Array.from({ length: rows }, (_, row) => (column.cells as Float64Array)[at(row)]! * (isReal ? 1 + 1e-3 * rng.normal() : 1))
        : Array.from({ length: rows }, (_, row) => (column.cells as readonly string[])[at(row)]!);
      return [name, { ...column, cells }] as const;
    }),
  );
  return { document, table: withTable(table, { rows, columns, place: (row) => table.place(row % table.rows) }) };
}
