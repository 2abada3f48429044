/** Numbers as text that reads back as the same float64, in the spellings of the formats. */

/** As JSON: NaN is null, ±Infinity a number that overflows to it, which every reader of JSON numbers understands. */
export function jsonNumber(value: number): string {
  if (Number.isNaN(value)) return "null";
  if (!Number.isFinite(value)) return value > 0 ? "1e999" : "-1e999";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** As Stan writes it: nan, inf, -inf. */
export function stanNumber(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The number that Stan or R wrote, undefined for any other text. */
export function parseStanNumber(text: string): number | undefined {
  const word = text.trim().toLowerCase();
  if (word === "nan" || word === "-nan") return Number.NaN;
  if (/^[+-]?inf(?:inity)?$/.test(word)) return word.startsWith("-") ? -Infinity : Infinity;
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/.test(word) ? Number(word) : undefined;
}
