/** Plain tables on the terminal. */

export function print(rows: readonly object[]): void {
  const keys = Object.keys(rows[0]!);
  const text = [keys.map((key) => key.replaceAll("_", " ")), ...rows.map((row) => Object.values(row).map(cell))];
  const widths = keys.map((_, k) => Math.max(...text.map((line) => Math.max(...line[k]!.split(" ").map((word) => word.length)))));
  const lines = text.flatMap((line) => {
    const words = line.map((entry) => entry.split(" "));
    const height = Math.max(...words.map(({ length }) => length));
    return Array.from({ length: height }, (_, h) => words.map((parts, k) => (parts[h - height + parts.length] ?? "").padStart(widths[k]!)).join("  "));
  });
  console.log(`${lines.join("\n")}\n`);
}

function cell(value: unknown): string {
  if (typeof value !== "number") return String(value);
  if (Number.isInteger(value)) return String(value);
  return Math.abs(value) >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3)));
}

export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}
