/** Quantities that laws derive by a root, an optimum or an inverse, against the law itself, closed forms and grids; two of them under CREDENCE_SLOW=1. */
import { describe, expect, test } from "vitest";
import { models } from "../../models/index.ts";
import { type Evaluation, evaluateModel } from "../support/evaluate-model.ts";

/** searches over long formulas take seconds to compile */
const isSlow = process.env["CREDENCE_SLOW"] === "1";

/** formulas of a model at given parameters, each as one number */
const at = (name: string, evaluation: Evaluation) => (formula: string): number => evaluateModel(models.get(name)!, formula, evaluation)[0]!;

/** where f is smallest on a grid, evenly spaced in the logarithm */
function lowest(f: (x: number) => number, low: number, high: number, points = 4000): number {
  const grid = Array.from({ length: points }, (_, k) => low * (high / low) ** (k / (points - 1)));
  return grid.reduce((a, b) => (f(b) < f(a) ? b : a));
}

test("chinchilla: the cheapest way to a loss, at a size, over all sizes, and with tokens to serve", () => {
  const [E, A, B, alpha, beta] = [1.8172, 482.01, 2085.43, 0.3478, 0.3658];
  const value = at("chinchilla", { columns: { N: [70e9], D: [1.4e12] }, parameters: { E, A0: `${A} * N0^-${alpha}`, B0: `${B} * D0^-${beta}`, alpha, beta } });
  const [loss, T] = [2.1, 3e12];
  const D = (N: number): number => (B / (loss - E - A * N ** -alpha)) ** (1 / beta);
  const least = (A / (loss - E)) ** (1 / alpha);
  expect(value(`L(3e9, C_of(3e9, ${loss}) / (kappa * 3e9))`)).toBeCloseTo(loss, 12);
  const cheapest = lowest((N) => 6 * N * D(N), least * 1.01, least * 1e3);
  expect(value(`N_opt(C_for(${loss}))`) / cheapest).toBeCloseTo(1, 2);
  expect(value(`C_for(${loss})`) / (6 * cheapest * D(cheapest))).toBeCloseTo(1, 4);
  const served = lowest((N) => 6 * N * D(N) + 2 * N * T, least * 1.01, least * 1e3);
  expect(value(`N_served(${loss}, ${T})`) / served).toBeCloseTo(1, 2);
  expect(served).toBeLessThan(0.9 * cheapest);
  // rho times the optimal size: A N*^-alpha (rho^-alpha + alpha / beta rho^beta - 1 - alpha / beta)
  const [N, rho, ratio] = [value("N_opt(1e21)"), 0.4, alpha / beta];
  expect(value(`excess(1e21, ${rho})`)).toBeCloseTo(A * N ** -alpha * (rho ** -alpha + ratio * rho ** beta - 1 - ratio), 12);
});

describe("the scale for a loss is where the law has that loss", () => {
  const x = [1e3, 1e7];
  test.each([
    ["m3", "L(x_for(0.3))", { columns: { x }, parameters: { B0: 0.6, c: 0.4, g: 0.001 } }],
    ["m4", "L(x_for(0.3))", { columns: { x }, parameters: { E: 0.15, gap: 0.8, a: 1.7, c: 0.5, knee: 0.2 } }],
    ["three-region", "L(m_for(0.3))", { columns: { m: x }, parameters: { eps0: 0.9, share: 0.1, b: 0.35, w: 0.6, knee: 0.2 } }],
  ] as const)("%s: %s", (name, formula, evaluation) => expect(at(name, evaluation)(formula)).toBeCloseTo(0.3, 7));

  test("m3 has none below its floor", () => {
    const value = at("m3", { columns: { x }, parameters: { B0: 0.6, c: 0.4, g: 0.001 } });
    expect(value("x_for(0.99 * floor)")).toBe(Infinity);
  });
});

