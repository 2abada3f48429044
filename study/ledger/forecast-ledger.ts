/** Forecasts as they were made, kept to be scored when their points have come: one small file each, written once. */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { hashJson } from "../../lib/data/hash.ts";
import type { Table } from "../../lib/data/table.ts";
import { atomicWrite, readUtf8 } from "../disk.ts";
import type { Point } from "../point.ts";

const SCHEMA = 1;
/** a coordinate this close is the point: nobody hits a compute budget exactly */
const CLOSE = 0.01;

export interface LedgerEntry {
  readonly schema: typeof SCHEMA;
  readonly study: string;
  readonly forecast: string;
  readonly model: string;
  /** the response's column */
  readonly response: string;
  readonly unit?: string;
  /** what was asked; what the model chose for the rest is in `chosen` */
  readonly at: Point;
  readonly chosen: Readonly<Record<string, number>>;
  /** equally likely values of the next observation, ascending */
  readonly values: readonly number[];
  /** of the data that the forecast was made from */
  readonly dataHash: string;
  readonly run: string;
  /** ISO day on which it was made */
  readonly made: string;
}

export class ForecastLedger {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Enters a forecast; one that is in the ledger already stays as it was made. */
  enter(entry: Omit<LedgerEntry, "schema">): void {
    const { run: _, made: __, ...content } = entry;
    const path = join(this.folder, `${entry.study}-${entry.forecast}-${hashJson(content).slice(0, 12)}.json`);
    if (!existsSync(path)) atomicWrite(path, `${JSON.stringify({ schema: SCHEMA, ...entry })}\n`);
  }

  /** All entries of a study in the order of their days; files that are no entries are told. */
  entries(study: string): { entries: readonly LedgerEntry[]; unreadable: readonly string[] } {
    const names = existsSync(this.folder) ? readdirSync(this.folder).filter((name) => name.endsWith(".json")).sort() : [];
    const entries: LedgerEntry[] = [];
    const unreadable: string[] = [];
    for (const name of names) {
      const entry = readEntry(join(this.folder, name));
      if (!entry) unreadable.push(name);
      else if (entry.study === study) entries.push(entry);
    }
    return { entries: entries.sort((a, b) => (a.made < b.made ? -1 : a.made > b.made ? 1 : 0)), unreadable };
  }
}

function readEntry(path: string): LedgerEntry | undefined {
  try {
    const entry = JSON.parse(readUtf8(path)) as LedgerEntry;
    const isWhole = entry.schema === SCHEMA && Array.isArray(entry.values) && entry.values.every(Number.isFinite) && typeof entry.at === "object";
    return isWhole ? entry : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The first row of a table that stands at a point, or undefined. Numbers may differ by a hundredth; a coordinate that the table
 * has no column for says nothing, but one must be found.
 */
export function rowAt(table: Table, at: Point): number | undefined {
  const coordinates = Object.entries(at).flatMap(([name, value]) => {
    const column = table.columns.get(name);
    return column ? [{ cells: column.cells, value }] : [];
  });
  if (coordinates.length === 0) return undefined;
  for (let row = 0; row < table.rows; row++) {
    if (coordinates.every(({ cells, value }) => isAt(cells[row]!, value))) return row;
  }
  return undefined;
}

function isAt(cell: number | string, value: number | string): boolean {
  if (typeof cell === "string" || typeof value === "string") return String(cell) === String(value);
  return Math.abs(cell - value) <= CLOSE * Math.abs(value);
}
