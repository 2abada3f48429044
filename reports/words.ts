/** Words for numbers: natural frequencies, counts, odds. A phrase never rounds a probability across the threshold it faces. */

import type { Coordinate } from "../lib/report.ts";
import { exact, fixed, integer, sameSide, significant, THIN } from "./numbers.ts";

/** How far the frequency in words may be from the probability. */
const TOLERANCE = 0.02;

/**
 * A probability as a natural frequency: `17 times in 20`. The denominator is the smallest of 10, 20, 100, 1000 that is
 * near enough and stays on the probability's side of `need`; where none does, the phrase says `just under` or `just over`.
 */
export function frequency(p: number, need?: number): string {
  const side = (share: number) => need === undefined || sameSide(share, p, need);
  if (p <= 0) return "never";
  if (p >= 1) return "always";
  for (const n of [10, 20, 100, 1000]) {
    const k = Math.round(p * n);
    if (k > 0 && k < n && Math.abs(k / n - p) <= TOLERANCE && side(k / n)) return `${times(k)} in ${integer(n)}`;
  }
  if (p > 0.9995) return "more than 999 times in 1000";
  if (p < 0.0005) return "less than once in 1000";
  const k = Math.round(p * 1000);
  return `just ${p < (need ?? k / 1000) ? "under" : "over"} ${times(k)} in 1000`;
}

function times(k: number): string {
  return k === 1 ? "once" : `${k} times`;
}

/**
 * `43 of 50` dots for a probability: `about` when the share of dots is not the probability, `just under` or `just over` when
 * the share would otherwise stand on the wrong side of `need`.
 */
export function dotCount(count: number, n: number, p: number, need?: number): string {
  const share = count / n;
  if (need !== undefined && !sameSide(share, p, need)) return `just ${p < need ? "under" : "over"} ${count} of ${n}`;
  if (count === 0 && p > 0) return `almost none of ${n}`;
  if (count === n && p < 1) return `almost all of ${n}`;
  return Math.abs(share - p) < 0.002 ? `${count} of ${n}` : `about ${count} of ${n}`;
}

/** A log Bayes factor as odds: `about 22 to 1 for`, `even`. */
export function odds(logBayesFactor: number): string {
  const size = Math.abs(logBayesFactor);
  if (size < Math.log(1.5)) return "about even";
  if (size > Math.log(1e6)) return "more than a million to 1";
  const ratio = Math.exp(size);
  return `about ${ratio < 10 ? significant(ratio, 2) : significant(ratio, 2).replace(/\.0$/, "")} to 1`;
}

/** `one run`, `3 runs`, `12 000 runs` */
export function plural(n: number, noun: string, many = `${noun}s`): string {
  return `${n === 1 ? "one" : integer(n)} ${n === 1 ? noun : many}`;
}

/** `a`, `a and b`, `a, b and c` */
export function list(items: readonly string[]): string {
  if (items.length < 2) return items[0] ?? "";
  return `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** The point of a forecast, as it was asked for: `10²⁵ FLOP`, or `N = 7×10¹⁰ and D = 1.4×10¹²` */
export function place(point: readonly Coordinate[]): string {
  const asked = point.filter(({ chosen }) => !chosen);
  const at = asked.length > 0 ? asked : point;
  const [only] = at;
  if (at.length === 1 && only?.unit) return `${exact(only.value)}\u00a0${only.unit}`;
  return list(at.map(({ name, value }) => `${name}\u00a0=\u00a0${exact(value)}`));
}

/** The point with what the model chose for it: `C = 10²⁴ (so N = 10¹¹ and D = 1.6×10¹²)` */
export function placeInFull(point: readonly Coordinate[]): string {
  const chosen = point
    .filter((coordinate) => coordinate.chosen)
    .map(({ chosen: _chosen, ...coordinate }) => coordinate);
  return chosen.length > 0 ? `${place(point)} (so ${place(chosen)})` : place(point);
}

/** `2.5 decades`; `0.04 decades` are no distance */
export function decades(value: number): string {
  return `${fixed(value, 0.1)} decade${value.toFixed(1) === "1.0" ? "" : "s"}`;
}

/** A label with its unit: `loss, nats/token` */
export function withUnit({ label, unit }: { readonly label: string; readonly unit?: string }): string {
  return unit && unit !== label ? `${label}, ${unit}` : label;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A value with its unit, the unit left out when there is none. */
export function quantityText(text: string, unit: string | undefined): string {
  return unit ? `${text}${THIN}${unit}` : text;
}