test.each(["exponential", "power"])("data-constrained with decay=%s: a repetition is worth what it adds to the effective tokens", (decay) => {
  const value = at("data-constrained", { columns: { N: [1e9], D: [1e11], U: [1e10] }, set: { decay }, parameters: { E: 1.8, A0: 1, B0: 1, alpha: 0.35, beta: 0.35, R_D: 15.4, R_N: 5.3 } });
  expect(value("worth_of_repetition(repetitions_worth(0.3))")).toBeCloseTo(0.3, 12);
  const h = 1e6;
  expect((value(`D_eff(5e10 + ${h}, 1e10)`) - value(`D_eff(5e10 - ${h}, 1e10)`)) / (2 * h)).toBeCloseTo(value("worth_of_repetition(4)"), 6);
});

test("step-law: a setting lies within a plateau as far as its ends go", () => {
  const parameters = { aN: -0.7, aD: 0.3, bD: 0.57, h_lr: 0.11, h_cross: -0.04, h_batch: 0.1, log_lr: -7, log_batch: 13 };
  const value = at("step-law", { columns: { N: [1e9], D: [1e11] }, parameters });
  for (const [factor, isIn] of [[0.99, 1], [1.01, 0]] as const) {
    expect(value(`within(1e9, 1e11, lr_opt(1e9, 1e11), batch_opt(1e11) * batch_within(0.001)^${factor}, 0.001)`)).toBe(isIn);
  }
});

test("loss-trajectory: time and compute to a loss trade off along the hyperbola of the critical batch size", () => {
  const parameters = { L0: 3, r: 0.3, aN: 0.077, aS: 0.76, Bref: 1e6, aB: 0.21 };
  for (const B of [1e5, 1e6, 2e7]) {
    const value = at("loss-trajectory", { columns: { N: [1e8, 1e9], S: [3e4, 3e4], B: [B, B] }, parameters });
    const loss = value("mu");
    expect(value(`(3e4 / S_min_for(1e8, ${loss}) - 1) * (${B} * 3e4 / tokens_min_for(1e8, ${loss}) - 1)`)).toBeCloseTo(1, 6);
  }
});

test.each(["power_law", "common_floor", "power_law_const", "shifted"])("crossover with law=%s: losses of families, the best of them, and what the others cost", (law) => {
  const evaluation = { columns: { x: [1e18, 1e18], family: ["a", "b"] }, set: { law }, parameters: { L0: [2.9, 3.1], alpha: [0.05, 0.07], E: law === "common_floor" ? 1.5 : [1.5, 1.4], shift: [0.5, 1] } };
  const rows = evaluateModel(models.get("crossover")!, "mu", evaluation);
  const value = at("crossover", evaluation);
  expect(value("sum(L_of(1e18))")).toBeCloseTo(rows[0]! + rows[1]!, 12);
  expect(value("max(regret(1e18))")).toBeCloseTo(Math.abs(rows[0]! - rows[1]!), 12);
  expect([value("min(regret(1e18))"), value("sum(is_best(1e18))")]).toEqual([0, 1]);
});

test.each(["log", "power", "saturating"])("parscale with gain=%s: the streams for a factor give that factor", (gain) => {
  const value = at("parscale", { columns: { N: [1e9], P: [4] }, set: { gain }, parameters: { k: 0.4 } });
  expect(value("factor(P_for(1.3))")).toBeCloseTo(1.3, 12);
  expect(value("P_for(1)")).toBeCloseTo(1, 12);
  if (gain === "saturating") expect(value("P_for(1.5)")).toBe(Infinity);
});

test.runIf(isSlow)("data-filtering: mixtures of one and of two pools are as good as each other where they cross, and change places", () => {
  const parameters = { floor: 0.1, Y1: [0.95, 0.99], slope: [0.12, 0.11], tau: [1, 2] };
  const value = at("data-filtering", { columns: { pool: ["p", "q"], rank: [1, 2], pool_size: [12.8e6, 12.8e6], n: [64e6, 128e6] }, parameters });
  const n = value("n_cross(1, 2)");
  expect(n).toBeGreaterThan(12.8e6);
  expect(n).toBeLessThan(12 * 12.8e6);
  expect(value(`y_mix(1, ${n})`)).toBeCloseTo(value(`y_mix(2, ${n})`), 9);
  expect([value(`better(1, 2, ${0.98 * n})`), value(`better(1, 2, ${1.02 * n})`)]).toEqual([1, 0]);
  expect(value("sum(utility_at(2))")).toBeCloseTo(value("b[p] / 4 + b[q] / 2"), 12);
});

