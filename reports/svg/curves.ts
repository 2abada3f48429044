/** Paths of curves and nested bands. */

import type { CurvePoint } from "../../lib/report-figures.ts";
import { writePath } from "./path.ts";
import { type Markup, svg } from "./markup.ts";
import { paint } from "./paint.ts";

type Map1 = (value: number) => number;

type Point = readonly [number, number];

/** A path through points in px, broken where a coordinate is not finite. */
export function polyline(points: readonly Point[]): string {
  return runs(points)
    .map((run) => writePath(simplify(run)))
    .join("");
}

/** The closed region between two curves, px; broken where either is not finite. */
export function region(points: readonly (readonly [number, number, number])[]): string {
  return runs(points)
    .map((run) => {
      const low = simplify(run.map(([x, y]) => [x, y] as const));
      const high = simplify(run.map(([x, , y]) => [x, y] as const));
      return `${writePath([...high, ...low.toReversed()])}Z`;
    })
    .join("");
}

/** Stretches of points whose coordinates are all finite. */
function runs<T extends readonly number[]>(points: readonly T[]): readonly (readonly T[])[] {
  const all: T[][] = [];
  let open = false;
  for (const point of points) {
    const finite = point.every(Number.isFinite);
    if (finite && open) all.at(-1)?.push(point);
    else if (finite) all.push([point]);
    open = finite;
  }
  return all;
}

/** Nodes nearer than this to the line through their neighbours are left out: no screen shows an eighth of a pixel. */
const TOLERANCE = 0.12;

/**
 * The fewest of the points, first and last among them, from which no left-out point is farther than the tolerance in y.
 * @source Ramer 1972, Douglas and Peucker 1973, with the vertical distance of a function's graph
 */
function simplify(points: readonly Point[]): readonly Point[] {
  const keep = new Set([0, points.length - 1]);
  const stack: [number, number][] = [[0, points.length - 1]];
  for (let span = stack.pop(); span; span = stack.pop()) {
    const [from, to] = span;
    const [x0, y0] = points[from] ?? [0, 0];
    const [x1, y1] = points[to] ?? [0, 0];
    let farthest = TOLERANCE;
    let at = -1;
    for (let i = from + 1; i < to; i++) {
      const [x, y] = points[i] ?? [0, 0];
      const distance = Math.abs(x1 === x0 ? Number.POSITIVE_INFINITY : y - y0 - ((y1 - y0) * (x - x0)) / (x1 - x0));
      if (distance > farthest) [farthest, at] = [distance, i];
    }
    if (at < 0) continue;
    keep.add(at);
    stack.push([from, at], [at, to]);
  }
  return points.filter((_, i) => keep.has(i));
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

/** places on an axis are computed on more than one way and agree to this share */
const ROUNDING = 1e-9;

/** The median read from the curve; NaN where the curve does not reach. */
export function medianAt(curve: readonly CurvePoint[], x: number): number {
  const [first, last] = [curve[0], curve.at(-1)];
  const slack = ROUNDING * Math.abs(x);
  return first && last && x >= first.x - slack && x <= last.x + slack ? quantileAt(curve, x, 3) : Number.NaN;
}

/** a cell of a data table: empty where nothing is known */
export function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
