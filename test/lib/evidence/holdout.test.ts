import { describe, expect, test } from "vitest";
import {
  askThresholdout,
  climbLadder,
  EMPTY_LADDER,
  type HoldoutAnswer,
  type LadderState,
  startThresholdout,
} from "../../../lib/evidence/holdout.ts";
import { stream } from "../../../lib/random/stream.ts";

const OPTIONS = { threshold: 0.04, noise: 0.001, budget: 3 };
const around = (center: number): Float64Array => Float64Array.of(center - 0.1, center + 0.1);

describe("Thresholdout", () => {
  const random = stream("thresholdout");
  const ask = (queries: readonly [number, number][]): HoldoutAnswer[] => {
    let state = startThresholdout(OPTIONS, random);
    return queries.map(([training, holdout]) => {
      const next = askThresholdout(state, { training: around(training), holdout: around(holdout) }, OPTIONS, random);
      state = next.state;
      return next.answer;
    });
  };

  test("answers with the training mean, free of charge, while both sets agree", () => {
    const answers = ask(Array.from({ length: 50 }, () => [0.5, 0.51]));
    for (const answer of answers) {
      expect(answer.source).toBe("training");
      expect(answer.estimate).toBeCloseTo(0.5, 12);
      expect(answer.noiseSd).toBe(0);
    }
  });

  test("answers overfitted queries from the hold-out with noise, until the budget is spent", () => {
    const answers = ask(Array.from({ length: 5 }, () => [0.9, 0.5]));
    expect(answers.map(({ source }) => source)).toEqual(["holdout", "holdout", "holdout", "refused", "refused"]);
    for (const { estimate, noiseSd } of answers.slice(0, 3)) {
      expect(Math.abs(estimate! - 0.5)).toBeLessThan(12 * noiseSd);
      expect(estimate).not.toBe(0.5);
    }
    expect(answers[3].estimate).toBeUndefined();
  });

  test("the noise has the Laplace standard deviation it reports", () => {
    const options = { threshold: 0.04, noise: 0.01, budget: 4000 };
    let state = startThresholdout(options, random);
    const errors = Array.from({ length: 4000 }, () => {
      const next = askThresholdout(state, { training: around(9), holdout: around(0) }, options, random);
      state = next.state;
      return next.answer.estimate!;
    });
    const sd = Math.sqrt(errors.reduce((sum, value) => sum + value * value, 0) / 4000);
    expect(Math.abs(sd / (Math.SQRT2 * 0.01) - 1)).toBeLessThan(0.08);
  });

  test("an analyst who picks variables by the hold-out's answers gains less than by asking the set itself", () => {
    // 300 rows, 200 useless features; keep those whose training and answered correlation agree in sign
    const rng = stream("thresholdout/analyst");
    const n = 300;
    const noise = (): Float64Array => Float64Array.from({ length: n }, () => rng.normal());
    const options = { threshold: 0.1, noise: 0.03, budget: 200 };
    const answered = new Float64Array(n);
    const asked = new Float64Array(n);
    let state = startThresholdout(options, rng);
    for (let feature = 0; feature < 200; feature++) {
      const [training, holdout] = [noise(), noise()];
      const naive = holdout.reduce((sum, value) => sum + value, 0) / n;
      const next = askThresholdout(state, { training, holdout }, options, rng);
      state = next.state;
      const estimate = next.answer.estimate ?? 0;
      holdout.forEach((value, row) => {
        asked[row] += Math.sign(naive) * value;
        answered[row] += Math.sign(estimate) * value;
      });
    }
    const meanOf = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / n / Math.sqrt(200);
    // 200 · E|mean of 300| / sqrt(200) = 0.65 by luck alone
    expect(meanOf(asked)).toBeGreaterThan(0.5);
    expect(Math.abs(meanOf(answered))).toBeLessThan(0.3);
  });
});

describe("the Ladder", () => {
  const losses = (mean: number, shift = 0): Float64Array =>
    Float64Array.from({ length: 100 }, (_, i) => mean + 0.1 * Math.sin(i + shift) + 0.001 * (i % 2));

  test("a fixed step: shows rounded improvements and hides smaller ones", () => {
    const first = climbLadder(EMPTY_LADDER, losses(0.5), 0.02);
    expect(first.best).toBeCloseTo(0.5, 12);
    expect(climbLadder(first, losses(0.49), 0.02)).toBe(first);
    expect(climbLadder(first, losses(0.45), 0.02).best).toBeCloseTo(0.46, 12);
  });

  test("without a step: an improvement has to exceed the paired standard error", () => {
    const first = climbLadder(EMPTY_LADDER, losses(0.5));
    // the same rows but 0.005 better: no spread in the difference, so it counts
    expect(climbLadder(first, losses(0.485)).best).toBeLessThan(first.best);
    // other rows: the difference has a standard error of 0.01, so it does not
    expect(climbLadder(first, losses(0.495, 1.5))).toBe(first);
  });

  test("thousands of guesses do not climb far: the best shown stays within 4 standard errors of the truth", () => {
    const rng = stream("ladder");
    let state: LadderState = EMPTY_LADDER;
    let naive = Number.POSITIVE_INFINITY;
    for (let k = 0; k < 2000; k++) {
      const guess = Float64Array.from({ length: 400 }, () => (rng.uniform() < 0.5 ? 1 : 0));
      naive = Math.min(naive, guess.reduce((sum, value) => sum + value, 0) / 400);
      state = climbLadder(state, guess);
    }
    expect(state.best).toBeGreaterThan(0.5 - 4 * Math.sqrt(0.25 / 400));
    expect(state.best).toBeGreaterThanOrEqual(naive - 1 / 400);
  });
});