test("lr-annealing: the best share of steps to decay over is that of a grid, and its gain what it saves", () => {
  const columns = { run: ["a", "a"], step: [1000, 20000], lr: [3e-4, 3e-4] };
  const value = at("lr-annealing", { columns, parameters: { L0: 2.79, A0: 0.3, alpha: 0.456, G: 0.144, one_minus_lambda: 1e-3 } });
  const best = value("decay_opt(3e-4, 2e4)");
  const grid = lowest((f) => value(`L_decayed(3e-4, 2e4, ${f})`), 0.02, 1, 60);
  expect(Math.abs(Math.log(best / grid))).toBeLessThan(Math.log(50) / 59);
  expect(value(`gain_of_decay(3e-4, 2e4, ${best})`)).toBeCloseTo(value("L_constant(6)") - value(`L_decayed(3e-4, 2e4, ${best})`), 12);
});

test.runIf(isSlow)("datastore: the best split of a budget between training and datastore is that of a grid", () => {
  const [E, A, B, alpha, beta, lam, omega] = [1.7, 400, 1500, 0.34, 0.36, 0.03, 0.1];
  const columns = { N: [1e8, 1e10], D: [1e10, 1e12], T: [0, 1e12] };
  const value = at("datastore", { columns, parameters: { E, A0: `${A} * N0^-${alpha}`, B0: `${B} * D0^-${beta}`, alpha, beta, lam, omega } });
  const [C, retriever] = [1e21, 1e8];
  const loss = (share: number, N: number): number => E + A * N ** -alpha + B * (((1 - share) * C) / (6 * N)) ** -beta - lam * (N / 5e7) ** -omega * Math.log1p((share * C) / (2 * retriever) / 1e9);
  const best = (share: number): number => loss(share, lowest((N) => loss(share, N), 1e7, 1e11, 600));
  const share = lowest(best, 1e-4, 0.9, 300);
  const found = value(`share_for_datastore(${C}, ${retriever})`);
  expect(Math.abs(Math.log(found / share))).toBeLessThan(0.1);
  expect(best(found)).toBeLessThan(best(share) + 1e-6);
});

test("downstream: the error of a budget is that of its model and tokens; a benchmark's curve passes its middle at average capability", () => {
  const error = at("loss-to-error", { columns: { N: [1e9], D: [1e11] }, parameters: { eps: 0.857, gained: 0.9, gamma: 0.7146, alpha: 0.27 } });
  expect(error("err_at_budget(6 * 2e9 * 1e11, 50) - err_of(2e9, 1e11)")).toBeCloseTo(0, 12);
  const columns = { model: ["a", "b"], benchmark: ["u", "v"], score: [0.4, 0.6] };
  const score = at("observational", { columns, parameters: { S: [0.3, -0.2], middle: [0.4, 0.7], rise: [0.1, 0.2], guessed: [0.3, 0.5] } });
  expect(score("sum(score_at(0))")).toBeCloseTo(1.1, 12);
  expect(score("sum(score_at(1e-5) - score_at(-1e-5)) / 2e-5")).toBeCloseTo(0.3, 7);
});

test.each(["sigmoid", "weibull"])("intrinsic-dimension with curve=%s: d_int90 is where accuracy is 90 %% of the full one, and d50 half way up", (curve) => {
  const value = at("intrinsic-dimension", { columns: { dimension: [10, 1000], full: [0, 1], items: [100, 100], correct: [50, 90], chance: [0.1, 0.1] }, set: { curve }, parameters: { gain: 0.9, log_d50: "log(200)", w: 0.7 } });
  expect(value("accuracy(d_int90) / f_full")).toBeCloseTo(0.9, 12);
  expect(value("(accuracy(d50) - f0) / (f_full - f0)")).toBeCloseTo(0.5, 12);
});

