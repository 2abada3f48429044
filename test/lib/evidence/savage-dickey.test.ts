import { describe, expect, test } from "vitest";
import { localDensity } from "../../../lib/evidence/local-likelihood.ts";
import { savageDickey } from "../../../lib/evidence/savage-dickey.ts";
import { logGamma } from "../../../lib/posterior/log-gamma.ts";
import { gammaVariate } from "../../../lib/random/gamma-variate.ts";
import { type Stream, stream } from "../../../lib/random/stream.ts";
import { calibration, expectCalibrated, isSlow } from "./calibration.ts";
import { drawsOf, TARGETS, TRUTH } from "./targets.ts";

interface Case {
  readonly draw: (rng: Stream) => number[];
  readonly point: number[];
  readonly lower?: number[];
  /** exact log posterior density at the point */
  readonly truth: number;
}

const normalLog = (x: number): number => -0.5 * x * x - 0.5 * Math.log(2 * Math.PI);
const CASES: Record<string, Case> = {
  "a normal at its centre": { draw: (rng) => [rng.normal()], point: [0], truth: normalLog(0) },
  "a normal two sds out": { draw: (rng) => [rng.normal()], point: [2], truth: normalLog(2) },
  "an exponential at its edge": {
    draw: (rng) => [-Math.log1p(-rng.uniform())],
    point: [0],
    lower: [0],
    truth: 0,
  },
  "a half-normal at its edge": {
    draw: (rng) => [Math.abs(rng.normal())],
    point: [0],
    lower: [0],
    truth: Math.LN2 + normalLog(0),
  },
  "a log-gamma, skewed": {
    draw: (rng) => [Math.log(gammaVariate(3, rng))],
    point: [0],
    truth: -1 - logGamma(3),
  },
  "a correlated pair of normals": {
    draw: (rng) => {
      const first = rng.normal();
      return [first, 0.9 * first + Math.sqrt(0.19) * rng.normal()];
    },
    point: [1, 1],
    truth: normalLog(1) + normalLog(0.1 / Math.sqrt(0.19)) - 0.5 * Math.log(0.19),
  },
};

function columnsOf({ draw, point }: Case, rng: Stream, n: number): Float64Array[] {
  const rows = Array.from({ length: n }, () => draw(rng));
  return point.map((_, j) => Float64Array.from(rows, (row) => row[j]));
}

describe.each(Object.keys(CASES))("savageDickey at %s", (name) => {
  test("the truth within its error, and the error calibrated, over repetitions", () => {
    const { point, lower, truth } = CASES[name];
    const size = isSlow ? 2000 : 1000;
    const found = calibration(isSlow ? 100 : 40, truth, (repetition) => {
      const columns = columnsOf(CASES[name], stream(`savage/${name}/${repetition}`), size);
      const estimate = savageDickey({ columns, chains: 4, point, logPrior: 0, ...(lower ? { lower } : {}) });
      return { ...estimate, logMarginalLikelihood: estimate.logBayesFactor };
    });
    expectCalibrated(found, isSlow ? 0.3 : 0.4);
    expect(found.refused).toBeLessThanOrEqual(1);
  });
});

describe("savageDickey on the t-test", () => {
  test("agrees with the exact Bayes factor of 17.26 against no effect", () => {
    const { density, draw } = TARGETS["t-test, Cauchy effect"]();
    const posterior = drawsOf({ density, draw }, stream("savage/t-test"), 500);
    const effect = Float64Array.from({ length: 2000 }, (_, i) => posterior.positions[2 * i]);
    const logPrior = -Math.log(Math.PI * Math.SQRT1_2);
    const found = savageDickey({ columns: [effect], chains: 4, point: [0], logPrior });
    const { tTestH0, tTestH1 } = TRUTH.logMarginalLikelihood;
    expect(found.reasons).toEqual([]);
    expect(Math.abs(found.logBayesFactor - (tTestH0 - tTestH1))).toBeLessThan(3 * found.mcse);
  });
});

describe("savageDickey refuses", () => {
  const normal = (n: number, key: string): Float64Array => {
    const rng = stream(key);
    return Float64Array.from({ length: n }, () => rng.normal());
  };
  const reasonsOf = (columns: Float64Array[], point: number[], logPrior = 0): string => {
    const found = savageDickey({ columns, chains: 4, point, logPrior });
    expect(found.reliable).toBe(false);
    return found.reasons.join();
  };

  test("20 draws", () => {
    expect(reasonsOf([normal(20, "few")], [0])).toContain("too few draws");
  });

  test("a point where one or no draw carries the estimate: the third regime of kernels", () => {
    expect(reasonsOf([normal(2000, "far")], [3.4])).toContain("carries");
    expect(reasonsOf([normal(2000, "far")], [9])).toContain("too few draws near the point");
  });

  test("a density that the windows disagree about: the gap between two modes", () => {
    const column = normal(2000, "gap").map((value, i) => value + (i % 2 === 0 ? -3 : 3));
    expect(reasonsOf([column], [0])).toContain("hangs on the bandwidth");
  });

  test("chains in different modes", () => {
    const column = normal(2000, "chains").map((value, i) => value + (i < 1000 ? -3 : 3));
    expect(reasonsOf([column], [3])).toContain("chains disagree");
  });

  test("three parameters, and a prior without density at the point", () => {
    const columns = [1, 2, 3].map((key) => normal(400, `three/${key}`));
    expect(reasonsOf(columns, [0, 0, 0])).toContain("3 dimensions");
    expect(reasonsOf([columns[0]], [0], Number.NEGATIVE_INFINITY)).toContain("prior density");
  });
});

describe("localDensity", () => {
  test("does not depend on the unit of measurement but for its Jacobian", () => {
    const column = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i * 78.233) ** 3);
    const none = [Number.NEGATIVE_INFINITY];
    const here = localDensity([column], [0.1], [0.5], none, [1])!;
    const there = localDensity([column.map((x) => 1000 * x)], [100], [500], none, [1000])!;
    expect(there.logDensity + Math.log(1000)).toBeCloseTo(here.logDensity, 9);
  });

  test("mean influence is zero: the fit meets its moments", () => {
    const column = Float64Array.from({ length: 500 }, (_, i) => Math.sin(i * 78.233) ** 3);
    const { influences } = localDensity([column], [0.1], [0.5], [Number.NEGATIVE_INFINITY], [1])!;
    expect(Math.abs(influences.reduce((sum, value) => sum + value, 0))).toBeLessThan(1e-9);
  });
});
