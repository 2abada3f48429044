/** Column names from a header: every name present, every name once. */
import { CredenceError, type Where } from "../errors.ts";

/**
 * The names of a header's fields; a field without a name becomes `column_<position>`, which is noted.
 * @throws CredenceError data/column-duplicate
 */
export function headerNames(fields: readonly string[], where: Where, notes: string[]): string[] {
  const names = fields.map((field, j) => field || `column_${j + 1}`);
  names.forEach((name, j) => {
    if (fields[j] === "") notes.push(`column ${j + 1} has no name; called ${name}`);
    const first = names.indexOf(name);
    if (first < j) {
      throw new CredenceError({
        code: "data/column-duplicate",
        message: `column "${name}" appears twice`,
        where,
        found: `"${name}" as column ${first + 1} and column ${j + 1} of ${names.length}`,
        expected: "every column name once",
        fix: `rename column ${j + 1} in the header`,
      });
    }
  });
  return names;
}
