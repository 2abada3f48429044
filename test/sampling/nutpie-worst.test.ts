/**
 * The models of posteriordb on which nutpie did worst beside Stan (samplers.md 2): said in our language, on tables
 * simulated here at stated truths. Each must converge, recover its truth, and yield at least some two thirds of the
 * effective draws per gradient that it had when this was written; or a diagnostic must fire. `one_comp_mm_elim_abs` (a differential equation without a
 * closed form) and `gp_pois_regr` (the Cholesky factor of a covariance function) the language cannot say.
 */
import { describe, expect, test } from "vitest";
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { defineModel } from "../../lib/model/document.ts";
import { stream } from "../../lib/random/stream.ts";
import { type Fit, fit } from "../../study/fit.ts";

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

interface Outcome {
  readonly divergences: number;
  readonly maxRhat: number;
  /** least bulk effective draws per 1000 gradients, warmup included */
  readonly yield: number;
}

function outcome({ sampled, summaries, parameterElements }: Fit): Outcome {
  const parameters = summaries.slice(0, parameterElements);
  const gradients = sampled.adaptation.reduce((sum, chain) => sum + chain.gradientsWarmup + chain.gradientsSampling, 0);
  return {
    divergences: sampled.statistics.divergent__.reduce((sum, value) => sum + value, 0),
    maxRhat: Math.max(...parameters.map(({ rhat }) => rhat)),
    yield: (1000 * Math.min(...parameters.map(({ ess_bulk }) => ess_bulk))) / gradients,
  };
}

function expectCovered({ summaries }: Fit, truths: Readonly<Record<string, number>>): void {
  for (const [name, truth] of Object.entries(truths)) {
    const { mean, sd } = summaries.find((summary) => summary.name === name)!;
    expect(Math.abs(mean - truth) / sd, name).toBeLessThan(4);
  }
}

describe("seeds: germination counts of 21 plates, two crossed treatments, an effect for each plate", () => {
  const rng = stream("nutpie-worst/seeds");
  const truth = { a0: -0.5, a1: 0.1, a2: 1.3, a12: -0.8, sigma: 0.3 };
  const x1 = times(21, (i) => (i < 11 ? 0 : 1));
  const x2 = times(21, (i) => (i % 2 === 0 ? 0 : 1));
  const n = times(21, () => 4 + Math.floor(77 * rng.uniform()));
  const r = times(21, (i) => {
    const eta = truth.a0 + truth.a1 * x1[i]! + truth.a2 * x2[i]! + truth.a12 * x1[i]! * x2[i]! + truth.sigma * rng.normal();
    return times(n[i]!, () => (rng.uniform() < logistic(eta) ? 1 : 0)).reduce<number>((a, b) => a + b, 0);
  });
  const seeds = defineModel({
    name: "seeds",
    data: { plate: { kind: "factor" }, x1: { kind: "real" }, x2: { kind: "real" }, n: { kind: "count" }, r: { kind: "count" } },
    parameters: { a0: "normal(0, 10)", a1: "normal(0, 10)", a2: "normal(0, 10)", a12: "normal(0, 10)", sigma: "half_normal(1)", "b[plate]": "normal(0, sigma)" },
    likelihood: { r: "binomial_logit(n, a0 + a1 * x1 + a2 * x2 + a12 * x1 * x2 + b[plate])" },
  });

  test("converges without divergences at the default target, recovers, and yields", () => {
    const found = fit(seeds, tableFromColumns({ plate: times(21, (i) => `p${i}`), x1, x2, n, r }));
    const { divergences, maxRhat, yield: perThousand } = outcome(found);
    expect(maxRhat).toBeLessThan(1.01);
    expect(divergences).toBe(0);
    expect(perThousand).toBeGreaterThan(10);
    expectCovered(found, truth);
  });
});

describe("logistic regression with a regularised horseshoe: 54 patients, 12 genes of which 2 matter", () => {
  const rng = stream("nutpie-worst/horseshoe");
  const genes = times(12, (k) => `x${k + 1}`);
  const columns = Object.fromEntries(genes.map((name) => [name, times(54, () => rng.normal())]));
  const y = times(54, (i) => (rng.uniform() < logistic(2.5 * columns["x1"]![i]! - 2.5 * columns["x2"]![i]!) ? 1 : 0));
  // Piironen & Vehtari 2017, eq. 2.8: the slab has scale c, tau is small
  const slope = (name: string): string => `z_${name} * tau * lambda_${name} * sqrt(c2 / (c2 + square(tau * lambda_${name})))`;
  const horseshoe = defineModel({
    name: "horseshoe",
    data: { ...Object.fromEntries(genes.map((name) => [name, { kind: "real" as const }])), y: { kind: "binary" } },
    parameters: {
      intercept: "normal(0, 2)",
      tau: "half_student_t(1, 0.1)",
      c2: "inv_gamma(2, 8)",
      ...Object.fromEntries(genes.flatMap((name) => [[`z_${name}`, "normal(0, 1)"], [`lambda_${name}`, "half_student_t(1, 1)"]])),
    },
    likelihood: { y: `bernoulli_logit(intercept + ${genes.map((name) => `${slope(name)} * ${name}`).join(" + ")})` },
    quantities: { beta_1: slope("x1"), beta_2: slope("x2"), beta_3: slope("x3") },
  });

  test("converges, divergences are told, and what matters is found", () => {
    const found = fit(horseshoe, tableFromColumns({ ...columns, y }));
    const { maxRhat, divergences, yield: perThousand } = outcome(found);
    expect(maxRhat).toBeLessThan(1.02);
    expect(perThousand).toBeGreaterThan(7);
    // a funnel for each gene: a few of 4000 diverge, or none, by the seed
    expect(divergences).toBeLessThan(20);
    expect(found.diagnostics.ok).toBe(divergences === 0);
    const beta = (name: string): { q5: number; q95: number; mean: number } => found.summaries.find((summary) => summary.name === name)! as never;
    expect(beta("beta_1").q5).toBeGreaterThan(0);
    expect(beta("beta_2").q95).toBeLessThan(0);
    expect(Math.abs(beta("beta_3").mean)).toBeLessThan(0.5);
  });
});

