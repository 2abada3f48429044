/** Tables exported from Weights & Biases: the run table (a row a run) and a chart's data (melted to a row a step and run). */
import { ColumnBuilder } from "../column-builder.ts";
import { parseNumber } from "../parse-number.ts";
import { RowBuilder } from "../row-builder.ts";
import { cellText, type RawColumn, selectRows, type Table, withTable } from "../table.ts";
import type { TableReader } from "./reader.ts";

/** Columns that the run table's export has beside Name, whatever the project logs. */
const RUN_COLUMNS = ["State", "Created", "Runtime", "User", "Tags", "Sweep", "Notes", "ID"];

/** How wandb spells a value that is not there. */
const MISSING = new Set(["NaN", "null", "None", "N/A", "-"]);

export const wandbRuns: TableReader = {
  name: "wandb-csv",
  about: "wandb run table: finished runs, their configuration and last metrics",

  recognizes({ columns }) {
    const names = [...columns.keys()];
    return names[0] === "Name" && names.slice(1).some((name) => name.includes("/") || RUN_COLUMNS.includes(name));
  },

  read(table) {
    const notes = [...table.notes];
    const columns = new Map([...table.columns].map(([name, column]) => [name, withoutMissingWords(column, notes)]));
    const finished = keepFinished(withTable(table, { columns, notes }), notes);
    noteRepeatedNames(finished, notes);
    return withTable(finished, { notes });
  },
};

export const wandbChart: TableReader = {
  name: "wandb-chart",
  about: "wandb chart data: step, run and a column a metric; the __MIN and __MAX columns are left out",

  recognizes({ columns }) {
    const names = [...columns.keys()];
    return (
      /^(?:Step|_step|Relative Time.*|Wall Time)$/.test(names[0]!) &&
      names.some((name) => / - .+__M(?:IN|AX)$/.test(name))
    );
  },

  read(table) {
    const [step, ...others] = [...table.columns.values()];
    const builder = new RowBuilder(table.source);
    let missing = 0;
    for (const column of others) {
      const cut = column.name.lastIndexOf(" - ");
      const [run, metric] = [column.name.slice(0, cut), column.name.slice(cut + 3)];
      if (cut < 0 || /__M(?:IN|AX)$/.test(metric)) continue;
      for (let row = 0; row < table.rows; row++) {
        const cell = column.cells[row]!;
        const value = typeof cell === "number" ? cell : parseNumber(cell);
        if (Number.isNaN(value)) missing++;
        else builder.add({ step: step!.cells[row], run, [metric]: value }, table.place(row).line);
      }
    }
    const note = `steps at which a run logged nothing: ${missing} cells left out`;
    return builder.table(missing === 0 ? table.notes : [...table.notes, note]);
  },
};

/** A column whose only text is wandb's words for a missing value, as numbers. */
function withoutMissingWords(column: RawColumn, notes: string[]): RawColumn {
  const { name, cells } = column;
  if (cells instanceof Float64Array || !cells.some((cell) => MISSING.has(cell))) return column;
  if (!cells.every((cell) => cell === "" || MISSING.has(cell) || Number.isFinite(parseNumber(cell)))) return column;
  const builder = new ColumnBuilder(name);
  for (const cell of cells) builder.addCell(MISSING.has(cell) ? "" : cell, () => cells.slice(0, builder.length));
  notes.push(`${name}: NaN, null and the like are missing cells (${cells.filter((cell) => MISSING.has(cell)).length})`);
  return builder.finish();
}

function keepFinished(table: Table, notes: string[]): Table {
  const state = table.columns.get("State");
  if (state === undefined) return table;
  const kept: number[] = [];
  const left: string[] = [];
  for (let row = 0; row < table.rows; row++) {
    const word = cellText(state, row);
    if (word === "finished") kept.push(row);
    else left.push(`${table.place(row).line} (${word || "no state"})`);
  }
  if (left.length > 0) notes.push(`left out, runs that are not finished: lines ${left.join(", ")}`);
  return selectRows(table, kept);
}

function noteRepeatedNames(table: Table, notes: string[]): void {
  const lines = new Map<string, number[]>();
  for (let row = 0; row < table.rows; row++) {
    const name = cellText(table.columns.get("Name")!, row);
    lines.set(name, [...(lines.get(name) ?? []), table.place(row).line ?? row + 1]);
  }
  for (const [name, at] of lines) {
    if (at.length > 1) notes.push(`${at.length} runs are named "${name}" (lines ${at.join(", ")}); all are kept`);
  }
}
