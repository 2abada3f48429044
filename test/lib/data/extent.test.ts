import { expect, test } from "vitest";
import { extent } from "../../../lib/data/extent.ts";

test("the smallest and largest of more numbers than a call has arguments", () => {
  expect(extent(new Float64Array(1_000_000).map((_, k) => 3 - k))).toEqual([-999_996, 3]);
  expect(extent([])).toEqual([Infinity, -Infinity]);
  expect(extent([1, NaN, 3])).toEqual([NaN, NaN]);
});
