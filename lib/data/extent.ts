/** The smallest and largest of many numbers: `Math.max(...values)` has one argument a value, and a million are too many. */

/** @returns [smallest, largest]; [Infinity, -Infinity] for none, NaN where a value is NaN */
export function extent(values: Iterable<number>): [number, number] {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}
