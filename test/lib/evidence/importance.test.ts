import { describe, expect, test } from "vitest";
import { controlledMean } from "../../../lib/evidence/controlled-mean.ts";
import { importance } from "../../../lib/evidence/importance.ts";
import { componentLogs, drawStudent, fitStudentMixture } from "../../../lib/evidence/student-mixture.ts";
import { stream } from "../../../lib/random/stream.ts";
import { calibration, expectCalibrated, isSlow } from "./calibration.ts";
import { drawsOf, funnel, logExponential, multivariateT, TARGETS, twoModes } from "./targets.ts";

const names = isSlow ? Object.keys(TARGETS).filter((name) => !name.startsWith("hierarchical")) : ["gamma-Poisson"];

describe.each(names)("importance on %s", (name) => {
  test("the truth within its error, and the error calibrated, over 100 repetitions", () => {
    const target = TARGETS[name]();
    const found = calibration(100, target.truth, (repetition) => {
      const rng = stream(`importance/${name}/${repetition}`);
      return importance(target.density, drawsOf(target, rng, 125), { random: rng, budget: 1000 });
    });
    expectCalibrated(found);
    expect(found.refused).toBeLessThanOrEqual(2);
  });
});

describe("importance with derived quantities", () => {
  test("a mean and a probability come with calibrated errors from the same evaluations", () => {
    const target = logExponential(2);
    const quantities = (x: Float64Array): number[] => [x[0], x[1] > 0 ? 1 : 0];
    const estimates = Array.from({ length: 100 }, (_, repetition) => {
      const rng = stream(`importance/quantity/${repetition}`);
      return importance(target.density, drawsOf(target, rng, 75), { random: rng, budget: 500, quantities });
    });
    // E log x = -Euler's constant for x ~ Exponential(1); P(x > 1) = 1/e
    [-0.5772156649015329, Math.exp(-1)].forEach((truth, j) => {
      const found = calibration(estimates.length, truth, (repetition) => {
        const { mean, mcse } = estimates[repetition].quantities[j];
        return { logMarginalLikelihood: mean, mcse, reliable: true };
      });
      expectCalibrated(found);
    });
  });

  test("a rare event gets a smaller error when it is asked for than plain sampling of the posterior could give", () => {
    const target = multivariateT(1, 30);
    const rng = stream("importance/rare");
    const event = (x: Float64Array): number[] => [x[0] > 2.5 ? 1 : 0];
    const { quantities } = importance(target.density, drawsOf(target, rng, 500), {
      random: rng,
      budget: 4000,
      quantities: event,
    });
    const p = 0.009; // P(t30 > 2.5) = 0.00906
    expect(Math.abs(quantities[0].mean - 0.009057)).toBeLessThan(4 * quantities[0].mcse);
    expect(quantities[0].mcse).toBeLessThan(0.7 * Math.sqrt((p * (1 - p)) / 4000));
  });
});

describe("importance keeps several modes apart", () => {
  test("modes 12 standard deviations from each other are both covered", () => {
    const target = twoModes(12);
    const rng = stream("importance/modes");
    const estimate = importance(target.density, drawsOf(target, rng, 250), { random: rng });
    expect(estimate.reasons).toEqual([]);
    expect(Math.abs(estimate.logMarginalLikelihood - target.truth)).toBeLessThan(4 * estimate.mcse);
    expect(estimate.mcse).toBeLessThan(0.03);
  });
});

describe("importance refuses", () => {
  test.each([
    ["20 draws", () => logExponential(3), 5, "too few draws"],
    ["heavy tails", () => multivariateT(5, 1), 250, "heavy tails"],
    ["a posterior its proposal cannot cover", () => funnel(10), 250, "the weights"],
  ])("%s", (_, make, draws, reason) => {
    const target = make();
    const rng = stream("importance/refuses");
    const estimate = importance(target.density, drawsOf(target, rng, draws), { random: rng, budget: 1000 });
    expect(estimate.reliable).toBe(false);
    expect(estimate.reasons.join()).toContain(reason);
  });

  test("chains in different modes", () => {
    const [here, there] = [twoModes(12), stream("importance/chains")];
    const posterior = drawsOf(here, there, 250);
    for (let i = 0; i < 2000; i++) posterior.positions[i] = (i < 1000 ? 0 : 12) + there.normal();
    expect(importance(here.density, posterior, { random: there }).reasons.join()).toContain("chains disagree");
  });
});

describe("controlledMean", () => {
  test("removes what a control variate explains: y = 3 + 2 z exactly", () => {
    const z = Float64Array.of(-1, 0.5, 2, -0.25, 1);
    const found = controlledMean(
      z.map((value) => 3 + 2 * value),
      [z],
    );
    expect(found.mean).toBeCloseTo(3, 12);
    expect(found.mcse).toBeLessThan(1e-12);
  });

  test("is the plain mean and its error without controls", () => {
    const found = controlledMean(Float64Array.of(1, 2, 3, 4), []);
    expect(found.mean).toBe(2.5);
    expect(found.mcse).toBeCloseTo(Math.sqrt(5 / 3 / 4), 14);
  });
});

describe("the mixture of t densities", () => {
  test("integrates to one: the mean of its density over a uniform grid", () => {
    const points = Float64Array.from({ length: 400 }, (_, i) => Math.sin(i * 12.9898) * 2);
    const weights = new Float64Array(400).fill(1 / 400);
    const mixture = fitStudentMixture(points, weights, 1, { components: 2, nu: 5, random: stream("mixture") })!;
    const [scratch, logs] = [new Float64Array(1), new Float64Array(2)];
    let total = 0;
    for (let x = -400; x < 400; x += 0.01) {
      componentLogs(mixture, Float64Array.of(x), scratch, logs);
      total += 0.01 * (Math.exp(logs[0]) + Math.exp(logs[1]));
    }
    expect(total).toBeCloseTo(1, 5);
  });

  test("finds two clusters, their weights and places", () => {
    const target = twoModes(8);
    const { positions } = drawsOf(target, stream("clusters"), 500);
    const weights = new Float64Array(2000).fill(1 / 2000);
    const mixture = fitStudentMixture(positions, weights, 2, { components: 2, nu: 30, random: stream("em") })!;
    const [small, large] = [...mixture].sort((a, b) => a.weight - b.weight);
    expect(Math.abs(large.weight - 0.7)).toBeLessThan(0.04);
    expect(Math.abs(large.scale.mean[0])).toBeLessThan(0.15);
    expect(Math.abs(small.scale.mean[1] - 8)).toBeLessThan(0.2);
    const draw = new Float64Array(2);
    drawStudent(small, stream("one"), draw);
    expect(Math.abs(draw[0] - 8)).toBeLessThan(5);
  });
});
