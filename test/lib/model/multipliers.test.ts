/** A multiplier changes the coordinates of a parameter, and nothing else. */
import { describe, expect, test } from "vitest";
import { tableFromColumns } from "../../../lib/data/table-from-columns.ts";
import { BoundModel } from "../../../lib/model/bind.ts";
import { checkDocument, type ModelDocument } from "../../../lib/model/document.ts";
import { ModelDensity } from "../../../lib/model/model-density.ts";
import { PriorSimulator } from "../../../lib/model/simulate.ts";
import { mean } from "../../../lib/posterior/moments.ts";
import { stream } from "../../../lib/random/stream.ts";

/** E + B exp(-beta x), with a prior on B that names a parameter which is itself a multiple of B */
function law(multipliers: Readonly<Record<string, string>>, priors: Readonly<Record<string, string>> = {}): ModelDocument {
  const all: Readonly<Record<string, string>> = { E: "lognormal(0, 0.5)", B: "lognormal(beta, 1)", beta: "lognormal(-1, 0.6)", ...priors };
  const parameters = Object.fromEntries(Object.entries(all).map(([name, prior]) => [name, name in multipliers ? { prior, multiplier: multipliers[name] } : prior]));
  return checkDocument({
    name: "law", data: { x: { kind: "real" }, y: { kind: "real" } }, constants: { half: "0.5" }, parameters,
    likelihood: { y: "normal(E + B * exp(-beta * x), 0.1)" },
  });
}
const bind = (document: ModelDocument): BoundModel => new BoundModel(document, tableFromColumns({ x: [0, 1, 2], y: [2, 1.8, 1.5] }));
const multipliers = { E: "1 / (1 + B)", B: "E", beta: "half / B" };

test("own numbers are multiplied in the order of declaration", () => {
  const density = new ModelDensity(bind(law(multipliers)));
  // a sum of 3, a ratio of 2, a number of 5: E = 3 / (1 + 2), B = 2 * 1, beta = 5 * 0.5 / 2
  const values = density.constrain(Float64Array.from([3, 2, 5], Math.log));
  expect([...values]).toEqual([1, 2, 1.25].map((value) => expect.closeTo(value, 14)));
});

test("the density at a point is that of the model without multipliers, and its gradient the differences of it", () => {
  const related = new ModelDensity(bind(law(multipliers)));
  const plain = bind(law({}));
  const point = new PriorSimulator(plain).draw(stream("point"), new Map([["E", [1]], ["B", [2]], ["beta", [1.25]]]));
  const value = new ModelDensity(plain).evaluate(point, new Float64Array(3));
  const position = Float64Array.from([3, 2, 5], Math.log);
  const [gradient, scratch] = [new Float64Array(3), new Float64Array(3)];
  expect(related.evaluate(position, gradient)).toBeCloseTo(value, 12);
  gradient.forEach((slope, k) => {
    const [up, down] = [1e-5, -1e-5].map((step) => related.evaluate(position.map((q, i) => (i === k ? q + step : q)), scratch));
    expect((up! - down!) / 2e-5).toBeCloseTo(slope, 5);
  });
});

test("a simulator's given values come back from the position that it makes, and its draws are those of the priors", () => {
  const model = bind(law(multipliers));
  const density = new ModelDensity(model);
  const simulator = new PriorSimulator(model);
  const given = new Map([["E", [1.5]], ["B", [0.4]], ["beta", [0.3]]]);
  expect([...density.constrain(simulator.draw(stream("given"), given))]).toEqual([1.5, 0.4, 0.3].map((value) => expect.closeTo(value, 14)));
  const rng = stream("drawn");
  const standard = Array.from({ length: 2000 }, () => {
    const [E, B, beta] = density.constrain(simulator.draw(rng));
    return [Math.log(E!) / 0.5, Math.log(B!) - beta!, (Math.log(beta!) + 1) / 0.6];
  });
  // four standard errors of a mean and of a mean square
  for (const k of [0, 1, 2]) {
    expect(Math.abs(mean(Float64Array.from(standard, (z) => z[k]!)))).toBeLessThan(4 / Math.sqrt(2000));
    expect(Math.abs(mean(Float64Array.from(standard, (z) => z[k]! ** 2)) - 1)).toBeLessThan(4 * Math.sqrt(2 / 2000));
  }
});

test("of a number between 0 and 1 the odds are multiplied, and others are multiplied by itself", () => {
  const document = law({ E: "1 / (1 + B)", B: "E / (1 - E)" }, { E: "logit_normal(0, 1.5)", B: "lognormal(0, 1)" });
  const model = bind(document);
  const density = new ModelDensity(model);
  // odds of 3 / (1 + 11) = 1 / 4, and 11 of them
  expect([...density.constrain(Float64Array.from([Math.log(3), Math.log(11), 0]))].slice(0, 2)).toEqual([0.2, 2.75].map((value) => expect.closeTo(value, 14)));
  const given = new Map([["E", [0.2]], ["B", [2.75]], ["beta", [0.3]]]);
  const [point, plain] = [new PriorSimulator(model).draw(stream("given"), given), bind(law({}, { E: "logit_normal(0, 1.5)", B: "lognormal(0, 1)" }))];
  const same = new PriorSimulator(plain).draw(stream("given"), given);
  expect(density.evaluate(point, new Float64Array(3))).toBeCloseTo(new ModelDensity(plain).evaluate(same, new Float64Array(3)), 12);
});

