/** Rows of cells as lines with aligned columns: each to the left or to the right. */

/** @param align one letter a column, `l` or `r`; the last letter serves the columns beyond */
export function columns(rows: readonly (readonly string[])[], align = "lr"): string[] {
  const widths = (rows[0] ?? []).map((_, k) => Math.max(...rows.map((row) => width(row[k]!))));
  const cell = (text: string, k: number): string => {
    const space = " ".repeat(widths[k]! - width(text));
    return (align[k] ?? align.at(-1)) === "l" ? text + space : space + text;
  };
  return rows.map((row) => row.map(cell).join("   ").trimEnd());
}

/** characters, each one cell wide: what we print has no wide or combining ones but those of a user's labels */
const width = (text: string): number => [...text].length;
