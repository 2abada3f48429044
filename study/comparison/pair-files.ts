/** The answers of two models to the same items, each in its own file, as one table of answers: a row a model and item. */
import { readTable } from "../../lib/data/files.ts";
import type { ReadOptions } from "../../lib/data/readers/reader.ts";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { cellText, type RawColumn, type Table, withTable } from "../../lib/data/table.ts";
import { CredenceError } from "../../lib/errors.ts";

export interface PairOptions extends ReadOptions {
  /** the column that names an item; default: an `item` column, or what names one in an evaluation log */
  readonly by?: string | undefined;
}

export interface PairedAnswers {
  /** model, item and correct; or model, item, passes and tries where items were answered more than once */
  readonly table: Table;
  /** the choice of paired-comparison's options that reads it */
  readonly set: Readonly<Record<string, string>>;
}

/** what names an item in the logs that `lib/data/readers` reads */
const ITEM = ["task", "doc_id", "sample", "sample_id", "instance", "perturbation"];
/** of these one alone, the task, names nothing */
const TASK = "task";
/** says whether the same name means the same text */
const HASHES = ["doc_hash", "sample_hash"];

interface Answer {
  readonly row: number;
  passes: number;
  tries: number;
}

/**
 * A model has the name that its file gives it, or the file's when that tells the two apart.
 * @throws CredenceError data/* of a file; data/two-levels for a file of several models; data/column-missing without a column
 *   that names items or answers; data/not-binary for an answer that is neither right nor wrong; data/items-differ when an
 *   item's text is not the same in both files
 */
export async function pairFiles(paths: readonly [string, string], { by, ...reading }: PairOptions = {}): Promise<PairedAnswers> {
  const tables = [await readTable(paths[0], reading), await readTable(paths[1], reading)] as const;
  const names = namesOf(tables);
  const sides = tables.map((table) => answersOf(table, itemsOf(table, by)));
  if (by === undefined) checkSameText(tables, sides);
  const flat = sides.flatMap((answers, side) => [...answers].map(([item, answer]) => ({ side, item, ...answer })));
  const isRepeated = flat.some(({ tries }) => tries > 1);
  const counts = isRepeated ? { passes: flat.map(({ passes }) => passes), tries: flat.map(({ tries }) => tries) } : { correct: flat.map(({ passes }) => passes) };
  const table = tableFromColumns({ model: flat.map(({ side }) => names[side]!), item: flat.map(({ item }) => item), ...counts }, paths.join(", "));
  return {
    table: withTable(table, {
      notes: [...new Set(tables.flatMap(({ notes }) => notes))],
      place: (row) => tables[flat[row]!.side]!.place(flat[row]!.row),
    }),
    set: isRepeated ? { samples: "several" } : {},
  };
}

function namesOf(tables: readonly Table[]): readonly string[] {
  const own = tables.map((table) => {
    const column = table.columns.get("model");
    const found = column ? [...new Set(Array.from({ length: table.rows }, (_, row) => cellText(column, row)))] : [];
    if (found.length > 1) throw severalModels(table, found);
    return found[0] ?? table.source;
  });
  return own[0] === own[1] ? tables.map(({ source }) => source) : own;
}

function itemsOf(table: Table, by: string | undefined): readonly RawColumn[] {
  const named = by ?? (table.columns.has("item") ? "item" : undefined);
  const columns = (named === undefined ? ITEM : [named]).flatMap((name) => table.columns.get(name) ?? []);
  if (columns.some(({ name }) => name !== TASK)) return columns;
  throw new CredenceError({
    code: "data/column-missing",
    message: `no column ${by === undefined ? "that names an item" : `"${by}"`}`,
    where: { file: table.source, line: 1 },
    found: [...table.columns.keys()].join(", "),
    expected: "a column with the same name for the same item in both files",
    fix: "--pair-by <column>",
  });
}

/** by item, in the file's order */
function answersOf(table: Table, columns: readonly RawColumn[]): Map<string, Answer> {
  const scores = table.columns.get("correct") ?? table.columns.get("score") ?? noAnswers(table);
  const answers = new Map<string, Answer>();
  for (let row = 0; row < table.rows; row++) {
    const item = columns.map((column) => cellText(column, row)).join(" ");
    const text = cellText(scores, row);
    if (Number(text) !== 0 && Number(text) !== 1) throw notBinary(table, scores.name, row, text);
    const answer = answers.get(item) ?? { row, passes: 0, tries: 0 };
    answer.passes += Number(text);
    answer.tries++;
    answers.set(item, answer);
  }
  return answers;
}

function checkSameText(tables: readonly [Table, Table], sides: readonly ReadonlyMap<string, Answer>[]): void {
  for (const name of HASHES) {
    const [first, second] = tables.map((table) => table.columns.get(name));
    if (!first || !second) continue;
    for (const [item, { row }] of sides[0]!) {
      const other = sides[1]!.get(item)?.row;
      if (other === undefined || cellText(first, row) === cellText(second, other)) continue;
      throw new CredenceError({
        code: "data/items-differ",
        message: `item ${item} is not the same text in both files`,
        where: tables[1].place(other),
        found: `${name} ${cellText(second, other)}, in ${tables[0].source} ${cellText(first, row)}`,
        expected: "the same items in both files",
        fix: `--pair-by ${name}`,
      });
    }
  }
}

function severalModels(table: Table, names: readonly string[]): CredenceError {
  return new CredenceError({
    code: "data/two-levels",
    message: "each file holds the answers of one model, but this one names several",
    where: { file: table.source },
    found: names.slice(0, 8).join(", ") + (names.length > 8 ? ", …" : ""),
    expected: "one model a file",
    fix: `credence fit paired-comparison ${table.source} when both models are in it`,
  });
}

function noAnswers(table: Table): never {
  throw new CredenceError({
    code: "data/column-missing",
    message: "no column with the answers",
    where: { file: table.source, line: 1 },
    found: [...table.columns.keys()].join(", "),
    expected: 'a column "correct" or "score" of 0 and 1',
  });
}

function notBinary(table: Table, name: string, row: number, text: string): CredenceError {
  return new CredenceError({
    code: "data/not-binary",
    message: `${name} is neither right nor wrong`,
    where: table.place(row),
    found: text === "" ? "an empty cell" : text,
    expected: "0 or 1",
    fix: "graded scores of several models: credence fit seed-variance",
  });
}
