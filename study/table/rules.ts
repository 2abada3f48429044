/** What a model asks of its table beyond the kinds of its columns: rows that must not be, and facts one should know. */
import { interpret } from "../../lib/data/column.ts";
import { refuseDuplicates } from "../../lib/data/refuse-duplicates.ts";
import { cellText, type Table } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { LevelNote, ModelDocument } from "../../lib/model/document.ts";
import { evaluateFormula } from "../../lib/model/evaluate.ts";
import { namesIn } from "../../lib/model/responses.ts";
import type { Doubt } from "../check-design.ts";

const MOST_NAMES = 5;

/** @throws CredenceError data/rule with the first row that breaks one; data/duplicate-rows */
export function checkRules(document: ModelDocument, table: Table): void {
  const { unique = [], require = {} } = document.table ?? {};
  const isKnown = unique.every((name) => name.endsWith("?") || table.columns.has(name));
  if (unique.length > 0 && isKnown) refuseDuplicates(table, unique.map((name) => name.replace("?", "")));
  for (const [formula, { message, fix }] of Object.entries(require)) {
    const held = evaluate(document, table, formula);
    const row = held?.findIndex((value) => value !== 1) ?? -1;
    if (row < 0) continue;
    const values = columnsIn(document, formula).map((name) => `${name} = ${cellText(table.columns.get(name)!, row)}`);
    throw new CredenceError({ code: "data/rule", message: `${message} in row ${row + 1}`, where: table.place(row), found: values.join(", "), expected: formula, fix });
  }
}

/** @returns doubts in the order of the document */
export function tableDoubts(document: ModelDocument, table: Table): Doubt[] {
  const { note = {}, levels = {} } = document.table ?? {};
  const rows = Object.entries(note).flatMap(([formula, { message, remedy }]) => {
    const n = evaluate(document, table, formula)?.reduce((sum, value) => sum + value, 0) ?? 0;
    return n > 0 ? [{ message: filled(message, n, table.rows), remedy }] : [];
  });
  return [...rows, ...Object.entries(levels).flatMap(([factors, rule]) => levelDoubt(table, factors.split(/, */), rule))];
}

function levelDoubt(table: Table, factors: readonly string[], { fewerThan, constant, message, all, remedy }: LevelNote): Doubt[] {
  const columns = factors.flatMap((name) => table.columns.get(name) ?? []);
  const values = constant === undefined ? undefined : table.columns.get(constant);
  if (columns.length < factors.length || (constant !== undefined && !values)) return [];
  const seen = new Map<string, { rows: number; first: string; varies: boolean }>();
  for (let row = 0; row < table.rows; row++) {
    const name = columns.map((column) => cellText(column, row)).join(", ");
    const value = values ? cellText(values, row) : "";
    const level = seen.get(name);
    if (!level) seen.set(name, { rows: 1, first: value, varies: false });
    else {
      level.rows++;
      level.varies ||= value !== level.first;
    }
  }
  const named = [...seen].filter(([, { rows, varies }]) => (fewerThan !== undefined && rows < fewerThan) || (values !== undefined && !varies)).map(([name]) => name);
  if (named.length === 0) return [];
  const text = named.length === seen.size ? (all ?? message) : message;
  return [{ message: filled(text, named.length, seen.size, named), remedy }];
}

function filled(message: string, n: number, total: number, names: readonly string[] = []): string {
  const more = names.length - MOST_NAMES;
  const told = names.slice(0, MOST_NAMES).join("; ") + (more > 0 ? ` and ${more} more` : "");
  return message.replaceAll("{n}", String(n)).replaceAll("{total}", String(total)).replaceAll("{names}", told);
}

const columnsIn = (document: ModelDocument, formula: string): string[] => [...new Set(namesIn(formula))].filter((name) => name in document.data);

/** undefined when the table lacks a column that is optional; numbers per row otherwise. A factor is the number of its level. */
function evaluate(document: ModelDocument, table: Table, formula: string): Float64Array | undefined {
  const names = columnsIn(document, formula);
  if (names.some((name) => !table.columns.has(name) && document.data[name]!.optional)) return undefined;
  const columns = names.map((name) => [name, interpret(table, name, document.data[name]!)] as const);
  const numbers = new Map(columns.map(([name, column]) => [name, column.kind === "factor" ? Float64Array.from(column.index, (level) => level + 1) : column.values] as const));
  return evaluateFormula(formula, numbers, table.rows);
}
