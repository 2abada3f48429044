/** Priors said by an interval and a mass: against SciPy's solutions, in documents, and what is refused. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { distributions } from "../../../lib/distribution/index.ts";
import { applyOptions, checkDocument } from "../../../lib/model/document.ts";
import { priorBetween } from "../../../lib/model/prior-between.ts";

interface Truth {
  readonly cases: readonly { readonly family: string; readonly between: [number, number]; readonly mass: number; readonly parameters: readonly number[] }[];
}
const { cases } = JSON.parse(readFileSync(new URL("../../truth/between.json", import.meta.url), "utf8")) as Truth;
const args = (formula: string): number[] => formula.slice(formula.indexOf("(") + 1, -1).split(",").map(Number);

describe("the member with the largest entropy", () => {
  for (const { family, between, mass, parameters } of cases) {
    test(`${family} with ${mass} from ${between.join(" to ")} has SciPy's parameters and the mass`, () => {
      const formula = priorBetween({ between, mass, family }, "parameters.a");
      const [found, { cdf }] = [args(formula), distributions.get(family)!];
      expect(cdf!(between[1], found) - cdf!(between[0], found)).toBeCloseTo(mass, 6);
      // the entropy is flat at its top, so parameters agree less well than the mass
      found.forEach((value, k) => expect(Math.abs(value - parameters[k]!)).toBeLessThan(2e-3 * Math.max(1, Math.abs(parameters[k]!))));
    });
  }

  test("families with one number take it from the mass", () => {
    for (const [family, between] of [["half_normal", [0, 2]], ["half_cauchy", [0, 2]], ["half_student_t", [0, 2]], ["exponential", [0.1, 3]]] as const) {
      const found = args(priorBetween({ between, mass: 0.8, family }, "parameters.a"));
      const { cdf } = distributions.get(family)!;
      expect(cdf!(between[1], found) - cdf!(between[0], found)).toBeCloseTo(0.8, 6);
    }
    expect(priorBetween({ between: [0, 1.959964], mass: 0.95, family: "half_normal" }, "a")).toMatch(/^half_normal\((1|0\.9999|1\.0000)/);
  });
});

const document = (prior: unknown): unknown => ({ name: "m", data: { y: "real" }, parameters: { a: { prior, about: "slope" } }, likelihood: { y: "normal(a, 1)" } });

test("a document's interval becomes a formula; the family follows from the ends; a formula stays", () => {
  const prior = (written: unknown): string => (checkDocument(document(written)).parameters["a"] as { prior: string }).prior;
  expect(prior({ between: [-1.6448536, 1.6448536] })).toMatch(/^normal\((-?0|-?\d\.\d+e-\d+), (1|1\.0000\d+|0\.9999\d+)\)$/);
  expect(prior({ between: [1, 10] })).toMatch(/^lognormal\(/);
  expect(prior({ between: [0.1, 0.8] })).toMatch(/^beta\(/);
  expect(prior("normal(0, 1)")).toBe("normal(0, 1)");
  const solved = checkDocument(document({ between: [1, 10] }));
  expect(checkDocument(solved)).toEqual(solved);
});

test("an interval in an option's patch is solved when the option is chosen", () => {
  const base = { ...(document("normal(0, 1)") as object), options: { wide: { about: "wider", default: "no", choices: { no: {}, yes: { parameters: { a: { prior: { between: [-10, 10] } } } } } } } };
  const chosen = applyOptions(checkDocument(base), { wide: "yes" });
  expect((chosen.parameters["a"] as { prior: string }).prior).toMatch(/^normal\(/);
});

test("what has no answer is refused, with its place", () => {
  const refused: readonly [written: unknown, message: RegExp][] = [
    [{ between: [3, 1] }, /between is not an interval/],
    [{ between: [1, 3], mass: 1 }, /mass is not a probability/],
    [{ between: [1, 3], family: "lognorml" }, /cannot be said by an interval/],
    [{ between: [-1, 3], family: "gamma" }, /gamma has no mass on all of -1 to 3/],
    [{ between: [0.5, 3], family: "beta" }, /beta has no mass/],
    [{ between: [1, 3], mas: 0.9 }, /unknown key "mas"/],
    [{ between: [5, 6], mass: 0.99, family: "exponential" }, /no exponential has 0.99 of its mass from 5 to 6/],
  ];
  for (const [written, message] of refused) expect(() => checkDocument(document(written))).toThrow(message);
});