describe("inverses and equivalents undo the law that they invert", () => {
  const chinchilla = { E: 1.7, A0: "400 * N0^-0.34", B0: "1500 * D0^-0.36", alpha: 0.34, beta: 0.36 };
  const surface = { columns: { N: [1e8, 1e10], D: [1e10, 1e12] }, parameters: chinchilla };
  const identities: readonly (readonly [model: string, formula: string, expected: number, evaluation: Evaluation])[] = [
    ["power-law", "L(x_for(2.5))", 2.5, { columns: { x: [1e6, 1e9] }, parameters: { L0: 3, alpha: 0.08 } }],
    ["power-law-const", "L(x_for(2.5))", 2.5, { columns: { x: [1e6, 1e9] }, parameters: { E: 1.7, A0: 2, alpha: 0.2 } }],
    ["power-law-const", "L(x_near_floor(0.01)) / E", 1.01, { columns: { x: [1e6, 1e9] }, parameters: { E: 1.7, A0: 2, alpha: 0.2 } }],
    ["shifted-power-law", "L(C_for(0.4))", 0.4, { columns: { C: [1e8, 1e12] }, parameters: { d: 0.1, a0: 0.9, b: 3e8, c: 0.15 } }],
    ["stretched-exponential", "L(x_for(2.5))", 2.5, { columns: { x: [1e6, 1e10] }, parameters: { E: 1.7, A: 4, reach: 0.5, kappa: 0.5 } }],
    // the loss is a share above that of data without end
    ["kaplan-nd", "L(1e9, D_enough(1e9, 0.02)) / L(1e9, 1e60)", 1.02, { columns: { N: [1e8, 1e9], D: [1e9, 1e10] }, parameters: { LN: 2.8, LD: 2.6, aN: 0.076, aD: 0.103 } }],
    ["over-training", "L_at(C_factor(500) * 1e21, 500) / L_at(1e21, M_opt)", 1, surface],
    ["over-training", "penalty(1e21, M_opt)", 0, surface],
    ["datastore", "without(N_equivalent(1e9, 1e11, 1e11), 1e11) - L(1e9, 1e11, 1e11)", 0, { columns: { ...surface.columns, T: [0, 1e12] }, parameters: { ...chinchilla, lam: 0.01, omega: 0.1 } }],
    ["parscale", "L(N_equivalent(1e9, 8), 1) - L(1e9, 8)", 0, { columns: { N: [1e9, 3e9], P: [1, 8] }, parameters: { L0: 1.2, r: 0.5, slope: 0.1, k: 0.4 } }],
    ["precursor", "value(N_crit(1e4))", 1e4, { columns: { N: [1e7, 1e9] }, set: { curve: "parabola" }, parameters: { m0: 4, m1: 0.7, m2: 0.03 } }],
    ["two-stage-sigmoid", "accuracy_at(C_for(0.7))", 0.7, { columns: { C: [1e20, 1e22] }, parameters: { E: 0.5, A0: 0.4, alpha: 0.15, top: 0.93, middle: 0.8, width: 0.08 } }],
    ["mcq-chain", "accuracy(C_for(0.6))", 0.6, { columns: { C: [1e20, 1e22], item: ["a", "b"] }, parameters: { right_0: -3, right_1: 0.25, wrong_0: -2.8, wrong_1: 0.12, item_sd: 1, item_share: 0.6, item_wrong_sd: 0.8, noise: 0.5, noise_share: 0.5, noise_wrong: 0.5 } }],
    ["loss-to-error", "err_at(loss_for(0.5))", 0.5, { columns: surface.columns, parameters: { eps: 0.857, gained: 0.9, gamma: 0.7146, alpha: 0.27 } }],
    ["step-law", "excess(lr_within(0.001), 1)", 0.001, { columns: surface.columns, parameters: { h_lr: 0.12, h_cross: -0.04, h_batch: 0.1 } }],
    ["step-law", "excess(1, batch_within(0.001))", 0.001, { columns: surface.columns, parameters: { h_lr: 0.12, h_cross: -0.04, h_batch: 0.1 } }],
  ];
  test.each(identities)("%s: %s is %d", (name, formula, expected, evaluation) => {
    expect(at(name, evaluation)(formula) - expected).toBeLessThan(1e-9 * Math.max(1, expected));
    expect(at(name, evaluation)(formula) - expected).toBeGreaterThan(-1e-9 * Math.max(1, expected));
  });
});

