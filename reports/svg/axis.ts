/** Axes as functions with ticks: linear or logarithmic, labels thinned until they fit. */

import { exact, fixed, superscript } from "../numbers.ts";
import { precisionFixed, scaleLinear, scaleLog } from "./d3.ts";
import { textWidth } from "./text.ts";

export interface Tick {
  readonly value: number;
  readonly label: string;
}

/** Maps a value to px. */
export interface Axis {
  (value: number): number;
  readonly ticks: readonly Tick[];
  /** short strokes without label */
  readonly minor: readonly number[];
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
}

export interface AxisOptions {
  readonly scale?: "linear" | "log" | undefined;
  readonly domain: readonly [number, number];
  readonly range: readonly [number, number];
  /** how many ticks would be good */
  readonly count?: number;
  /** extend the domain to round numbers */
  readonly nice?: boolean;
  /** write ticks so, e.g. with a sign or in per cent */
  readonly label?: (value: number, step: number) => string;
}

/** @returns an axis; a domain of no width, or not finite, is widened so that it can be drawn */
export function makeAxis(options: AxisOptions): Axis {
  const domain = drawable(options.domain, options.scale === "log");
  return options.scale === "log" ? logAxis(options, domain) : linearAxis(options, domain);
}

function drawable([low, high]: readonly [number, number], log: boolean): [number, number] {
  const a = Number.isFinite(low) && (!log || low > 0) ? low : log ? 1 : 0;
  const b = Number.isFinite(high) && high >= a ? high : a;
  if (b > a) return [a, b];
  if (log) return [a / 2, a * 2];
  const half = a === 0 ? 1 : Math.abs(a) * 0.1;
  return [a - half, a + half];
}

function linearAxis({ range, count = 5, nice = false, label }: AxisOptions, domain: [number, number]): Axis {
  const scale = scaleLinear(domain, range);
  if (nice) scale.nice(count);
  const values = scale.ticks(count);
  const step = values.length > 1 ? (values[1] ?? 0) - (values[0] ?? 0) : (domain[1] - domain[0]) / 2;
  const write = label ?? ((value: number) => tickLabel(value, step));
  const [low = 0, high = 1] = scale.domain();
  return finish(
    (value) => scale(value),
    values.map((value) => ({ value, label: write(value, step) })),
    [],
    [low, high],
    range,
  );
}

/** Tick labels of one axis share their decimals: `1.90`, `1.95`. */
function tickLabel(value: number, step: number): string {
  const size = Math.abs(value);
  if (size >= 1e5 || (step < 1e-4 && size > 0)) return exact(Number(value.toPrecision(3)));
  return fixed(value, 10 ** -precisionFixed(step));
}

function logAxis({ range, count = 8, nice = false }: AxisOptions, domain: [number, number]): Axis {
  const scale = scaleLog(domain, range);
  if (nice) scale.nice();
  const [low = 1, high = 10] = scale.domain();
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const powers = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i);
  const map = (value: number) => scale(Math.max(value, Number.MIN_VALUE));
  if (powers.length < 2) {
    const values = narrowLogTicks(low, high, count);
    return finish(
      map,
      values.map((value) => ({ value, label: exact(Number(value.toPrecision(3))) })),
      [],
      [low, high],
      range,
    );
  }
  const minor = powers.length > 6 ? [] : minorTicks(low, high, first - 1, last);
  return finish(
    map,
    powers.map((power) => ({ value: 10 ** power, label: decade(power) })),
    minor,
    [low, high],
    range,
  );
}

/** 1, 2, 5 in each decade, or round steps where even that gives too few */
function narrowLogTicks(low: number, high: number, count: number): readonly number[] {
  const candidates = [-1, 0, 1].flatMap((shift) => {
    const unit = 10 ** (Math.floor(Math.log10(low)) + shift);
    return [1, 2, 5].map((digit) => digit * unit);
  });
  const inside = candidates.filter((value) => value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9));
  return inside.length >= 3 ? inside : scaleLinear([low, high], [0, 1]).ticks(Math.min(count, 5));
}

function minorTicks(low: number, high: number, first: number, last: number): readonly number[] {
  const result: number[] = [];
  for (let power = first; power <= last; power++) {
    for (let digit = 2; digit <= 9; digit++) {
      const value = digit * 10 ** power;
      if (value >= low && value <= high) result.push(value);
    }
  }
  return result;
}

/** `0.01`, `0.1`, `1`, `10`, `100` in plain digits, further out as `10²³` */
export function decade(power: number): string {
  if (power >= -2 && power <= 3) return power < 0 ? (10 ** power).toFixed(-power) : String(10 ** power);
  return `10${superscript(power)}`;
}

function finish(
  map: (value: number) => number,
  ticks: readonly Tick[],
  minor: readonly number[],
  domain: readonly [number, number],
  range: readonly [number, number],
): Axis {
  return Object.assign((value: number) => map(value), { ticks, minor, domain, range });
}

/** The ticks whose labels have room along a horizontal axis: every one, every second, ... */
export function roomyTicks(
  axis: Axis,
  size = 12,
): { readonly labelled: readonly Tick[]; readonly bare: readonly Tick[] } {
  for (let step = 1; ; step++) {
    const labelled = axis.ticks.filter((_, i) => i % step === 0);
    if (labelled.length < 2 || haveRoom(axis, labelled, size)) {
      return { labelled, bare: axis.ticks.filter((_, i) => i % step !== 0) };
    }
  }
}

function haveRoom(axis: Axis, ticks: readonly Tick[], size: number): boolean {
  return ticks.every((tick, i) => {
    const next = ticks[i + 1];
    if (!next) return true;
    const widths = (textWidth(tick.label, size) + textWidth(next.label, size)) / 2;
    return Math.abs(axis(next.value) - axis(tick.value)) >= widths + 10;
  });
}
