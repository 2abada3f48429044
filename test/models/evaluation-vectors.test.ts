/** Laws of emergence, sampling, calibration and survival against numbers computed from their published formulas with other software. */
import { describe, expect, test } from "vitest";
import { apgw } from "../../lib/distribution/apgw.ts";
import { models } from "../../models/index.ts";
import { type Evaluation, evaluateModel, isNear } from "../support/evaluate-model.ts";

interface Vector extends Evaluation {
  readonly model: string;
  readonly formula: string;
  readonly expected: readonly number[];
  readonly tolerance?: number;
}

const sizes = { N: [3e7, 1e8, 3e8, 1e9, 2.4e9] };
const beta = { a: 0.3, b: 4 };
const one = { tries: [1], passes: [1] };
const query = "8.19e9, 32, 8, 4608, 256, 8192, 4";

const vectors: readonly Vector[] = [
  // c0 at N0 = 1e9 is 2.3; the model's pivot is its largest size, 2.4e9
  { model: "task-scaling", formula: "exp(log_pu)", columns: sizes, parameters: { c0: "2.3 * (N0 / 1e9)^-0.15", alpha: 0.15 }, expected: [0.02040691, 0.03881935, 0.06359367, 0.10025884, 0.13306005], tolerance: 5e-7 },
  { model: "pass-at-k", formula: "1 - pass_at(10)", columns: one, parameters: beta, expected: [0.6737330772], tolerance: 1e-10 },
  { model: "pass-at-k", formula: "1 - pass_at(100)", columns: one, parameters: beta, expected: [0.3667607932], tolerance: 1e-9 },
  { model: "pass-at-k", formula: "1 - pass_at(1000)", columns: one, parameters: beta, expected: [0.1856006374], tolerance: 1e-9 },
  { model: "pass-at-k", formula: "1 - pass_at(10000)", columns: one, parameters: beta, expected: [0.0931122044], tolerance: 1e-9 },
  { model: "pass-at-k", formula: "k_for(1 - 0.1856006374)", columns: one, parameters: beta, expected: [1000], tolerance: 1e-6 },
  // the paper's cost function: P 8.19e9, 32 heads, 8 KV heads, 128 a head over 36 layers; units of 1e12
  { model: "kinetics", formula: `compute(8.19e9, 32, 4608, 256, 8192, 4) / 1e12`, columns: { N: [1e9] }, parameters: {}, expected: [620.852479524864] },
  { model: "kinetics", formula: `memory(8, 4608, 256, 8192, 4) / 1e12`, columns: { N: [1e9] }, parameters: {}, expected: [11306.50140671999] },
  { model: "kinetics", formula: `eflops(${query}) / 1e12`, columns: { N: [1e9] }, parameters: {}, expected: [620.852479524864 + 11306.50140671999] },
  { model: "benchmark-power", formula: "items_for(0.05)", columns: one, parameters: { accuracy: 0.7 }, expected: [2 * 2.8016 ** 2 * 0.21 / 0.0025] },
  { model: "platt", formula: "inv_logit(eta)", columns: { confidence: [0.9, 0.5, 1], correct: [1, 1, 1] }, parameters: { a: 1, b: 0 }, expected: [0.9, 0.5, 1 - 1e-6] },
  { model: "beta-calibration", formula: "inv_logit(eta)", columns: { confidence: [0.9, 0.2], correct: [1, 1] }, parameters: { a: 1, b: 1, c: 0 }, expected: [0.9, 0.2] },
  { model: "isotonic", formula: "inv_logit(eta)", columns: { confidence: [0.05, 0.95, 1, 0], correct: [1, 1, 1, 1] }, parameters: { climb: [0.05, 0.05, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1] }, expected: [0.05, 0.9, 0.9, 0.05], tolerance: 1e-12 },
];

