/** Numbers as a report prints them: no digit that Monte-Carlo error makes meaningless, true minus signs, thin spaces. */

import type { SevenQuantiles } from "../lib/report-figures.ts";
import type { Maybe } from "../lib/report.ts";

const MINUS = "\u2212";
/** narrow and not breaking: between groups of three digits, and between a number and its sign */
export const THIN = "\u202f";
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Outside these a number is written as mantissa and power of ten. */
const SMALLEST_PLAIN = 1e-3;
const LARGEST_PLAIN = 1e5;

export type Format = (value: number) => string;

/** `25` as `²⁵` */
export function superscript(exponent: number): string {
  const digits = [...String(Math.abs(exponent))].map((digit) => SUPERSCRIPTS[Number(digit)]).join("");
  return exponent < 0 ? `⁻${digits}` : digits;
}

/** The value rounded to a decimal place given as a power of ten: `fixed(1.8734, 0.01)` is `1.87`. */
export function fixed(value: number, place: number): string {
  if (!Number.isFinite(value)) return infinite(value);
  const decimals = Math.min(12, Math.max(0, -Math.floor(Math.log10(place) + 1e-9)));
  const rounded = place >= 1 ? Math.round(value / place) * place : value;
  return signed(rounded.toFixed(decimals));
}

function signed(digits: string): string {
  const negative = digits.startsWith("-") && /[1-9]/.test(digits);
  const [whole = "", fraction] = digits.replace("-", "").split(".");
  const grouped = whole.length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, THIN) : whole;
  return `${negative ? MINUS : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
}

function infinite(value: number): string {
  if (Number.isNaN(value)) return "not a number";
  return value > 0 ? "∞" : `${MINUS}∞`;
}

/** An exact number (a limit, a setting, a coordinate), every digit kept: `1.92`, `10²⁵`, `3×10²²`, `12 000`. */
export function exact(value: number): string {
  if (!Number.isFinite(value)) return infinite(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN)) {
    const [mantissa = "1", exponent = "0"] = value.toExponential().split("e");
    return power(signed(mantissa), Number(exponent));
  }
  return signed(String(value));
}

/** The value to so many significant digits. */
export function significant(value: number, digits: number): string {
  if (!Number.isFinite(value)) return infinite(value);
  if (value === 0) return "0";
  const [mantissa = "1", exponent = "0"] = value.toExponential(digits - 1).split("e");
  const size = Math.abs(value);
  if (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN) return power(signed(mantissa), Number(exponent));
  return fixed(Number(value.toPrecision(digits)), 10 ** (Number(exponent) - digits + 1));
}

function power(mantissa: string, exponent: number): string {
  const ten = `10${superscript(exponent)}`;
  if (mantissa === "1") return ten;
  return mantissa === `${MINUS}1` ? `${MINUS}${ten}` : `${mantissa}×${ten}`;
}

/**
 * The last place worth printing. A place is meaningless once ±2 Monte-Carlo errors cover its whole cycle of ten values
 * (0.4 of an error), and idle below a fiftieth of the 80 % interval (about a twentieth of a standard deviation).
 */
export function lastPlace(mcse: number, width: number): number {
  const floor = Math.max(0.4 * mcse, width / 51);
  return floor > 0 && Number.isFinite(floor) ? 10 ** Math.ceil(Math.log10(floor) - 1e-9) : 0;
}

/** A printer for one quantity: all its numbers get the same places, chosen from its error and its spread. */
export function formatFor(q: SevenQuantiles, mcse = 0): Format {
  const [low, high] = [q[1], q[5]];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (!(size > 0) || !Number.isFinite(size)) return (value) => significant(value, 3);
  if (low > 0 && high / low > 20) return (value) => significant(value, 2);
  const place = lastPlace(mcse, high - low) || 10 ** (Math.floor(Math.log10(size)) - 3);
  if (size >= LARGEST_PLAIN || size < SMALLEST_PLAIN) {
    const exponent = Math.floor(Math.log10(Math.abs(q[3]) || size));
    return (value) => power(fixed(value / 10 ** exponent, place / 10 ** exponent), exponent);
  }
  return (value) => fixed(value, place);
}

/** `1.81–1.93`; with a negative end `−0.2 to 0.1` */
export function range(low: number, high: number, format: Format): string {
  return low < 0 || high < 0 ? `${format(low)} to ${format(high)}` : `${format(low)}–${format(high)}`;
}

/** `1.87 (80 %: 1.81–1.93)` */
export function withInterval(q: SevenQuantiles, mcse = 0): string {
  const format = formatFor(q, mcse);
  return `${format(q[3])} (80${THIN}%: ${range(q[1], q[5], format)})`;
}

/**
 * A probability with the digits its error allows, at most three (two when the error is not known); never rounded onto or across
 * `need`. No finite number of draws shows a 0 or a 1: they are printed as the bound that the error supports, `< 0.002`; only an
 * error of exactly 0 leaves them as they are.
 */
export function probability(p: number, mcse?: number, need?: number): string {
  if (p <= 0 || p >= 1) return mcse === 0 ? fixed(p, 1) : bound(p, mcse);
  if (p < 0.0005) return "< 0.001";
  if (p > 0.9995) return "> 0.999";
  const place = mcse === undefined ? 0.01 : Math.min(0.01, Math.max(0.001, lastPlace(mcse, 0)));
  for (let unit = place; unit >= 1e-6; unit /= 10) {
    const text = fixed(p, unit);
    const shown = Number(text);
    if (need === undefined ? shown > 0 && shown < 1 : sameSide(shown, p, need)) return text;
  }
  return fixed(p, 1e-9);
}

/** As many errors bound an event that no draw shows with 95 %: the error is then about 1 / draws, the bound 3 / draws (rule of three). */
const BOUND_ERRORS = 3;

function bound(p: number, mcse = 0.01 / BOUND_ERRORS): string {
  const most = Math.min(1, Math.max(0.001, BOUND_ERRORS * mcse));
  const place = 10 ** Math.floor(Math.log10(most) + 1e-9);
  const up = Math.ceil(most / place - 1e-9) * place;
  return p <= 0 ? `< ${fixed(up, place)}` : `> ${fixed(1 - up, place)}`;
}

/** `= 0.97`, `> 0.999`: a printed probability after its name */
export function relation(printed: string): string {
  return /^[<>]/.test(printed) ? printed : `= ${printed}`;
}

/** Whether a rounded value tells the same story about a threshold as the value itself. */
export function sameSide(shown: number, value: number, threshold: number): boolean {
  return value >= threshold ? shown >= threshold : shown < threshold;
}

/** Whole per cents, or one decimal below 10 % where it is not nought; never 0 or 100 unless it is. */
export function percent(share: number): string {
  const value = 100 * share;
  if (share > 0 && share < 0.0005) return `< 0.1${THIN}%`;
  if (share > 0.9995 && share < 1) return `> 99.9${THIN}%`;
  if (share >= 0.995 && share < 1) return `${fixed(value, 0.1)}${THIN}%`;
  const small = Math.abs(value) < 9.95 && Math.abs(value - Math.round(value)) >= 0.05;
  return `${fixed(value, small ? 0.1 : 1)}${THIN}%`;
}

export function integer(value: number): string {
  return fixed(Math.round(value), 1);
}

/** A number that may be missing, for a table. */
export function maybe(value: Maybe | undefined, format: Format): string {
  return value === null || value === undefined ? "–" : format(value);
}
