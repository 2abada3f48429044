/** Curves and surfaces of loss against numbers computed from their published formulas with numpy, or printed by their authors. */
import { describe, expect, test } from "vitest";
import { models } from "../../models/index.ts";
import { type Evaluation, evaluateModel, isNear } from "../support/evaluate-model.ts";

interface Vector extends Evaluation {
  readonly model: string;
  readonly formula: string;
  readonly expected: readonly number[];
  readonly tolerance?: number;
  /** the row that is compared, where the others only make the range of the data; all by default */
  readonly row?: number;
}

/** Kaplan's pair, through the pivots of loss-trajectory */
function trajectory(Nc: number, aN: number, Sc: number, aS: number, Bstar: number, aB: number): Evaluation["parameters"] {
  const [capacity, training] = [`(${Nc} / N0)^${aN}`, `(${Sc} / S0)^${aS}`];
  return { L0: `${capacity} + ${training}`, r: `${training} / (${capacity} + ${training})`, aN, aS, Bref: `${Bstar} * Lref^(-1 / ${aB})`, aB };
}

const parscale = (E: number, A: number, k: number, alpha: number): Evaluation["parameters"] => ({
  L0: `${E} + (${A} / N0)^${alpha}`, r: `1 - ${E} / (${E} + (${A} / N0)^${alpha})`, k, slope: `${alpha} * (1 - ${E} / (${E} + (${A} / N0)^${alpha}))`,
});

/** Gadre et al. 2024, RedPajama, to the digits that the expected numbers were computed with; the code's b is written with 6^(-eta) */
const redPajama = { E: 1.8366, A0: "166.2 * N0^-0.27286", B0: "366.7 * 6^-0.13643 * D0^-0.27286", alpha: 0.27286 };

const muennighoff = {
  E: "exp(0.6254804)", A0: "exp(6.255414 - 0.3526596 * log(N0))", B0: "exp(7.3049974 - 0.3526596 * log(D0))",
  alpha: 0.3526596, beta: 0.3526596, R_D: 15.387756, R_N: 5.309743,
};

const kumarTotal = "(2.7648 + 4299 * N0^-0.4965 + 18060 * D0^-0.4965)";
const kumar = {
  L0: kumarTotal, r: `1 - 2.7648 / ${kumarTotal}`, s: "18060 * D0^-0.4965 / (4299 * N0^-0.4965 + 18060 * D0^-0.4965)",
  alpha: 0.4965, beta: 0.4965, gamma_w: 2.6745, gamma_a: 2.2102, gamma_kv: 0.9578,
};
const quantised = { ...kumar, delta0: "0.0598 * exp(-4 / 0.5907) * D0^0.5068 / N0^0.3439", gamma_post: 0.5907, g_D: 0.5068, g_N: 0.3439, robust: 1 };
const oneRun = { N: [220e6], D: [26e9], P_w: [8], P_a: [8], P_kv: [8] };

const bestBucket = { floor: "0.1 / (0.1 + (0.022 * 128)^-0.131)", Y1: "0.1 + (0.022 * 128)^-0.131", slope: "0.131 * (0.022 * 128)^-0.131 / (0.1 + (0.022 * 128)^-0.131)", tau: 3 };

