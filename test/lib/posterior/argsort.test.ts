/** The radix order against the order that comparison gives. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { argsort, largest } from "../../../lib/posterior/argsort.ts";
import { averageRanks } from "../../../lib/posterior/index.ts";

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

it("orders many doubles too", () => {
  const many = Float64Array.from({ length: 5000 }, (_, i) => Math.sin(i * i) * 10 ** (i % 40));
  const ordered = Array.from(argsort(many), (i) => many[i]);
  expect(Float64Array.from(ordered)).toEqual(many.toSorted());
});

it("the largest are the end of the order", () => {
  const some = fc.array(fc.oneof(fc.double({ noNaN: true }).filter((x) => !Object.is(x, -0)), fc.integer({ min: -3, max: 3 }).filter((x) => x !== 0)), { minLength: 1 });
  fc.assert(
    fc.property(some, fc.nat(), (list, seed) => {
      const values = Float64Array.from(list);
      const count = 1 + (seed % list.length);
      expect([...largest(values, count)]).toEqual([...argsort(values).subarray(list.length - count)]);
    }),
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
