/** The report's data section: what went in, as which column, and what was left out. */
import { cellText, type RawColumn } from "../../lib/data/table.ts";
import type { DataSource } from "../../lib/report.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import type { Run } from "../run-folder.ts";

const PREVIEW_ROWS = 5;

export function reportData({ fit, dataHash, request }: Run): DataSource {
  const { table, document, density } = fit;
  const responses = responsesOf(document);
  const declared = Object.entries(document.data);
  const notes = [...density.model.rows.columns.values()].flatMap((column) => column.notes);
  return {
    name: table.source,
    hash: dataHash,
    rows: table.rows,
    columns: declared.map(([name, { kind, unit }]) => ({
      name,
      role: responses.has(name) ? "response" : kind === "factor" ? "group" : "covariate",
      kind,
      ...(unit ? { unit } : {}),
    })),
    dropped: request.dropped,
    notes: [...table.notes, ...notes],
    preview: Array.from({ length: Math.min(PREVIEW_ROWS, table.rows) }, (_, row) =>
      declared.map(([name]) => cell(table.columns.get(name)!, row)),
    ),
  };
}

function cell(column: RawColumn, row: number): string | number {
  const value = column.cells[row]!;
  return typeof value === "number" ? value : cellText(column, row);
}
