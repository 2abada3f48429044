import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { cjsDistance } from "../../../lib/evidence/cjs-distance.ts";
import { powerScaling } from "../../../lib/evidence/power-scaling.ts";

interface Case {
  y: number[];
  draws: number[];
  prior: number;
  likelihood: number;
  cubedPriorDistance: number;
}
const { cases } = JSON.parse(readFileSync(new URL("../../truth/power-scaling.json", import.meta.url), "utf8")) as {
  cases: Record<"conflict" | "agreement" | "weak", Case>;
};
const normalLog = (x: number): number => -0.5 * x * x - 0.5 * Math.log(2 * Math.PI);
/** the draws, their log prior (normal(0, 1)) and log likelihood (normal(mu, 1)) */
const columnsOf = ({ y, draws }: Case): [Float64Array, Float64Array, Float64Array] => [
  Float64Array.from(draws),
  Float64Array.from(draws, normalLog),
  Float64Array.from(draws, (mu) => y.reduce((sum, value) => sum + normalLog(value - mu), 0)),
];

describe("cjsDistance", () => {
  test.each(Object.entries(cases))("%s: equals the definition when the prior is cubed", (_, one) => {
    const [draws, logPrior] = columnsOf(one);
    const raw = logPrior.map((value) => Math.exp(2 * value));
    const total = raw.reduce((sum, value) => sum + value, 0);
    expect(
      cjsDistance(
        draws,
        raw.map((value) => value / total),
      ),
    ).toBeCloseTo(one.cubedPriorDistance, 10);
  });

  test("is 0 for equal weights and the same for a quantity, its negative and another unit", () => {
    const [draws, logPrior] = columnsOf(cases.weak);
    const n = draws.length;
    expect(cjsDistance(draws, new Float64Array(n).fill(1 / n))).toBeLessThan(1e-7);
    const raw = logPrior.map((value) => Math.exp(value));
    const weights = raw.map((value) => value / raw.reduce((sum, w) => sum + w, 0));
    const distance = cjsDistance(draws, weights);
    expect(
      cjsDistance(
        draws.map((value) => -value),
        weights,
      ),
    ).toBeCloseTo(distance, 12);
    expect(
      cjsDistance(
        draws.map((value) => 40 - 3 * value),
        weights,
      ),
    ).toBeCloseTo(distance, 12);
  });
});

describe("powerScaling", () => {
  test.each([
    ["conflict", "prior-data conflict"],
    ["agreement", "none"],
    ["weak", "prior-data conflict"],
  ] as const)("%s: both sensitivities equal the definition, the diagnosis is %s", (name, diagnosis) => {
    const one = cases[name];
    const [column, logPrior, logLikelihood] = columnsOf(one);
    const found = powerScaling({ columns: [column], logPrior, logLikelihood });
    const [{ prior, likelihood, ...rest }] = found.sensitivities;
    expect(prior).toBeCloseTo(one.prior, 8);
    expect(likelihood).toBeCloseTo(one.likelihood, 8);
    expect(rest.diagnosis).toBe(diagnosis);
    expect(found.reasons).toEqual([]);
  });

  test("a likelihood that says nothing: the prior decides", () => {
    const [column, logPrior] = columnsOf(cases.weak);
    const flat = new Float64Array(column.length).fill(-3);
    const [found] = powerScaling({ columns: [column], logPrior, logLikelihood: flat }).sensitivities;
    expect(found.diagnosis).toBe("strong prior or weak likelihood");
    expect(found.likelihood).toBeLessThan(1e-6);
  });

  test("refuses weights with a tail that cannot be trusted", () => {
    const n = 400;
    // log prior with a tail so heavy that 1 % of it already has no mean
    const heavy = Float64Array.from({ length: n }, (_, i) => -150 * Math.log((i + 0.5) / n));
    const column = Float64Array.from({ length: n }, (_, i) => Math.sin(i));
    const found = powerScaling({ columns: [column], logPrior: heavy, logLikelihood: column });
    expect(found.reliable).toBe(false);
    expect(found.reasons[0]).toContain("Pareto k");
  });
});
