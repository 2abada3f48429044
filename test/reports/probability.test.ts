/** A probability that no draw, or every draw, supports is printed as the bound that the draws support. */
import { expect, test } from "vitest";
import { eventProbability } from "../../lib/posterior/index.ts";
import { probability, relation } from "../../reports/numbers.ts";

const draws = (value: 0 | 1, ess: number): string => {
  const { probability: p, mcse } = eventProbability(new Float64Array(4 * 500).fill(value), 4, ess);
  return probability(p, mcse);
};

test.each([
  [0, 4000, "< 0.001"],
  [0, 2000, "< 0.002"],
  [0, 200, "< 0.02"],
  [1, 2000, "> 0.998"],
  [1, 200, "> 0.98"],
] as const)("%i in all of %i effective draws: %s", (value, ess, printed) => {
  expect(draws(value, ess)).toBe(printed);
  // the chance of no such draw at the printed bound is at most 5 %
  const bound = Number(printed.slice(2));
  expect((value === 0 ? 1 - bound : bound) ** ess).toBeLessThan(0.05);
});

test("what is known without error keeps its 0 or 1; what is known without draws is a bound", () => {
  expect([probability(0, 0), probability(1, 0)]).toEqual(["0", "1"]);
  expect([probability(0), probability(1)]).toEqual(["< 0.01", "> 0.99"]);
  expect([relation(probability(0, 0.001)), relation(probability(0.25, 0.001))]).toEqual(["< 0.003", "= 0.250"]);
});
