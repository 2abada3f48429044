/** Coordinates of laws with a floor: what rows know of a law is what its own numbers are. */
import { expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { BoundModel } from "../../lib/model/bind.ts";
import { checkDocument } from "../../lib/model/document.ts";
import { ModelDensity } from "../../lib/model/model-density.ts";
import { byEnds } from "../../models/shared/terms.ts";

test("by its ends: the first numbers are each term's fall over the log of its range as a share of the law's mean, then the mean of the law's ends", () => {
  const { constants, parameters } = byEnds("E", [
    { coefficient: "A", exponent: "alpha", scale: "N", pivot: "N0" },
    { coefficient: "B", exponent: "beta", scale: "D", pivot: "D0" },
  ]);
  const document = checkDocument({
    name: "law", data: { N: "positive", D: "positive", y: "positive" }, constants: { Lref: 3, N0: 3, D0: "min(D) / 2", ...constants }, parameters,
    likelihood: { "log(y)": "normal(log(E + A * (N / N0)^-alpha + B * (D / D0)^-beta), 0.1)" },
  });
  const density = new ModelDensity(new BoundModel(document, tableFromColumns({ N: [2, 5, 32], D: [8, 50, 18], y: [1, 2, 3] })));
  expect(density.elements).toEqual(["alpha", "beta", "E", "A", "B"]);
  // the last two, the terms over the floor, are free
  for (const [overA, overB] of [[0.5, 0.2], [3, 0.01], [0.2, 8]] as const) {
    const [alpha, beta, E, A, B] = density.constrain(Float64Array.from([0.07, 0.02, 2.5, overA, overB], Math.log)) as unknown as [number, number, number, number, number];
    const term = (coefficient: number, exponent: number, pivot: number, ends: readonly number[]) => {
      const [first, last] = ends.map((end) => coefficient * (end / pivot) ** -exponent) as [number, number];
      const range = Math.log(ends[1]! / ends[0]!);
      return { atEnds: (first + last) / 2, fall: (first - last) / range, mean: (first - last) / (exponent * range) };
    };
    const [a, b] = [term(A, alpha, 3, [2, 32]), term(B, beta, 4, [8, 50])];
    expect([E + a.atEnds + b.atEnds, a.mean / E, b.mean / E].map((x, k) => x / [2.5, overA, overB][k]!)).toEqual([1, 1, 1].map((x) => expect.closeTo(x, 10)));
    expect([a.fall, b.fall].map((fall) => fall / (E + a.mean + b.mean))).toEqual([0.07, 0.02].map((x) => expect.closeTo(x, 10)));
  }
});

test("a scale that never varies has a range all the same", () => {
  const { constants, parameters } = byEnds("E", [{ coefficient: "A", exponent: "alpha", scale: "N", pivot: "N0" }]);
  const document = checkDocument({
    name: "law", data: { N: "positive", y: "positive" }, constants: { Lref: 3, N0: 3, ...constants }, parameters, likelihood: { "log(y)": "normal(log(E + A * (N / N0)^-alpha), 0.1)" },
  });
  const density = new ModelDensity(new BoundModel(document, tableFromColumns({ N: [4, 4], y: [1, 2] })));
  expect(density.evaluate(Float64Array.from([0.1, 0.2, 0.3]), new Float64Array(3))).toBeGreaterThan(-Infinity);
  expect(density.constrain(Float64Array.from([0.1, 0.2, 0.3])).every((value) => value > 0 && Number.isFinite(value))).toBe(true);
});
