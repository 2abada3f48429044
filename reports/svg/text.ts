/** How wide a label will be, without a DOM: letter widths of DejaVu Sans, the widest of the usual interface fonts. */

/** thousandths of the font size; measured in Chromium at 100 px */
const WIDTHS: Readonly<Record<string, number>> = widths([
  [280, "ijlIJ'|"],
  [320, " .,·"],
  [360, "f-:;/\\\u2009\u202f"],
  [400, 'tr()[]⁰¹²³⁴⁵⁶⁷⁸⁹⁻"!{}'],
  [520, "sz_–*"],
  [560, "cL"],
  [600, "kvxyFoePaT^?"],
  [690, "AEBCKRSVXYZ$"],
  [770, "DGHNUOQ&#"],
  [840, "w+−=<>≥≤×~"],
  [990, "mWM%—@…"],
]);

/** everything else in Latin, Greek and Cyrillic is near a digit; other scripts are full width */
const DIGIT = 640;
const FULL = 1020;

function widths(groups: readonly (readonly [number, string])[]): Record<string, number> {
  const table: Record<string, number> = {};
  for (const [width, characters] of groups) for (const character of characters) table[character] = width;
  return table;
}

/** Upper estimate of a text's width in px at the given font size; 600 weight adds a tenth. */
export function textWidth(text: string, size = 12, bold = false): number {
  let sum = 0;
  for (const character of text) sum += WIDTHS[character] ?? ((character.codePointAt(0) ?? 0) > 0x0fff ? FULL : DIGIT);
  return (sum * size * (bold ? 1.1 : 1)) / 1000;
}

/** The text cut to `width` px with an ellipsis where it is longer. */
export function fitText(text: string, width: number, size = 12, bold = false): string {
  const clean = text.replace(/\s+/g, " ").trim();
  if (textWidth(clean, size, bold) <= width) return clean;
  const characters = [...clean];
  let used = textWidth("…", size, bold);
  let kept = 0;
  for (const character of characters) {
    used += textWidth(character, size, bold);
    if (used > width) break;
    kept += 1;
  }
  return `${characters.slice(0, kept).join("").trimEnd()}…`;
}

/** Lines of at most `width` px, at most `maxLines`, the last one cut. */
export function wrapText(text: string, width: number, maxLines: number, size = 12): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line === "" || textWidth(longer, size) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  const kept =
    lines.length <= maxLines ? lines : [...lines.slice(0, maxLines - 1), lines.slice(maxLines - 1).join(" ")];
  return kept.map((each) => fitText(each, width, size));
}

/**
 * Positions near the wanted ones with at least `gap` between neighbours, inside [low, high]: labels that do not overlap.
 * @returns in the order of the input
 */
export function spread(wanted: readonly number[], gap: number, low: number, high: number): readonly number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => (wanted[a] ?? 0) - (wanted[b] ?? 0) || a - b);
  const placed = order.map((i) => Math.min(high, Math.max(low, wanted[i] ?? 0)));
  for (let k = 1; k < placed.length; k++) placed[k] = Math.max(placed[k] ?? 0, (placed[k - 1] ?? 0) + gap);
  let limit = high;
  for (let k = placed.length - 1; k >= 0; k--) {
    placed[k] = Math.min(placed[k] ?? 0, limit);
    limit = (placed[k] ?? 0) - gap;
  }
  const result = wanted.map(() => 0);
  order.forEach((i, k) => {
    result[i] = placed[k] ?? 0;
  });
  return result;
}
