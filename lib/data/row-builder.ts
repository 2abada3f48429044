/** Collects rows of named values (parsed JSON) into a table; rows may lack a name, which leaves the cell empty. */
import { CredenceError, type Where } from "../errors.ts";
import { ColumnBuilder } from "./column-builder.ts";
import type { Table } from "./table.ts";

/** Objects nested deeper than this are refused: no table of runs is, and recursion must end. */
const MAX_DEPTH = 16;

/** A file whose rows all have other keys would take rows times keys of memory. */
const MAX_COLUMNS = 10_000;

export class RowBuilder {
  private readonly source: string;
  private readonly builders = new Map<string, ColumnBuilder>();
  private readonly listColumns = new Set<string>();
  private readonly lines: (number | undefined)[] = [];

  constructor(source: string) {
    this.source = source;
  }

  /**
   * Adds one row. Nested objects become columns `outer.inner`; lists are left out and noted.
   * @param line 1-based line of the file, where it has lines
   * @throws CredenceError data/not-a-row when the value is not an object
   */
  add(row: unknown, line?: number): void {
    const where = this.where(line);
    if (row === null || typeof row !== "object" || Array.isArray(row)) {
      throw new CredenceError({
        code: "data/not-a-row",
        message: `row ${this.lines.length + 1} is not an object`,
        where,
        found: preview(row),
        expected: 'an object with a value a column, as {"N": 1e9, "loss": 2.5}',
      });
    }
    this.addObject(row as Record<string, unknown>, "", where, 0);
    this.lines.push(line);
    for (const builder of this.builders.values()) if (builder.length < this.lines.length) builder.addMissing();
  }

  /** @throws CredenceError data/no-rows when no row was added */
  table(notes: readonly string[] = []): Table {
    const { source, lines } = this;
    if (lines.length === 0) {
      throw new CredenceError({
        code: "data/no-rows",
        message: "there are no rows",
        where: { file: source },
        found: ["nothing to read", ...notes].join("; "),
        expected: "at least one row",
      });
    }
    const skipped = [...this.listColumns].map((name) => `"${name}" holds lists and is left out`);
    const columns = new Map([...this.builders.values()].map((builder) => [builder.name, builder.finish()]));
    return {
      source,
      rows: lines.length,
      columns,
      notes: [...notes, ...skipped],
      place: (row) => this.where(lines[row]),
    };
  }

  private addObject(object: Record<string, unknown>, prefix: string, where: Where, depth: number): void {
    if (depth > MAX_DEPTH) {
      throw new CredenceError({
        code: "data/too-deep",
        message: `objects are nested more than ${MAX_DEPTH} deep`,
        where,
        found: prefix.slice(0, 60),
        expected: "rows of numbers and text",
      });
    }
    for (const [key, value] of Object.entries(object)) {
      const name = prefix + key;
      if (Array.isArray(value)) this.listColumns.add(name);
      else if (value !== null && typeof value === "object") {
        this.addObject(value as Record<string, unknown>, `${name}.`, where, depth + 1);
      } else this.addValue(name, value, where);
    }
  }

  private addValue(name: string, value: unknown, where: Where): void {
    const row = this.lines.length;
    let builder = this.builders.get(name);
    if (builder === undefined) {
      if (this.builders.size >= MAX_COLUMNS) throw tooWide(where, name);
      builder = new ColumnBuilder(name);
      for (let missing = 0; missing < row; missing++) builder.addMissing();
      this.builders.set(name, builder);
    }
    if (builder.length > row) {
      throw new CredenceError({
        code: "data/column-duplicate",
        message: `column "${name}" has two values in one row`,
        where,
        found: `a key "${name}" and a nested object that spells the same name`,
        expected: "one value a name",
      });
    }
    if (typeof value === "number") builder.addNumber(value);
    else if (value === null || value === undefined || value === "") builder.addMissing();
    else builder.addText(String(value));
  }

  private where(line: number | undefined): Where {
    return { file: this.source, ...(line === undefined ? {} : { line }) };
  }
}

function tooWide(where: Where, name: string): CredenceError {
  return new CredenceError({
    code: "data/too-wide",
    message: `the rows have more than ${MAX_COLUMNS} different names`,
    where,
    found: `"${name.slice(0, 60)}" is one more`,
    expected: "rows that share their names: a name a column",
  });
}

/** The beginning of a value as JSON, for messages. */
export function preview(value: unknown): string {
  if (value === null || typeof value !== "object") return JSON.stringify(value)?.slice(0, 60) ?? typeof value;
  return Array.isArray(value)
    ? `a list of ${value.length}`
    : `an object with ${Object.keys(value).slice(0, 5).join(", ") || "no keys"}`;
}
