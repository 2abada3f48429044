/** What a model's declaration makes of a raw column: checked numbers, or a factor's levels. */
import { CredenceError, nearest } from "../errors.ts";
import { isUnderflow, parseNumber } from "./parse-number.ts";
import { cellText, type RawColumn, type Table } from "./table.ts";

export type ColumnKind = "real" | "positive" | "probability" | "count" | "binary" | "factor";

/** A model's declaration of one data column. */
export interface Declaration {
  readonly kind: ColumnKind;
  readonly unit?: string;
  /** a factor's levels in order; without them, those of the table in order of first appearance */
  readonly levels?: readonly string[];
}

export interface NumericColumn {
  readonly kind: Exclude<ColumnKind, "factor">;
  readonly name: string;
  readonly unit?: string;
  /** finite; length = rows */
  readonly values: Float64Array;
  /** conversions that were not literal */
  readonly notes: readonly string[];
}

export interface FactorColumn {
  readonly kind: "factor";
  readonly name: string;
  readonly levels: readonly string[];
  /** 0-based into levels; length = rows */
  readonly index: Int32Array;
  readonly notes: readonly string[];
}

export type Column = NumericColumn | FactorColumn;

/** What a kind asks of a finite number. */
const KINDS: Record<NumericColumn["kind"], { accepts(value: number): boolean; expected: string }> = {
  real: { accepts: () => true, expected: "a finite number" },
  positive: { accepts: (value) => value > 0, expected: "a finite number > 0" },
  probability: { accepts: (value) => value >= 0 && value <= 1, expected: "a number from 0 to 1" },
  count: { accepts: (value) => value >= 0 && Number.isSafeInteger(value), expected: "an integer >= 0, below 2^53" },
  binary: { accepts: (value) => value === 0 || value === 1, expected: "0 or 1 (or true, false)" },
};

/**
 * Column `name` of the table as the model declares it.
 *
 * @returns numbers (all finite, within the kind's range) or a factor; `notes` says what was not literal
 * @throws CredenceError data/column-missing, data/empty-cell, data/not-a-number, data/not-finite, data/out-of-range,
 *   data/unknown-level; each with file, line, what was found and what was expected
 */
export function interpret(table: Table, name: string, declaration: Declaration): Column {
  const column = table.columns.get(name);
  if (column === undefined) throw columnMissing(table, name);
  if (declaration.kind === "factor") return interpretFactor(table, column, declaration.levels);
  return interpretNumbers(table, column, declaration.kind, declaration.unit);
}

function interpretNumbers(table: Table, column: RawColumn, kind: NumericColumn["kind"], unit?: string): NumericColumn {
  const { name, cells } = column;
  const { accepts } = KINDS[kind];
  const values = cells instanceof Float64Array ? cells : new Float64Array(cells.length);
  let truths = 0;
  for (let row = 0; row < values.length; row++) {
    if (values !== cells) {
      const cell = cells[row] as string;
      const truth = kind === "binary" ? truthValue(cell) : undefined;
      if (truth !== undefined) truths++;
      values[row] = truth ?? parseNumber(cell);
    }
    if (!Number.isFinite(values[row]) || !accepts(values[row]!)) throw badCell(table, column, row, kind);
  }
  const notes: string[] = [];
  if (truths > 0) notes.push(`${name}: ${truths} true/false cells read as 1/0`);
  if (values !== cells && truths < values.length)
    notes.push(`${name}: ${values.length - truths} cells of text read as numbers`);
  return { kind, name, ...(unit === undefined ? {} : { unit }), values, notes };
}

function truthValue(cell: string): number | undefined {
  const word = cell.toLowerCase();
  return word === "true" ? 1 : word === "false" ? 0 : undefined;
}

function interpretFactor(table: Table, column: RawColumn, declared?: readonly string[]): FactorColumn {
  const { name, cells, literal } = column;
  const codes = new Map<number | string, number>(declared?.map((level, code) => [level, code]));
  const index = new Int32Array(cells.length);
  const numeric = cells instanceof Float64Array;
  for (let row = 0; row < cells.length; row++) {
    const key = numeric && declared === undefined ? cells[row]! : cellText(column, row);
    let code = codes.get(key);
    if (code === undefined) {
      if (key === "" || Number.isNaN(key)) throw badCell(table, column, row, "factor");
      if (declared !== undefined) throw unknownLevel(table, column, row, declared);
      codes.set(key, (code = codes.size));
    }
    index[row] = code;
  }
  const levels = declared ?? Array.from(codes.keys(), String);
  const notes = literal ? [] : [`${name}: levels are numbers in their shortest form (1.0 and 1 are the same level)`];
  return { kind: "factor", name, levels, index, notes };
}

function columnMissing(table: Table, name: string): CredenceError {
  const names = [...table.columns.keys()];
  const near = nearest(name, names) ?? names.find((candidate) => candidate.toLowerCase().includes(name.toLowerCase()));
  return new CredenceError({
    code: "data/column-missing",
    message: `no column "${name}"`,
    where: { file: table.source, line: 1 },
    found: `${names.slice(0, 12).join(", ")}${names.length > 12 ? `, … (${names.length} columns)` : ""}`,
    expected: `a column "${name}"`,
    nearest: near,
    fix: `--map ${name}=${near ?? "<column>"}`,
  });
}

function badCell(table: Table, column: RawColumn, row: number, kind: ColumnKind): CredenceError {
  const cell = cellText(column, row);
  const where = table.place(row);
  const found = cell === "" ? "an empty cell" : cell;
  const expected = kind === "factor" ? "a level's name" : KINDS[kind].expected;
  const details = { where, found, expected };
  const inColumn = `in column "${column.name}", row ${row + 1}`;
  if (cell.trim() === "")
    return new CredenceError({ code: "data/empty-cell", message: `empty cell ${inColumn}`, ...details });
  const value = parseNumber(cell);
  if (Number.isFinite(value)) {
    const message = `${cell} ${inColumn} is not ${KINDS[kind as NumericColumn["kind"]].expected}`;
    return new CredenceError({ code: "data/out-of-range", message, ...details });
  }
  if (/^[+-]?(nan|inf|infinity)$/i.test(cell) || value === Infinity || value === -Infinity || isUnderflow(cell)) {
    return new CredenceError({
      code: "data/not-finite",
      message: `${cell} ${inColumn} is not a finite number in float64`,
      ...details,
    });
  }
  return new CredenceError({
    code: "data/not-a-number",
    message: `${JSON.stringify(cell)} ${inColumn} is not a number`,
    ...details,
  });
}

function unknownLevel(table: Table, column: RawColumn, row: number, levels: readonly string[]): CredenceError {
  const level = cellText(column, row);
  return new CredenceError({
    code: "data/unknown-level",
    message: `"${level}" in column "${column.name}", row ${row + 1}, is not a declared level`,
    where: table.place(row),
    found: level,
    expected: levels.slice(0, 12).join(", ") + (levels.length > 12 ? ", …" : ""),
    nearest: nearest(level, levels),
  });
}
