/** Decimal numbers as text: the grammar that every reader shares. */

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NAME_LIKE = /^(?:[+-]?0\d+|\d{16,})$/;

/**
 * The number that `text` writes in decimal or scientific notation, ±Infinity when it is too large for float64, NaN when
 * it is anything else: empty, `NaN`, `inf`, hexadecimal, digits with separators, or so small that float64 makes it 0.
 */
export function parseNumber(text: string): number {
  if (!NUMBER.test(text)) return Number.NaN;
  const value = Number(text);
  return value === 0 && isUnderflow(text) ? Number.NaN : value;
}

/** Whether the text is a number that is nearer to 0 than float64 can hold. */
export function isUnderflow(text: string): boolean {
  return NUMBER.test(text) && Number(text) === 0 && /[1-9]/.test(text.split(/[eE]/)[0]!);
}

/** Whether digits are as likely a name as a number: leading zeros, or more digits than float64 keeps. */
export function isNameLike(text: string): boolean {
  return (text.length >= 16 || text.includes("0")) && NAME_LIKE.test(text);
}