test("chinchilla, grouped: a family's compute factor is the compute that another needs for its loss", () => {
  const parameters = { E: 1.7, A0: 5, B0: 6, alpha: 0.34, beta: 0.36, log_A0_of: ["log(4)", "log(5)"], log_B0_of: ["log(6.5)", "log(6)"] };
  const value = at("chinchilla", { columns: { N: [1e8, 1e10], D: [1e10, 1e12], family: ["a", "b"] }, set: { grouped: "true" }, parameters });
  const [N0, D0] = [5e7, 5e9];
  const best = (A: number, B: number, C: number): number => {
    const N = lowest((size) => A * (size / N0) ** -0.34 + B * (C / (6 * size * D0)) ** -0.36, 1e6, 1e13, 20000);
    return A * (N / N0) ** -0.34 + B * (C / (6 * N * D0)) ** -0.36;
  };
  // family a with C is as good as the typical one with compute_factor C
  expect(best(5, 6, value("compute_factor[a]") * 1e21) / best(4, 6.5, 1e21)).toBeCloseTo(1, 6);
});

test("precision: beyond the critical tokens more data do harm after quantisation", () => {
  const columns = { N: [2e8, 2e9], D: [1e10, 1e12], P_w: [16, 16], P_a: [16, 16], P_kv: [16, 16], P_post: [4, 4] };
  const value = at("precision", { columns, set: { after: "weights" }, parameters: { L0: 3, r: 0.4, s: 0.5, alpha: 0.5, beta: 0.45, delta0: 0.02, gamma_post: 0.6, g_D: 0.5, g_N: 0.35 } });
  const [B, beta, slope] = ["B", "beta", "delta(1e9, 1e11, 4) / 1e11^g_D"].map(value) as [number, number, number];
  const turn = lowest((D) => B * D ** -beta + slope * D ** 0.5, 1e8, 1e15, 20000);
  expect(value("D_crit(1e9, 4)") / turn).toBeCloseTo(1, 2);
});

test("lr-sensitivity is the mean excess over rates, data-pruning's best share the lowest of its grid", () => {
  const rates = at("lr-sensitivity", { columns: { N: [1e8, 1e9], lr: [1e-3, 1e-2] }, parameters: { rise: 5, h: 0.03, log_lr_low: "log(2e-3)", wall: "log(3e-2)", wall_slope: 0.3, wall_width: 0.3 } });
  const mean = Array.from({ length: 25 }, (_, k) => rates(`excess(3e8, ${1e-3 * 300 ** (k / 24)})`)).reduce((a, b) => a + b) / 25;
  expect(rates("sensitivity(3e8, 1e-3, 0.3)")).toBeCloseTo(mean, 12);
  const pruning = at("data-pruning", { columns: { kept: [1e3, 1e5], share: [0.5, 0.5] }, parameters: { A0: 0.25, alpha: 0.3, shift: -0.05, bend: 0.15 } });
  for (const total of [2e3, 3e4, 1e7]) {
    const shares = Array.from({ length: 31 }, (_, k) => 0.05 ** (k / 30));
    const best = shares.reduce((a, b) => (pruning(`error_of_total(${total}, ${b})`) < pruning(`error_of_total(${total}, ${a})`) ? b : a));
    // the soft minimum may lie between two shares of nearly equal error
    expect(Math.abs(Math.log(pruning(`best_share(${total})`) / best))).toBeLessThan(0.1);
  }
});