const vectors: readonly Vector[] = [
  { model: "loss-trajectory", formula: "mu", columns: { N: [1e8], S: [5e4], B: [5e5] }, parameters: trajectory(6.5e13, 0.077, 2.1e3, 0.76, 2e8, 0.21), expected: [3.01463047578044] },
  { model: "loss-trajectory", formula: "B_crit(mu)", columns: { N: [1e8], S: [5e4], B: [5e5] }, parameters: trajectory(6.5e13, 0.077, 2.1e3, 0.76, 2e8, 0.21), expected: [1044631.03], tolerance: 1e-8 },
  { model: "loss-trajectory", formula: "mu", columns: { N: [33e9], S: [1e5], B: [4e6] }, parameters: trajectory(1.5e14, 0.076, 2.6e3, 0.67, 1.7e8, 0.205), expected: [2.047590626889355] },
  { model: "over-training", formula: "mu", columns: { N: [1439795200, 6889410560], D: [640 * 1439795200, 20 * 6889410560] }, parameters: redPajama, expected: [2.519604179, 2.4425461091] },
  { model: "over-training", formula: "b_code", columns: { N: [1e9], D: [1e10] }, parameters: redPajama, expected: [366.7] },
  {
    model: "data-constrained", formula: "mu", set: { corner: "1e-12" }, parameters: muennighoff,
    columns: { N: [6.34e9, 8.67e9], D: [242e9, 178e9], U: [25e9, 25e9] }, expected: [2.2256440889984477, 2.2269634],
    tolerance: 2e-8,
  },
  { model: "data-constrained", formula: "mu", set: { corner: "1e-12" }, parameters: muennighoff, columns: { N: [6.34e9], D: [242e9], U: [25e9] }, expected: [2.2256440889984477] },
  { model: "parscale", formula: "mu", columns: { N: [1.0884e9], P: [4] }, parameters: parscale(0.691207, 11307073.265, 0.3934568, 0.1893582), expected: [1.0790185546811344], tolerance: 1e-6 },
  { model: "parscale", formula: "mu", columns: { N: [1.0884e9], P: [4] }, parameters: parscale(1.2885876, 197516575.28, 0.3344324, 0.1962815), expected: [1.9524047606346768], tolerance: 1e-6 },
  {
    model: "bnsl", formula: "mu", columns: { x: [50, 100, 150, 200, 250, 300, 350, 400, 450, 500, 550, 600, 650, 700, 750, 800, 850, 900, 950, 1000] }, row: 9, expected: [2.0139076965823124],
    parameters: {
      a: 0.41388453071629455, b0: "2.2772722897737556 * x0^-0.055077348404973955", c0: 0.055077348404973955,
      at: ["log(612.5836172918001 / middle)"], c: [5.662903816010331], f: [0.059193036393742314],
    },
  },
  { model: "precision", formula: "mu", columns: oneRun, parameters: kumar, expected: [3.2089940725182133] },
  ...[[4, 0.191], [8, 0.828], [16, 0.994]].map(([bits, share]): Vector => ({
    model: "precision", formula: `share(${bits})`, set: { shares: "offset" }, columns: oneRun,
    parameters: { ...kumar, n_w: 0.3037, n_a: 1.4072, n_kv: 2.4185 }, expected: [share!], tolerance: 3e-3,
  })),
  ...[[3, 0.0955851], [4, 0.0175861], [5, 0.00323557]].map(([bits, harm]): Vector => ({
    model: "precision", formula: `delta(220e6, 26e9, ${bits})`, set: { after: "weights" }, columns: { ...oneRun, P_post: [4] },
    parameters: quantised, expected: [harm!], tolerance: 3e-6,
  })),
  // training at P bits throughout costs P / 16; with one gamma for all parts the best P is 1.904 gamma (e^x = 1 + 3 x)
  { model: "precision", formula: "P_opt", columns: oneRun, parameters: { ...kumar, gamma_w: 2, gamma_a: 2, gamma_kv: 2 }, expected: [3.808], tolerance: 3e-4 },
  {
    model: "data-filtering", formula: "mu", parameters: bestBucket, tolerance: 5e-6,
    columns: { pool: ["best", "best", "best"], rank: [1, 1, 1], pool_size: [12.8e6, 12.8e6, 12.8e6], n: [12.8e6, 64e6, 128e6] },
    expected: [0.97317, 0.86216, 0.84692],
  },
  { model: "data-filtering", formula: "a_code[best]", parameters: bestBucket, columns: { pool: ["best"], rank: [1], pool_size: [12.8e6], n: [12.8e6] }, expected: [0.022] },
];

