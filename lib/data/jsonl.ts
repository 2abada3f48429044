/** JSON lines to a table: one object a line. */
import { parseJson } from "./json-text.ts";
import { RowBuilder } from "./row-builder.ts";
import type { Table } from "./table.ts";

/**
 * Reads the lines of a JSONL file one by one; blank lines are skipped.
 * @param lines  without line breaks; may come from a stream
 * @throws CredenceError data/json with the line, data/not-a-row, data/no-rows
 * @cost memory of the table alone
 */
export async function tableFromJsonLines(
  lines: Iterable<string> | AsyncIterable<string>,
  source: string,
): Promise<Table> {
  const builder = new RowBuilder(source);
  let line = 0;
  for await (const text of lines) {
    line++;
    if (text.trim() !== "") builder.add(parseJson(text, { file: source, line }), line);
  }
  return builder.table();
}
