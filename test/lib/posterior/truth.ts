/** The stored values of posterior (R), with R's spellings of NaN and infinity turned into numbers. */
import { readFileSync } from "node:fs";
import { expect } from "vitest";

export interface PosteriorCase {
  chains: number;
  draws: Float64Array;
  [statistic: string]: unknown;
}

const stored = JSON.parse(readFileSync(new URL("../../truth/posterior.json", import.meta.url), "utf8"));

export const truth = stored;
export const cases: [string, PosteriorCase][] = Object.entries(stored.cases as Record<string, PosteriorCase>).map(
  ([name, one]) => [name, { ...one, draws: Float64Array.from(numbers(one.draws)) }],
);

/** R's scalars and vectors as numbers: a vector of one is stored without its brackets. */
export function numbers(value: unknown): number[] {
  const list = Array.isArray(value) ? value : ArrayBuffer.isView(value) ? [...(value as Float64Array)] : [value];
  return list.map((entry) => {
    if (entry === "Inf") return Number.POSITIVE_INFINITY;
    return entry === "-Inf" ? Number.NEGATIVE_INFINITY : Number(entry === "NA" ? Number.NaN : entry);
  });
}

/** Equal to the stored value within 1e-10 of it (or of `scale`, where a value near 0 is a difference of large ones). */
export function expectClose(actual: ArrayLike<number> | number, stored: unknown, scale: number = 0): void {
  const found = typeof actual === "number" ? [actual] : Array.from(actual);
  const expected = numbers(stored);
  expect(found.length).toBe(expected.length);
  expected.forEach((value, i) => {
    if (Number.isFinite(value)) {
      expect(Math.abs(found[i] - value), `[${i}] ${found[i]} against ${value}`).toBeLessThanOrEqual(
        1e-10 * Math.max(Math.abs(value), scale),
      );
    } else expect(found[i]).toBe(value);
  });
}
