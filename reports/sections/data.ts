/** Section 10: what went in, and what was left out and why. */

import type { DataSource, Report } from "../../lib/report.ts";
import { exact, integer } from "../numbers.ts";
import type { Block, Section } from "../section.ts";
import { html } from "../svg/markup.ts";
import { list, plural } from "../words.ts";

export function dataSection({ data = [] }: Report): Section | undefined {
  if (data.length === 0) return undefined;
  const rows = data.reduce((sum, source) => sum + source.rows, 0);
  const dropped = data.filter((source) => source.dropped.length > 0);
  const out =
    dropped.length === 0 ? "none was left out" : `rows were left out of ${list(dropped.map(({ name }) => name))}`;
  return {
    number: 10,
    id: "data",
    name: "Data",
    finding: `${plural(rows, "row")} went in; ${out}.`,
    blocks: data.flatMap(sourceBlocks),
  };
}

function sourceBlocks(source: DataSource): readonly Block[] {
  const { name, reader, hash, rows, columns, dropped, notes = [], preview } = source;
  const facts = html`<p class="sub"><strong>${name}</strong>${reader ? `, read as ${reader}` : ""}: ${plural(rows, "row")}, hash <code>${hash.slice(0, 16)}</code></p>${notes.map((text) => html`<p class="sub">${text}</p>`)}`;
  const blocks: Block[] = [{ html: facts }];
  if (dropped.length > 0) {
    blocks.push({
      table: {
        caption: `Rows left out of ${name}`,
        columns: [{ label: "rows" }, { label: "why" }],
        rows: dropped.map((each) => [each.rows, each.reason]),
      },
    });
  }
  blocks.push({
    table: {
      caption: `Columns of ${name}`,
      columns: [{ label: "column" }, { label: "used as" }, { label: "kind" }, { label: "unit" }],
      rows: columns.map((column) => [column.name, column.role ?? column.name, column.kind, column.unit ?? ""]),
    },
  });
  if (preview && preview.length > 0) {
    blocks.push({
      table: {
        caption: `First ${integer(preview.length)} of ${plural(rows, "row")} of ${name}`,
        columns: columns.map((column) => ({ label: column.name, numeric: column.kind !== "factor" })),
        rows: preview.map((row) =>
          row.map((cell) => (cell === null ? "–" : typeof cell === "number" ? exact(cell) : cell)),
        ),
      },
    });
  }
  return blocks;
}
