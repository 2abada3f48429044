import { describe, expect, test } from "vitest";
import {
  bernoulliDivergence,
  type Effect,
  expectedLogBayesFactor,
  normalDivergence,
  pointsToDecide,
  probabilityOfDecision,
  unitsToDecide,
} from "../../../lib/evidence/design.ts";
import { stream } from "../../../lib/random/stream.ts";

const filled = (value: number): Float64Array => new Float64Array(200).fill(value);

describe("expected log Bayes factor of a new point", () => {
  test("a gap of half a standard deviation gives 1/8 a point, and 24 points for a log Bayes factor of 3", () => {
    const expected = normalDivergence(filled(0.5), filled(1));
    expect(expected.value).toBeCloseTo(0.125, 14);
    expect(expected.mcse).toBeLessThan(1e-12);
    // 6 s² / g²
    expect(pointsToDecide(expected).value).toBeCloseTo(24, 12);
  });

  test("from predictive draws it agrees with the closed form within its error", () => {
    const rng = stream("design/normal");
    const [gap, sd] = [0.7, 1.3];
    const draws = Float64Array.from({ length: 4000 }, () => sd * rng.normal());
    const log = (y: number, mean: number): number => -0.5 * ((y - mean) / sd) ** 2;
    const found = expectedLogBayesFactor(
      draws.map((y) => log(y, 0)),
      draws.map((y) => log(y, gap)),
    );
    expect(Math.abs(found.value - gap ** 2 / (2 * sd ** 2))).toBeLessThan(3.5 * found.mcse);
    // the plain mean of log ratios, whose sd is gap / sd, would err more than twice as much
    expect(found.mcse).toBeLessThan(gap / sd / Math.sqrt(4000) / 2);
  });

  test("Bernoulli: p log(p/q) + (1 - p) log((1 - p)/(1 - q)), with certain successes too", () => {
    const value = 0.3 * Math.log(0.3 / 0.5) + 0.7 * Math.log(0.7 / 0.5);
    expect(bernoulliDivergence(filled(0.3), filled(0.5)).value).toBeCloseTo(value, 14);
    expect(bernoulliDivergence(filled(1), filled(0.5)).value).toBeCloseTo(Math.LN2, 14);
    expect(bernoulliDivergence(filled(0.5), filled(1)).value).toBe(Number.POSITIVE_INFINITY);
  });

  test("the error of the number of points is carried over from that of the expectation", () => {
    expect(pointsToDecide({ value: 0.1, mcse: 0.01 }, 3)).toEqual({
      value: expect.closeTo(30, 10),
      mcse: expect.closeTo(3, 10),
    });
  });
});

describe("seeds or items until the sign is decided", () => {
  test("a known effect: the textbook size ((z0.975 + z0.9) / effect)², rounded up", () => {
    const effect: Effect = { effects: filled(0.5), sds: filled(1) };
    // (1.959964 + 1.281552)² / 0.25 = 42.03
    expect(unitsToDecide(effect).count).toBe(43);
    expect(probabilityOfDecision(effect, 42).value).toBeLessThan(0.9);
  });

  test("agrees with simulated experiments within their error", () => {
    const rng = stream("design/decide");
    const effects = Float64Array.from({ length: 4000 }, () => 0.3 + 0.4 * rng.normal());
    const found = probabilityOfDecision({ effects, sds: new Float64Array(4000).fill(1.5) }, 60);
    const error = 1.5 / Math.sqrt(60);
    const decided =
      effects.filter((effect) => Math.abs(effect + error * rng.normal()) > 1.959964 * error).length / 4000;
    expect(Math.abs(found.value - decided)).toBeLessThan(3.5 * Math.sqrt((decided * (1 - decided)) / 4000));
  });

  test("a posterior that sits on no effect is never decided, and says so", () => {
    const effects = Float64Array.from({ length: 200 }, (_, i) => (i < 40 ? 0 : 1));
    const found = unitsToDecide({ effects, sds: filled(1) }, { limit: 10_000 });
    expect(found.count).toBeUndefined();
    expect(found.probability.value).toBeCloseTo(0.8 + 0.2 * 0.05, 6);
    expect(found.probability.mcse).toBeGreaterThan(0.01);
  });
});
