import { describe, expect, test } from "vitest";
import { bridge, type BridgeMethod } from "../../../lib/evidence/bridge.ts";
import { bridgeScheme, bridgeVariance, logScaleError } from "../../../lib/evidence/bridge-scheme.ts";
import type { PosteriorDraws } from "../../../lib/evidence/posterior-draws.ts";
import { stream } from "../../../lib/random/stream.ts";
import { erfc } from "../../../lib/stdlib.ts";
import { calibration, expectCalibrated, isSlow } from "./calibration.ts";
import { densityOf, drawsOf, logExponential, multivariateT, TARGETS, twoModes } from "./targets.ts";

// bridgesampling's own tests (R), tolerance 1e-12
const GOLDEN = {
  q11: [0.1, 0.2, 0.3, 0.4],
  q12: [0.02, 0.09, 0.1, 0.15],
  q21: [0.05, 0.18, 0.22, 0.28],
  q22: [0.01, 0.07, 0.11, 0.12],
};
const ratios = (above: number[], below: number[], times: number): Float64Array =>
  Float64Array.from({ length: 4 * times }, (_, i) => above[i % 4] - below[i % 4]);

describe("bridgeScheme", () => {
  test.each([
    [1, 0.02353233284705807],
    [4, 0.01052514482181162],
  ])("gives bridgesampling's value and error for its golden vectors, %i times repeated", (times, error) => {
    const { q11, q12, q21, q22 } = GOLDEN;
    const run = bridgeScheme(ratios(q11, q12, times), ratios(q21, q22, times), { start: 1 });
    expect(Math.abs(run.logRatio - 0.1324897961820029)).toBeLessThan(1e-12);
    const { proposal, posterior } = bridgeVariance(run, 0);
    expect(Math.abs(logScaleError(proposal + posterior) - error)).toBeLessThan(1e-12);
  });

  test("does not depend on where it starts", () => {
    const { q11, q12, q21, q22 } = GOLDEN;
    const at = (start: number): number => bridgeScheme(ratios(q11, q12, 1), ratios(q21, q22, 1), { start }).logRatio;
    expect(at(1e-6)).toBeCloseTo(at(1e6), 9);
  });

  test("is exact, without error, when the proposal is the density up to its constant", () => {
    const run = bridgeScheme(new Float64Array(20).fill(800), new Float64Array(20).fill(800));
    expect(run.logRatio).toBeCloseTo(800, 9);
    expect(bridgeVariance(run, 0)).toEqual({ proposal: 0, posterior: 0 });
  });

  test("does not converge, and says so, when the proposal never meets the density", () => {
    const run = bridgeScheme(Float64Array.of(1, 2, 3), new Float64Array(3).fill(Number.NEGATIVE_INFINITY));
    expect(run.converged).toBe(false);
    expect(run.logRatio).toBeNaN();
  });
});

const METHODS: readonly BridgeMethod[] = ["normal", "warp3"];
const quick = ["log-exponential in 3-d"];
const names = isSlow ? Object.keys(TARGETS) : quick;

describe.each(names)("bridge on %s", (name) => {
  const target = TARGETS[name]();
  test.each(METHODS)("%s: the truth within its error, and the error calibrated, over 100 repetitions", (method) => {
    const found = calibration(100, target.truth, (repetition) => {
      const rng = stream(`bridge/${name}/${repetition}`);
      return bridge(target.density, drawsOf(target, rng, 125), { random: rng, method, repetitions: 4 });
    });
    expectCalibrated(found);
    expect(found.refused).toBeLessThanOrEqual(2);
  });
});

describe.each(Object.keys(TARGETS))("bridge on %s, one long run", (name) => {
  test("is within 3.5 of its errors of the truth, and is not refused", () => {
    const target = TARGETS[name]();
    const rng = stream(`bridge/once/${name}`);
    const estimate = bridge(target.density, drawsOf(target, rng, 250), { random: rng });
    expect(estimate.reasons).toEqual([]);
    expect(Math.abs(estimate.logMarginalLikelihood - target.truth)).toBeLessThan(3.5 * estimate.mcse);
    expect(estimate.mcse).toBeLessThan(0.06);
  });
});