describe("published laws of evaluation", () => {
  for (const { model, formula, expected, tolerance = 1e-9, ...at } of vectors) {
    test(`${model}: ${formula} at ${JSON.stringify(at.columns)} is ${expected.join(", ")}`, () => {
      const values = evaluateModel(models.get(model)!, formula, at);
      expect(values.filter((value, k) => !isNear(value, expected[k]!, tolerance))).toEqual([]);
    });
  }
});

/** Two types of items: r 0.87 on 58 % of them, 0.13 on the others; the verifier takes all right answers and a quarter of the wrong. */
describe("resampling with an imperfect verifier, the toy setting of its paper", () => {
  const items = Array.from({ length: 100 }, (_, k) => `p${k}`);
  const logit = (p: number): number => Math.log(p / (1 - p));
  const setting = {
    columns: { item: items, tries: items.map(() => 1), right: items.map(() => 1), accepted_right: items.map(() => 1), accepted_wrong: items.map(() => 0) },
    parameters: { mu: 0, tau: 1, r_of: items.map((_, k) => logit(k < 58 ? 0.87 : 0.13)), completeness: 1 - 1e-12, s: logit(0.75), rho: 0 },
  };
  const reward = (K: number, cost: number): number => evaluateModel(models.get("imperfect-verifier")!, `reward(${K}, ${cost})`, setting)[0]!;

  for (const [cost, best, value] of [[0.7, 3, 0.5245671016], [1, 2, 0.47238125], [2, 1, 0.3388]] as const) {
    test(`a wrong answer at ${cost}: ${best} tries are best and earn ${value}`, () => {
      const rewards = [1, 2, 3, 4, 5, 6].map((K) => reward(K, cost));
      expect(rewards.indexOf(Math.max(...rewards)) + 1).toBe(best);
      expect(isNear(rewards[best - 1]!, value, 1e-9)).toBe(true);
    });
  }
  test("without end, 0.284 of the accepted answers are wrong", () => {
    const [ceiling] = evaluateModel(models.get("imperfect-verifier")!, "ceiling", setting);
    expect(1 - ceiling!).toBeCloseTo(0.284, 3);
  });
});

describe("the power generalised Weibull family", () => {
  const table: [number, number[]][] = [
    [-0.5, [0.23463, 0.42265, 0.61242]],
    [0, [0.30273, 0.69315, 1.34245]],
    [1, [0.35355, 1, 2.82843]],
    [2, [0.37439, 1.16667, 4.16176]],
  ];
  test.each(table)("kappa %d: cumulative hazards at 0.5, 1, 2 with gamma 1.5", (kappa, expected) => {
    expect([0.5, 1, 2].map((t) => Number((-Math.log(apgw.ccdf!(t, [1, 1.5, kappa, 1]))).toFixed(5)))).toEqual(expected);
  });
  test("kappa -0.5 leaves exp(-1) for ever", () => {
    expect(apgw.ccdf!(Infinity, [1, 1.5, -0.5, 1])).toBeCloseTo(Math.exp(-1), 12);
    expect(apgw.quantile!(1 - Math.exp(-1) + 1e-9, [1, 1.5, -0.5, 1])).toBe(Infinity);
  });
});

describe("three-parameter item response", () => {
  const at = {
    columns: { model: ["low", "middle", "high"], item: ["i", "i", "i"] },
    parameters: { theta: [-2, 0.5, 60], b: 0, log_a: 0, guess: 0.25 },
    set: { items: "3pl" },
  };
  test("is right by knowing, or else by guessing", () => {
    const found = evaluateModel(models.get("irt")!, "inv_logit(eta)", at);
    expect(found.every((p, k) => isNear(p, [0.25 + 0.75 / (1 + Math.exp(2)), 0.25 + 0.75 / (1 + Math.exp(-0.5)), 1][k]!, 1e-14))).toBe(true);
  });
  test("keeps the probability of a slip where that of being right rounds to 1", () => {
    expect(evaluateModel(models.get("irt")!, "log1m_inv_logit(eta)", at)[2]).toBeCloseTo(Math.log(0.75) - 60, 12);
  });
});