describe("soil incubation: carbon dioxide from two pools that feed each other, 25 times", () => {
  const rng = stream("nutpie-worst/soil");
  const truth = { k1: 0.5, ratio: 0.06, a21: 0.2, a12: 0.1, share: 0.3, sigma: 0.1 };
  const total = 7.7;
  // the pools could change places: the first is the faster one
  // dC1 = -k1 C1 + a21 k2 C2, dC2 = -k2 C2 + a12 k1 C1: what is left is a sum of two exponentials
  const left = {
    half: "(k1 + k2) / 2",
    root: "sqrt(square((k1 - k2) / 2) + a21 * a12 * k1 * k2)",
    loss: "k1 * (1 - a12) * share + k2 * (1 - a21) * (1 - share)",
    weight: "(half + root - loss) / (2 * root)",
    mu: "total * (1 - weight * exp(-(half - root) * t) - (1 - weight) * exp(-(half + root) * t))",
  };
  const soil = defineModel({
    name: "soil",
    data: { t: { kind: "positive" }, co2: { kind: "real" } },
    constants: { total },
    parameters: { k1: "half_normal(1)", ratio: "uniform(0, 1)", a21: "uniform(0, 1)", a12: "uniform(0, 1)", share: "beta(3, 7)", sigma: "half_cauchy(1)" },
    let: { k2: "k1 * ratio", ...left },
    likelihood: { co2: "normal(mu, sigma)" },
  });
  const k2 = truth.k1 * truth.ratio;
  const half = (truth.k1 + k2) / 2;
  const root = Math.sqrt(((truth.k1 - k2) / 2) ** 2 + truth.a21 * truth.a12 * truth.k1 * k2);
  const loss = truth.k1 * (1 - truth.a12) * truth.share + k2 * (1 - truth.a21) * (1 - truth.share);
  const weight = (half + root - loss) / (2 * root);
  const t = times(25, (i) => 2 * (i + 1));
  const co2 = t.map((at) => total * (1 - weight * Math.exp(-(half - root) * at) - (1 - weight) * Math.exp(-(half + root) * at)) + truth.sigma * rng.normal());

  test("is told at the default target: the feeds are known from the sum of two exponentials alone", () => {
    const found = fit(soil, tableFromColumns({ t, co2 }));
    expect(found.diagnostics.ok).toBe(false);
  });

  test("converges at a target of 0.99 with more draws, and recovers", () => {
    const found = fit(soil, tableFromColumns({ t, co2 }), { targetAccept: 0.99, draws: 4000 });
    expect(outcome(found).maxRhat).toBeLessThan(1.02);
    expectCovered(found, truth);
  });
});

describe("prophet: a trend with 10 changepoints under a Laplace prior and two seasons, 200 days", () => {
  const rng = stream("nutpie-worst/prophet");
  const changes = times(10, (j) => (j + 1) / 12);
  const truth = { k: 0.4, m: 0.2, sigma: 0.05, delta_3: 0.6 };
  const t = times(200, (i) => i / 200);
  const y = t.map((at) => truth.m + truth.k * at + truth.delta_3 * Math.max(at - changes[2]!, 0) + 0.1 * Math.sin(14 * Math.PI * at) + truth.sigma * rng.normal());
  const prophet = defineModel({
    name: "prophet",
    data: { t: { kind: "real" }, y: { kind: "real" } },
    parameters: {
      k: "normal(0, 5)",
      m: "normal(0, 5)",
      ...Object.fromEntries(changes.map((_, j) => [`delta_${j + 1}`, "laplace(0, 0.05)"])),
      season_sin: "normal(0, 10)",
      season_cos: "normal(0, 10)",
      sigma: "half_normal(0.5)",
    },
    let: { trend: `m + k * t + ${changes.map((at, j) => `delta_${j + 1} * max(t - ${at}, 0)`).join(" + ")}` },
    likelihood: { y: "normal(trend + season_sin * sin(43.982297150257104 * t) + season_cos * cos(43.982297150257104 * t), sigma)" },
    quantities: { rise: `k + ${changes.map((_, j) => `delta_${j + 1}`).join(" + ")}` },
  });

  test("converges without divergences and recovers the season, the noise and the slope at the end", () => {
    const found = fit(prophet, tableFromColumns({ t, y }));
    const { maxRhat, divergences, yield: perThousand } = outcome(found);
    expect(maxRhat).toBeLessThan(1.01);
    expect(divergences).toBe(0);
    expect(perThousand).toBeGreaterThan(7);
    expectCovered(found, { season_sin: 0.1, season_cos: 0, sigma: truth.sigma, rise: truth.k + truth.delta_3 });
  });
});
