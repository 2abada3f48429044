/** The radix order against the order that comparison gives. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { argsort, averageRanks } from "../../../lib/posterior/index.ts";

it("orders any doubles as comparison does, equal ones in their given order, NaN last", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.double(),
          fc.integer({ min: -3, max: 3 }).map((x) => x / 2),
        ),
      ),
      (list) => {
        const expected = list
          .map((_, i) => i)
          .sort((a, b) => {
            if (Number.isNaN(list[a]) || Number.isNaN(list[b])) return +Number.isNaN(list[a]) - +Number.isNaN(list[b]);
            return list[a] < list[b] ? -1 : +(list[a] > list[b]);
          });
        expect([...argsort(Float64Array.from(list))]).toEqual(expected);
      },
    ),
  );
});

it("ties share their average rank, -0 ties with 0, and NaN has no rank", () => {
  expect([...averageRanks(Float64Array.of(0, 5, -0, Number.NaN, -1, 5, Number.POSITIVE_INFINITY))]).toEqual([
    2.5,
    4.5,
    2.5,
    Number.NaN,
    1,
    4.5,
    6,
  ]);
});
