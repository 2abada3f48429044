/** Numbers of an answer as words: no digit more than its interval supports. */
import { integer, significant } from "../../reports/numbers.ts";

/** decimals that show a tenth of the interval's width */
export function decimals(low: number, high: number): number {
  const width = Math.abs(high - low);
  return width > 0 && Number.isFinite(width) ? Math.min(6, Math.max(0, Math.ceil(-Math.log10(width)) + 1)) : 1;
}

/** `3.1 points (90 %: 1.9 to 4.3)` */
export function estimate({ q5, q50, q95 }: { q5: number; q50: number; q95: number }, unit = ""): string {
  const places = decimals(q5, q95);
  const shown = (value: number): string => value.toFixed(places).replace(/^-(0\.?0*)$/, "$1").replace("-", "−");
  return `${shown(q50)}${unit && ` ${unit}`} (90 %: ${shown(q5)} to ${shown(q95)})`;
}

/** two digits for what is at least possible and at most certain */
export function chance(p: number): string {
  if (p > 0.995) return "above 0.99";
  return p < 0.005 ? "below 0.01" : p.toFixed(2);
}

/** two significant digits, rounded up */
export function roughly(n: number): string {
  if (!(n < 1e9)) return "more than a billion";
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(n, 1))) - 1);
  return integer(Math.ceil(n / unit) * unit);
}

/** two digits */
export function scale(x: number): string {
  return x === Infinity ? "beyond all that is worth asking" : significant(x, 2);
}
