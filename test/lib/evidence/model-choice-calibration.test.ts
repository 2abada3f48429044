import { describe, expect, test } from "vitest";
import { type ModelChoice, modelChoiceCalibration } from "../../../lib/evidence/model-choice-calibration.ts";
import { type Stream, stream } from "../../../lib/random/stream.ts";
import { isSlow } from "./calibration.ts";

/** y ~ normal(0, 1) or y ~ normal(mu, 1) with mu ~ normal(0, 2): exact posterior probability, made sharper by a power. */
function simulate(random: Stream, count: number, power = 1): ModelChoice[] {
  return Array.from({ length: count }, () => {
    const truth = random.uniform() < 0.5 ? 0 : 1;
    const n = 5;
    const mu = truth === 0 ? 0 : 2 * random.normal();
    const mean = mu + random.normal() / Math.sqrt(n);
    const log = (variance: number): number => -0.5 * Math.log(variance) - (0.5 * mean * mean) / variance;
    const odds = Math.exp(power * (log(4 + 1 / n) - log(1 / n)));
    return { probabilities: [1 / (1 + odds), odds / (1 + odds)], truth };
  });
}

describe("modelChoiceCalibration", () => {
  test("exact probabilities pass: p-values below 0.05 in about a twentieth of experiments", () => {
    const experiments = isSlow ? 200 : 30;
    const random = stream("choice/null");
    const found = Array.from({ length: experiments }, () => modelChoiceCalibration(simulate(random, 100), random, 100));
    const rejected = (p: (one: (typeof found)[number]) => number): number =>
      found.filter((one) => p(one) < 0.05).length;
    // binomial(30, 0.05): 6 or more has probability 0.003
    const limit = 0.05 * experiments + 3.3 * Math.sqrt(0.0475 * experiments);
    for (const p of [
      (one: (typeof found)[number]) => one.brierPValue,
      (one: (typeof found)[number]) => one.models[0].pValue,
      (one: (typeof found)[number]) => one.models[0].miscalibrationPValue,
      (one: (typeof found)[number]) => one.pValue,
    ]) {
      expect(rejected(p)).toBeLessThanOrEqual(limit);
    }
  });

  test("overconfident probabilities are found out by Brier score and by the curve", () => {
    const random = stream("choice/over");
    const found = modelChoiceCalibration(simulate(random, 400, 3), random, 500);
    expect(found.pValue).toBeLessThan(0.01);
    expect(found.models[0].miscalibrationPValue).toBeLessThan(0.01);
  });

  test("probabilities that are too cautious are found out", () => {
    const random = stream("choice/under");
    expect(modelChoiceCalibration(simulate(random, 400, 0.3), random, 500).pValue).toBeLessThan(0.01);
  });

  test("a bias towards one model is found out by the mean probability", () => {
    const random = stream("choice/bias");
    const biased = simulate(random, 400).map(({ probabilities: [a, b], truth }) => {
      const shifted = a / (a + 3 * b);
      return { probabilities: [shifted, 1 - shifted], truth };
    });
    const found = modelChoiceCalibration(biased, random, 500);
    expect(found.models[0].pValue).toBeLessThan(0.01);
    expect(found.models[0].z).toBeGreaterThan(2.5);
    expect(found.models[0].frequency - found.models[0].meanProbability).toBeGreaterThan(0.05);
  });

  test("the curve is monotone and pools neighbours: 0, 1, 0 becomes 0, 1/2, 1/2", () => {
    const choices = [0.2, 0.5, 0.8].map((p, i) => ({ probabilities: [p, 1 - p], truth: [1, 0, 1][i] }));
    const { models, brier } = modelChoiceCalibration(choices, stream("choice/curve"), 50);
    expect(models[0].curve.map(({ stated, observed }) => [stated, observed])).toEqual([
      [0.2, 0],
      [0.5, 0.5],
      [0.8, 0.5],
    ]);
    expect(brier).toBeCloseTo((2 / 3) * (0.04 + 0.25 + 0.64), 12);
    expect(models[0].miscalibration).toBeCloseTo((0.04 + 0.25 + 0.64) / 3 - 0.5 / 3, 12);
  });

  test("three models at once", () => {
    const random = stream("choice/three");
    const choices = Array.from({ length: 300 }, () => {
      const raw = [random.uniform(), random.uniform(), random.uniform()];
      const total = raw[0] + raw[1] + raw[2];
      const probabilities = raw.map((value) => value / total);
      const u = random.uniform();
      return { probabilities, truth: u < probabilities[0] ? 0 : u < probabilities[0] + probabilities[1] ? 1 : 2 };
    });
    const found = modelChoiceCalibration(choices, random, 500);
    expect(found.models.length).toBe(3);
    expect(found.pValue).toBeGreaterThan(0.01);
  });
});