describe("of a factor's levels", () => {
  const families = (E: string): ModelDocument => checkDocument({
    name: "families", data: { family: { kind: "factor" }, y: { kind: "real" } },
    parameters: {
      "E[family]": { prior: E, multiplier: "1 / (1 + B[family])" },
      centre: "normal(0, 1)",
      "B[family]": { prior: "lognormal(0, 1)", multiplier: "E[family]" },
    },
    likelihood: { y: "normal(E[family] + B[family] + centre, 0.1)" },
  });
  const table = tableFromColumns({ family: ["p", "q", "p", "q"], y: [2, 1.8, 1.5, 1] });
  const given = new Map([["E", [1.5, 0.5]], ["B", [0.75, 1]], ["centre", [0.3]]]);

  test("they are related level by level", () => {
    const model = new BoundModel(families("lognormal(0, 0.5)"), table);
    const [density, point] = [new ModelDensity(model), new PriorSimulator(model).draw(stream("given"), given)];
    // sums of both, then their ratios, then the rest
    expect([...point]).toEqual([Math.log(2.25), Math.log(1.5), Math.log(0.5), Math.log(2), 0.3].map((x) => expect.closeTo(x, 12)));
    expect([...density.constrain(point)]).toEqual([1.5, 0.5, 0.3, 0.75, 1].map((x) => expect.closeTo(x, 12)));
    const { parameters, ...rest } = families("lognormal(0, 0.5)");
    const plain = new BoundModel({ ...rest, parameters: { ...parameters, "E[family]": "lognormal(0, 0.5)", "B[family]": "lognormal(0, 1)" } }, table);
    const same = new PriorSimulator(plain).draw(stream("given"), given);
    expect(density.evaluate(point, new Float64Array(5))).toBeCloseTo(new ModelDensity(plain).evaluate(same, new Float64Array(5)), 12);
  });
  test("a level that is drawn anew leaves the others as they are", () => {
    const model = new BoundModel(families("lognormal(0, 0.5)"), table);
    const [density, simulator] = [new ModelDensity(model), new PriorSimulator(model)];
    const position = simulator.draw(stream("given"), given);
    simulator.redraw(position, "family", 1, stream("new"));
    const values = density.constrain(position);
    expect([values[0], values[2], values[3]]).toEqual([1.5, 0.3, 0.75].map((x) => expect.closeTo(x, 12)));
    expect([values[1], values[4]]).not.toEqual([expect.closeTo(0.5, 3), expect.closeTo(1, 3)]);
  });
  test("a hierarchy keeps its own coordinates", () => {
    expect(new BoundModel(families("lognormal(centre, 0.5)"), table).multiples.size).toBe(0);
  });
});

test("multipliers among parameters that are neither positive numbers nor between 0 and 1 are left out, the others kept", () => {
  const coordinatesOf = (E: string): number[] => {
    const model = bind(law(multipliers, { E }));
    return [...new PriorSimulator(model).draw(stream("given"), new Map([["E", [1.5]], ["B", [0.4]], ["beta", [0.3]]]))];
  };
  const slope = Math.log((0.3 * 0.4) / 0.5);
  for (const E of ["normal(0, 1)", "uniform(0, 2)", "beta(1, 1) T[0.1, ]", "lognormal(0, 1) T[0.1, ]"]) expect(coordinatesOf(E)).toEqual(expect.arrayContaining([Math.log(0.4), slope].map((x) => expect.closeTo(x, 12))));
  expect(coordinatesOf("normal(0, 1) T[0, ]")).toEqual([1.9, 0.4 / 1.5, (0.3 * 0.4) / 0.5].map((x) => expect.closeTo(Math.log(x), 12)));
});

describe("refused", () => {
  test("a multiplier that names its own parameter, a column, or nothing that is known", () => {
    for (const text of ["B", "x", "F"]) expect(() => bind(law({ B: text }))).toThrow(expect.objectContaining({ code: "formula/unknown", details: expect.objectContaining({ where: expect.objectContaining({ file: "parameters.B.multiplier" }) }) }));
  });
  test("a prior that cannot be read, with its place", () => {
    expect(() => bind(law(multipliers, { E: "lognormal(0," }))).toThrow(expect.objectContaining({ details: expect.objectContaining({ where: expect.objectContaining({ file: "parameters.E" }) }) }));
  });
  test("a multiplier that is no formula", () => {
    expect(() => law({ B: 2 as unknown as string })).toThrow(expect.objectContaining({ code: "model/document" }));
  });
});
