import { describe, expect, test } from "vitest";
import { checkSameData, logBayesFactor, modelProbabilities } from "../../../lib/evidence/bayes-factor.ts";
import { marginalLikelihood } from "../../../lib/evidence/marginal-likelihood.ts";
import { stream } from "../../../lib/random/stream.ts";
import "./calibration.ts";
import { drawsOf, multivariateT, TARGETS, TRUTH, twoModes } from "./targets.ts";

const evidence = (name: string): ReturnType<typeof marginalLikelihood> => {
  const target = TARGETS[name]();
  const random = stream(`marginal/${name}`);
  return marginalLikelihood(target.density, drawsOf(target, random, 250), { random, budget: 2000, repetitions: 4 });
};

describe("marginalLikelihood", () => {
  test("two estimators at least are trusted, agree, and the best has the smallest error", () => {
    const found = evidence("log-exponential in 3-d");
    expect(found.reasons).toEqual([]);
    expect(found.estimates.map(({ method }) => method)).toEqual(["warp3", "normal", "importance"]);
    expect(found.mcse).toBe(Math.min(...found.estimates.map(({ mcse }) => mcse)));
    expect(Math.abs(found.logMarginalLikelihood + 2)).toBeLessThan(4 * found.mcse);
  });

  test.each([
    ["20 draws", () => twoModes(2), 5, "too few draws"],
    ["heavy tails", () => multivariateT(2, 1), 250, "heavy tails"],
  ])("refuses %s, each reason once", (_, make, draws, reason) => {
    const target = make();
    const random = stream("marginal/refuses");
    const found = marginalLikelihood(target.density, drawsOf(target, random, draws), { random, budget: 500 });
    expect(found.reliable).toBe(false);
    expect(found.reasons.join()).toContain(reason);
    expect(new Set(found.reasons).size).toBe(found.reasons.length);
  });

  test("refuses chains in different modes", () => {
    const target = twoModes(12);
    const random = stream("marginal/modes");
    const posterior = drawsOf(target, random, 250);
    for (let i = 0; i < 2000; i++) posterior.positions[i] = (i < 1000 ? 0 : 12) + random.normal();
    const found = marginalLikelihood(target.density, posterior, { random, budget: 500 });
    expect(found.reasons.join()).toContain("chains disagree");
  });
});

describe("logBayesFactor", () => {
  test.each([
    ["hierarchical normal, mean 0", "hierarchical normal, free mean", 1.302356284031747],
    ["t-test, Cauchy effect", "t-test, no effect", 17.25888026777391],
    ["t-test, positive effect", "t-test, no effect", 34.41693597129679],
  ])("%s against %s comes out within 3.5 of its errors", (first, second, factor) => {
    const found = logBayesFactor(evidence(first), evidence(second));
    expect(found.reasons).toEqual([]);
    expect(Math.abs(found.logBayesFactor - Math.log(factor))).toBeLessThan(3.5 * found.mcse);
    expect(found.mcse).toBeLessThan(0.1);
  });

  test("the stored exact values give the published Bayes factors", () => {
    const { hierarchicalH0, hierarchicalH1, tTestH0, tTestH1, tTestPositive } = TRUTH.logMarginalLikelihood;
    expect(Math.exp(hierarchicalH0 - hierarchicalH1)).toBeCloseTo(1.302356284031747, 12);
    expect(Math.exp(tTestH1 - tTestH0)).toBeCloseTo(17.25888026777391, 11);
    expect(Math.exp(tTestPositive - tTestH0)).toBeCloseTo(34.41693597129679, 11);
  });

  test("is not reliable when one of its parts is not", () => {
    const good = { logMarginalLikelihood: -3, mcse: 0.03, reliable: true, reasons: [] };
    const bad = { logMarginalLikelihood: -5, mcse: 0.04, reliable: false, reasons: ["too few draws"] };
    expect(logBayesFactor(good, bad)).toEqual({
      logBayesFactor: 2,
      mcse: 0.05,
      reliable: false,
      reasons: ["too few draws"],
    });
  });
});

describe("modelProbabilities", () => {
  const model = (logMarginalLikelihood: number, mcse: number): Parameters<typeof modelProbabilities>[0][number] => ({
    logMarginalLikelihood,
    mcse,
    reliable: true,
    reasons: [],
  });

  test("are in proportion to prior times evidence, far below the smallest number", () => {
    const found = modelProbabilities([model(-2000, 0), model(-2000 - Math.log(3), 0)], [1, 2]);
    expect(found.map(({ probability }) => probability)).toEqual([
      expect.closeTo(0.6, 12) as number,
      expect.closeTo(0.4, 12) as number,
    ]);
  });

  test("two models: the error is p (1 - p) times that of the log Bayes factor", () => {
    const [first, second] = modelProbabilities([model(0, 0.3), model(Math.log(4), 0.4)]);
    expect(first.probability).toBeCloseTo(0.2, 12);
    expect(first.mcse).toBeCloseTo(0.2 * 0.8 * 0.5, 12);
    expect(second.mcse).toBeCloseTo(first.mcse, 12);
  });

  test("the error is the spread over perturbed evidences", () => {
    const rng = stream("probabilities");
    const models = [model(0, 0.1), model(-0.5, 0.05), model(-1, 0.2)];
    const found = modelProbabilities(models);
    const perturbed = Array.from({ length: 4000 }, () =>
      modelProbabilities(models.map((m) => model(m.logMarginalLikelihood + m.mcse * rng.normal(), 0))),
    );
    found.forEach(({ probability, mcse }, k) => {
      const values = perturbed.map((one) => one[k].probability - probability);
      const spread = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
      expect(Math.abs(spread / mcse - 1)).toBeLessThan(0.1);
    });
  });
});

describe("checkSameData", () => {
  const seen = { name: "a", rows: 10, rowHash: "r", responses: "y" };
  test("lets identical data pass and names what differs", () => {
    expect(() => checkSameData([seen, { ...seen, name: "b" }])).not.toThrow();
    expect(() => checkSameData([seen, { ...seen, name: "b", rows: 9 }])).toThrow(
      "a and b were fitted to different rows",
    );
    expect(() => checkSameData([seen, { ...seen, name: "b", rowHash: "s" }])).toThrow("different rows");
    expect(() => checkSameData([seen, seen, { ...seen, name: "c", responses: "log y" }])).toThrow(
      "a and c predict different responses",
    );
  });
});