describe("published curves and surfaces of loss", () => {
  for (const { model, formula, expected, tolerance = 1e-9, row, ...at } of vectors) {
    test(`${model}: ${formula} at ${JSON.stringify(at.columns)} is ${expected.join(", ")}`, () => {
      const all = evaluateModel(models.get(model)!, formula, at);
      const values = row === undefined ? all : [all[row]!];
      expect(values.map((value, k) => [value, expected[k]!] as const).filter(([value, wanted]) => !isNear(value, wanted, tolerance))).toEqual([]);
    });
  }
});

test("m4 satisfies its own equation from the plateau to the floor, for sharp and soft knees", () => {
  // a sharp knee comes closer to the plateau than float64 can tell from it: there the equation is checked beyond the knee
  for (const [a, first] of [[0.02, 1e5], [0.7, 1], [1, 1], [3, 1], [20, 1]] as const) {
    const x = [1, 100, 1e4, 1e6, 1e8].map((scale) => first * scale);
    const at = { columns: { x }, parameters: { E: 0.1, gap: 0.8, a, knee: "1e4 / middle", c: 0.4 } };
    const both = evaluateModel(models.get("m4")!, "(mu - E) / (eps0 - mu)^a * x^c / B", at);
    expect(both.filter((ratio) => !isNear(ratio, 1, 1e-8))).toEqual([]);
  }
});

test("a crossing of power laws is where the formula puts it; with floors it may not exist", () => {
  const columns = { x: [1e18, 1e22], family: ["a", "b"] };
  const [formula] = evaluateModel(models.get("crossover")!, "log10_x_cross[b]", { columns, parameters: { L0: [2.9, 3.1], alpha: [0.05, 0.07] } });
  expect(formula).toBeCloseTo(20 + Math.log10(3.1 / 2.9) / (0.07 - 0.05), 9);
  for (const law of ["power_law", "power_law_const", "shifted"]) {
    const parameters = { L0: [0.91, 1.53], alpha: [0.31, 0.27], E: [1.1, 2.3], shift: [0.7, 0.9] };
    expect(evaluateModel(models.get("crossover")!, "crosses[a]", { columns, set: { law }, parameters })[0], `${law}: a family does not cross itself`).toBe(0);
  }
  const floors = { law: "power_law_const" };
  const [never] = evaluateModel(models.get("crossover")!, "crosses[b]", { columns, set: floors, parameters: { L0: [1, 1.5], alpha: [0.3, 0.3], E: [1, 2] } });
  expect(never).toBe(0);
});

test("mixing one pool is that pool; more pools repeat their samples less", () => {
  const columns = { pool: ["p", "q"], rank: [1, 2], pool_size: [12.8e6, 12.8e6], n: [64e6, 128e6] };
  const parameters = { floor: 0.1, Y1: [0.97, 0.98], slope: ["0.131 * (1 - 0.097 / 0.97)", "0.1 * (1 - 0.097 / 0.98)"], tau: [3, 4] };
  const at = { columns, parameters };
  const [alone, mixed] = ["y_mix(1, 64e6)", "y_mix(2, 64e6)"].map((formula) => evaluateModel(models.get("data-filtering")!, formula, at)[0]!);
  expect(alone).toBeCloseTo(evaluateModel(models.get("data-filtering")!, "mu", at)[0]!, 12);
  // two pools of 12.8e6: 25.6e6 samples fresh, then 25.6e6 once repeated, then half of that twice, by hand
  const [d, b, first] = [0.1 * 0.97, (0.131 + 0.1) / 2, (Math.log(0.97 - 0.097) + Math.log(0.98 - 0.097)) / 2];
  const use = (j: number): number => (0.131 * 0.5 ** (j / 6) + 0.1 * 0.5 ** (j / 8)) / 2;
  const expected = d + Math.exp(first - b * Math.log(2) - use(1) * Math.log(2) - use(2) * Math.log(2.5 / 2));
  expect(mixed).toBeCloseTo(expected, 12);
});