/** Stationary chains of a log-exponential in 3-d, each coordinate a function of a normal autoregression. */
function correlatedDraws(key: string, rho: number, draws: number): PosteriorDraws {
  const [chains, dim, rng] = [4, 3, stream(key)];
  const positions = new Float64Array(chains * draws * dim);
  for (let chain = 0; chain < chains; chain++) {
    const z = Array.from({ length: dim }, () => rng.normal());
    for (let i = 0; i < draws; i++) {
      for (let j = 0; j < dim; j++) {
        z[j] = rho * z[j] + Math.sqrt(1 - rho * rho) * rng.normal();
        positions[(chain * draws + i) * dim + j] = Math.log(-Math.log(erfc(z[j] / Math.SQRT2) / 2));
      }
    }
  }
  return { chains, draws, dim, positions };
}

describe("bridge on autocorrelated draws", () => {
  const { density, truth } = logExponential(3);
  test.each([
    [0.6, 600],
    [-0.5, 200],
  ])("the error is calibrated when the draws have autocorrelation %f", (rho, draws) => {
    const found = calibration(isSlow ? 100 : 30, truth, (repetition) => {
      const posterior = correlatedDraws(`bridge/ar/${rho}/${repetition}`, rho, draws);
      return bridge(density, posterior, { random: stream(`bridge/ar/proposal/${repetition}`), repetitions: 4 });
    });
    expectCalibrated(found, isSlow ? 0.3 : 0.4);
  });
});

describe("warp-III", () => {
  test("has a smaller error than the normal proposal on skewed and two-humped posteriors", () => {
    for (const target of [logExponential(3), twoModes(4)]) {
      const posterior = drawsOf(target, stream("warp"), 500);
      const [normal, warp] = METHODS.map((method) =>
        bridge(target.density, posterior, { random: stream("p"), method }),
      );
      expect(warp.mcse).toBeLessThan(0.8 * normal.mcse);
    }
  });
});

describe("bridge refuses", () => {
  const refused = (posterior: PosteriorDraws, target: { density: ReturnType<typeof densityOf> }): readonly string[] => {
    const estimate = bridge(target.density, posterior, { random: stream("refusal") });
    expect(estimate.reliable).toBe(false);
    return estimate.reasons;
  };

  test("20 draws", () => {
    const target = logExponential(3);
    expect(refused(drawsOf(target, stream("few"), 5), target).join()).toContain("too few draws");
  });

  test("heavy tails: a posterior without a variance", () => {
    const target = multivariateT(2, 1);
    expect(refused(drawsOf(target, stream("heavy"), 500), target).join()).toContain("heavy tails");
  });

  test("several modes, each chain in its own", () => {
    const target = twoModes(12);
    const posterior = drawsOf(target, stream("modes"), 500);
    for (let i = 0; i < 2000; i++) {
      const shift = i < 1000 ? 0 : 12;
      for (let j = 0; j < 2; j++) posterior.positions[2 * i + j] = shift + stream(`modes/${i}/${j}`).normal();
    }
    expect(refused(posterior, target).join()).toContain("chains disagree");
  });

  test("a drift that leaves the halves of the chains in different places", () => {
    const target = multivariateT(1, 30);
    const posterior = drawsOf(target, stream("drift"), 500);
    for (let i = 0; i < 2000; i++) posterior.positions[i] += (i % 500) / 100;
    expect(refused(posterior, target).length).toBeGreaterThan(0);
  });

  test("a coordinate that never moves, without an answer", () => {
    const target = logExponential(2);
    const posterior = drawsOf(target, stream("stuck"), 500);
    for (let i = 0; i < 2000; i++) posterior.positions[2 * i] = 0.5;
    expect(refused(posterior, target)).toEqual(["all draws of x[1] are 0.5", "the draws have no covariance"]);
  });

  test("draws of one thing with the density of another", () => {
    const posterior = drawsOf(logExponential(2), stream("other"), 500);
    const elsewhere = densityOf(2, (x) => -0.5 * x.reduce((sum, u) => sum + (u - 25) ** 2, 0));
    expect(refused(posterior, { density: elsewhere }).length).toBeGreaterThan(0);
  });

  test("a density that is finite nowhere near its draws", () => {
    const posterior = drawsOf(logExponential(2), stream("nowhere"), 500);
    expect(refused(posterior, { density: densityOf(2, () => Number.NaN) }).join()).toContain("did not converge");
  });
});
