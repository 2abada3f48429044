/** Paths of curves and nested bands. */

import type { CurvePoint } from "../../lib/report-figures.ts";
import { area, line } from "./d3.ts";
import { type Markup, svg } from "./markup.ts";
import { paint } from "./paint.ts";

type Map1 = (value: number) => number;

/** A path through points in px, broken where a coordinate is not finite. */
export function polyline(points: readonly (readonly [number, number])[]): string {
  const path = line<readonly [number, number]>()
    .defined(([x, y]) => Number.isFinite(x) && Number.isFinite(y))
    .x(([x]) => x)
    .y(([, y]) => y)
    .digits(1);
  return path(points) ?? "";
}

/** The closed region between two curves, px. */
export function region(points: readonly (readonly [number, number, number])[]): string {
  const path = area<readonly [number, number, number]>()
    .defined((point) => point.every(Number.isFinite))
    .x(([x]) => x)
    .y0(([, low]) => low)
    .y1(([, , high]) => high)
    .digits(1);
  return path(points) ?? "";
}

const NESTED = [
  ["band95", 0, 6],
  ["band80", 1, 5],
  ["band50", 2, 4],
] as const;

/** The 95, 80 and 50 % bands over each other, each edge a line of full strength. */
export function bands(curve: readonly CurvePoint[], x: Map1, y: Map1): Markup {
  return svg`${NESTED.map(
    ([role, low, high]) =>
      svg`<path d="${region(curve.map((p) => [x(p.x), y(p.q[low]), y(p.q[high])]))}" ${paint(role)}/>`,
  )}`;
}

/** The median: a full line inside the data, dashed beyond `dataEnd`. */
export function median(curve: readonly CurvePoint[], dataEnd: number | undefined, x: Map1, y: Map1): Markup {
  const end = dataEnd ?? Number.POSITIVE_INFINITY;
  const inside = curve.filter((p) => p.x <= end).map((p) => [x(p.x), y(p.q[3])] as const);
  const beyond = curve.filter((p) => p.x > end).map((p) => [x(p.x), y(p.q[3])] as const);
  if (inside.length > 0 && beyond.length > 0) {
    const joint = [x(end), y(medianAt(curve, end))] as const;
    inside.push(joint);
    beyond.unshift(joint);
  }
  return svg`${inside.length > 1 && svg`<path d="${polyline(inside)}" ${paint("median")}/>`}${beyond.length > 1 && svg`<path d="${polyline(beyond)}" ${paint("ahead")}/>`}`;
}

/** The seven quantiles read from the curve at `x`: linear in x, or in log x where all x are positive. */
export function quantileAt(curve: readonly CurvePoint[], x: number, i: number): number {
  const after = curve.findIndex((point) => point.x >= x);
  if (after < 0) return curve.at(-1)?.q[i] ?? Number.NaN;
  const right = curve[after];
  const left = curve[Math.max(0, after - 1)];
  if (!left || !right) return Number.NaN;
  if (right.x === left.x) return right.q[i] ?? Number.NaN;
  const u = left.x > 0 ? Math.log(x / left.x) / Math.log(right.x / left.x) : (x - left.x) / (right.x - left.x);
  return (left.q[i] ?? 0) + u * ((right.q[i] ?? 0) - (left.q[i] ?? 0));
}

export function medianAt(curve: readonly CurvePoint[], x: number): number {
  return quantileAt(curve, x, 3);
}
