/**
 * Densities of known moments: every estimate within Z Monte Carlo standard errors of the truth. With about 250 estimates
 * and Z = 4.5 a correct sampler fails one of them with probability 0.2 %; seeds are fixed.
 */
import { describe, expect, it } from "vitest";
import type { LogDensity } from "../../lib/log-density.ts";
import { essBulk, mcseMean, mean, splitRhat } from "../../lib/posterior/index.ts";
import { type SamplerOptions, sampleChains } from "../../samplers/index.ts";
import { column } from "../samplers/column.ts";
import { banana, eightSchools, normalDensity, rotatedNormal, studentT } from "../samplers/densities.ts";
import schools from "../truth/eight-schools.json" with { type: "json" };

const Z = 4.5;

interface Moment {
  readonly name: string;
  readonly of: (x: Float64Array) => number;
  readonly truth: number;
}

const means = (dim: number): Moment[] =>
  Array.from({ length: dim }, (_, i) => ({ name: `mean ${i}`, of: (x) => x[i], truth: 0 }));

const squares = (variances: readonly number[]): Moment[] =>
  variances.map((truth, i) => ({ name: `square ${i}`, of: (x) => x[i] ** 2, truth }));

/** variances falling geometrically from 1 to 1 / condition */
const graded = (dim: number, condition: number): number[] =>
  Array.from({ length: dim }, (_, i) => condition ** (-i / (dim - 1)));

const illConditioned = rotatedNormal(graded(50, 1e4), "ill-conditioned");
const correlated = rotatedNormal([1, 0.01, 0.5], "correlated");

const schoolMoments: Moment[] = [
  { name: "mu", of: (x) => x[0], truth: schools.mu },
  { name: "mu²", of: (x) => x[0] ** 2, truth: schools.mu_squared },
  { name: "log tau", of: (x) => x[1], truth: schools.log_tau },
  { name: "log² tau", of: (x) => x[1] ** 2, truth: schools.log_tau_squared },
  { name: "theta 1", of: (x) => x[0] + Math.exp(x[1]) * x[2], truth: schools.theta_1 },
];

const targets: { name: string; density: LogDensity; moments: Moment[]; options?: Partial<SamplerOptions> }[] = [
  { name: "one standard normal", density: normalDensity([1]), moments: [...means(1), ...squares([1])] },
  {
    name: "normals of scales 1e-3 to 1e3",
    density: normalDensity([1e-3, 1, 1e3]),
    moments: [...means(3), ...squares([1e-6, 1, 1e6])],
  },
  {
    name: "correlated normal, diagonal metric",
    density: correlated.density,
    moments: [...means(3), ...squares(correlated.covariance.map((row, i) => row[i]))],
    options: { metric: "diagonal" },
  },
  ...(["dense", "low-rank"] as const).map((metric) => ({
    name: `normal of dimension 50 and condition 1e4, ${metric} metric`,
    density: illConditioned.density,
    moments: [...means(50), ...squares(illConditioned.covariance.map((row, i) => row[i]))],
    options: { metric },
  })),
  { name: "Student-t of 10 degrees of freedom", density: studentT(3, 10), moments: squares([1.25, 1.25, 1.25]) },
  {
    name: "banana",
    density: banana(0.5, 1),
    moments: [...means(2), ...squares([1, 1.5]), { name: "x²y", of: (x) => x[0] ** 2 * x[1], truth: 1 }],
  },
  { name: "eight schools, non-centred", density: eightSchools(false), moments: schoolMoments },
];

const samplers = ["nuts", "hmc"] as const;

describe.each(samplers)("%s", (sampler) => {
  it.each(targets)("recovers the moments of $name", ({ density, moments, options }) => {
    const result = sampleChains(density, { seed: "known", model: "target", sampler, ...options });
    for (const { name, of, truth } of moments) {
      const draws = column(result, of);
      const error = mcseMean(draws, result.chains);
      expect(Math.abs(mean(draws) - truth) / error, name).toBeLessThan(Z);
      expect(splitRhat(draws, result.chains), name).toBeLessThan(1.02);
      expect(essBulk(draws, result.chains), name).toBeGreaterThan(400);
    }
  });
});
