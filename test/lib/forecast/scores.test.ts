/** Scores of forecasts: equal to double sums and R, and right in expectation. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  crps,
  intervalCoverage,
  intervalScore,
  logScore,
  pit,
  pitEcdf,
  weightedQuantiles,
  weightsEss,
} from "../../../lib/forecast/scores/index.ts";
import { quantiles } from "../../../lib/posterior/index.ts";
import { stream } from "../../../lib/random/stream.ts";
import { expectClose } from "../posterior/truth.ts";

const truth = JSON.parse(readFileSync(new URL("../../truth/scores.json", import.meta.url), "utf8"));
const doubles = (values: number[]): Float64Array => Float64Array.from(values);

describe("crps", () => {
  it.each([0, 1, 2])(
    "equals the double sum, plain and fair, with the error posterior (R) gives its influence (%s)",
    (i) => {
      const { x, y, plain, fair, mcse_plain, mcse_fair } = truth.crps[i];
      const sample = crps(doubles(x), y, { fair: false, nChains: 2 });
      const unbiased = crps(doubles(x), y, { nChains: 2 });
      expectClose([sample.crps, sample.mcse, unbiased.crps, unbiased.mcse], [plain, mcse_plain, fair, mcse_fair]);
    },
  );

  it("equals the double sum with weights of any scale", () => {
    const { x, y, w, plain, fair, weighted_mcse } = truth.crps[3];
    const weights = doubles(w).map((weight) => 12 * weight);
    expectClose(crps(doubles(x), y, { weights, fair: false }).crps, plain);
    const { crps: value, mcse } = crps(doubles(x), y, { weights });
    expectClose([value, mcse], [fair, weighted_mcse]);
  });

  it("of normal draws comes within four of its errors of the closed form", () => {
    const { normal } = stream("crps");
    const draws = Float64Array.from({ length: 4000 }, () => normal());
    const { crps: value, mcse } = crps(draws, 0.3);
    // Gneiting and Raftery 2007, eq. 23: y (2 Phi(y) - 1) + 2 phi(y) - 1 / sqrt(pi) at 0.3
    expect(Math.abs(value - 0.269332900687)).toBeLessThan(4 * mcse);
    expect(mcse).toBeLessThan(0.02);
  });

  it("of one draw is its absolute error when plain, and cannot be had fair", () => {
    expect(crps(doubles([2]), 5, { fair: false }).crps).toBe(3);
    expect(crps(doubles([2]), 5).crps).toBeNaN();
  });

  it("refuses weights that are negative, missing or all zero", () => {
    const of = (w: number[]) => () => crps(doubles([1, 2]), 0, { weights: doubles(w) });
    expect(of([1, -2])).toThrow("weight 2 is -2");
    expect(of([1])).toThrow("1 weights sum to 1 for 2 draws");
    expect(of([0, 0])).toThrow("2 weights sum to 0 for 2 draws");
  });
});

it("intervalScore is the width, plus 2 / (1 - level) times the miss on either side", () => {
  const { inside, below, above } = truth.interval;
  expectClose(
    [2, 0.25, 4.5].map((y) => intervalScore(1, 3, 0.9, y)),
    [inside, below, above],
  );
});

it("intervalCoverage equals R's binom.test", () => {
  const observed = Array.from({ length: 20 }, (_, i) => (i < 12 ? 0.5 : 2));
  const found = intervalCoverage(
    Array.from({ length: 20 }, () => 0),
    Array.from({ length: 20 }, () => 1),
    observed,
    0.9,
  );
  expect([found.hits, found.n, found.coverage]).toEqual([12, 20, 0.6]);
  const { p, lower, upper } = truth.coverage;
  expectClose([found.pValue, found.lower, found.upper], [p, lower, upper]);
  observed.fill(0.5, 12, 19);
  expectClose(
    intervalCoverage(
      Array.from({ length: 20 }, () => 0),
      Array.from({ length: 20 }, () => 1),
      observed,
      0.9,
    ).pValue,
    truth.coverage.p19,
  );
});

describe("pit", () => {
  it("is uniform for counts among draws of the same law, and so is its ECDF", () => {
    const rng = stream("pit");
    const count = (): number => Array.from({ length: 6 }, () => rng.uniform()).filter((u) => u < 0.3).length;
    const pits = Array.from({ length: 400 }, () => pit(Float64Array.from({ length: 30 }, count), count(), rng));
    const { pValue, ecdf } = pitEcdf(pits, 0.99, 40);
    expect(pValue).toBeGreaterThan(0.01);
    expect(ecdf.difference.every((d, i) => d >= ecdf.lower[i] && d <= ecdf.upper[i])).toBe(true);
    expect(
      pitEcdf(
        pits.map((u) => u * u),
        0.99,
        40,
      ).pValue,
    ).toBeLessThan(1e-6);
  });

  it("lies between the weights strictly below and up to the observation", () => {
    const rng = { ...stream("x"), uniform: () => 0.25 };
    expect(pit(doubles([1, 2, 2, 5]), 2, rng)).toBeCloseTo((1 + 0.25 * 3) / 5, 15);
    expect(pit(doubles([1, 2, 2, 5]), 2, rng, doubles([1, 2, 3, 4]))).toBeCloseTo(0.1 + 0.25 * 0.5, 15);
    expect(pit(doubles([1, 2]), Number.NaN, rng)).toBeNaN();
  });
});

describe("weightedQuantiles", () => {
  const { x, w, probs, weighted, equal } = truth.quantiles;

  it("equals R's interpolation of the stretched midpoints", () => {
    expectClose(weightedQuantiles(doubles(x), doubles(w), probs), weighted);
  });

  it("with equal weights is R's type 7", () => {
    expectClose(weightedQuantiles(doubles(x), new Float64Array(60).fill(3), probs), equal);
    expectClose(quantiles(doubles(x), probs), equal);
  });

  it("weights of very different size count as few draws", () => {
    expectClose(weightsEss(doubles(w)), truth.kish);
  });
});

it("logScore is the log mean density without under- or overflow, with its delta-method error", () => {
  const { log_densities, value, mcse } = truth.log_score;
  const found = logScore(doubles(log_densities), 2);
  expectClose([found.logScore, found.mcse], [value, mcse]);
  expect(logScore(doubles([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY])).logScore).toBe(
    Number.NEGATIVE_INFINITY,
  );
});
