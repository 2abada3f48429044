/** A grid of points in one word: `N=1e9:1e11:5,D=2e10` is five values of N, each with that D. */
import { parseNumber } from "../../lib/data/parse-number.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { Point } from "../point.ts";

/** More points are a table, and a table is a file. */
const MOST_POINTS = 10_000;
/** A range this wide is walked in equal ratios, as scales are. */
const TENFOLD = 10;

/**
 * Every combination of the values given; the first name varies slowest. A range `low:high:count` takes equal ratios when
 * both ends are positive and at least tenfold apart, else equal steps.
 * @throws CredenceError usage/grid
 */
export function gridPoints(text: string): Point[] {
  const axes = text.split(",").map((part) => axis(part, text));
  const count = axes.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_POINTS) throw bad(text, `${count} points`, `at most ${MOST_POINTS} points; more in a file: --data`);
  return axes.reduce<Point[]>(
    (points, { name, values }) => points.flatMap((point) => values.map((value) => ({ ...point, [name]: value }))),
    [{}],
  );
}

function axis(part: string, text: string): { name: string; values: (number | string)[] } {
  const [name = "", value = "", ...more] = part.split("=").map((side) => side.trim());
  if (name === "" || value === "" || more.length > 0) throw bad(text, part, "N=1e9:1e11:5,D=2e10");
  const ends = value.split(":");
  if (ends.length === 1) {
    const number = parseNumber(value);
    return { name, values: [Number.isNaN(number) ? value : number] };
  }
  const [low = Number.NaN, high = Number.NaN, count = Number.NaN] = ends.map(parseNumber);
  const isRange = ends.length === 3 && Number.isFinite(low) && Number.isFinite(high) && Number.isInteger(count) && count >= 2;
  if (!isRange) throw bad(text, part, "low:high:count with a whole count of at least 2, such as N=1e9:1e11:5");
  const isRatio = low > 0 && high > 0 && Math.max(high / low, low / high) >= TENFOLD;
  const at = (share: number): number => (isRatio ? low * (high / low) ** share : low + (high - low) * share);
  // the ends exactly as they were asked for
  return { name, values: Array.from({ length: count }, (_, k) => (k === 0 ? low : k === count - 1 ? high : at(k / (count - 1)))) };
}

function bad(text: string, found: string, expected: string): CredenceError {
  return new CredenceError({ code: "usage/grid", message: `--grid ${text} is not a grid of points`, found, expected });
}
