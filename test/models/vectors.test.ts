/** Laws of the library against numbers computed from their published formulas with other software, or printed by their authors. */
import { describe, expect, test } from "vitest";
import { models } from "../../models/index.ts";
import { type Evaluation, evaluateModel, isNear } from "../support/evaluate-model.ts";

interface Vector extends Evaluation {
  readonly model: string;
  readonly formula: string;
  readonly expected: readonly number[];
  readonly tolerance?: number;
}

/** Besiroglu et al. 2024, Table 1, through the pivots */
const chinchilla = { E: 1.8172, A0: "482.01 * N0^-0.3478", B0: "2085.43 * D0^-0.3658", alpha: 0.3478, beta: 0.3658 };

/** Li et al. 2025, eq. 1, through the pivots */
const stepLaw = { log_lr: "log(1.79) - 0.713 * log(N0) + 0.307 * log(D0)", aN: -0.713, aD: 0.307, log_batch: "log(0.58) + 0.571 * log(D0)", bD: 0.571 };

const vectors: readonly Vector[] = [
  { model: "step-law", formula: "lr_opt(1e9, 1e11)", columns: { N: [1e9], D: [1e11] }, parameters: stepLaw, expected: [0.001632499402447079] },
  { model: "step-law", formula: "batch_opt(1e11)", columns: { N: [1e9], D: [1e11] }, parameters: stepLaw, expected: [1107714.87], tolerance: 2e-8 },
  { model: "step-law", formula: "lr_opt(7e9, 1.4e12)", columns: { N: [1e9], D: [1e11] }, parameters: stepLaw, expected: [0.00091655690885] },
  { model: "step-law", formula: "batch_opt(1.4e12)", columns: { N: [1e9], D: [1e11] }, parameters: stepLaw, expected: [4998815.43] },
  {
    model: "loss-to-error", formula: "err_at(2.4425461091)", columns: { N: [1e9], D: [1e11] }, expected: [0.4718166790972279],
    parameters: { eps: 0.857, gained: "2.2065 / 0.857 * exp(-0.7146 * L_pivot)", gamma: 0.7146 },
  },
  { model: "chinchilla", formula: "mu", columns: { N: [70e9], D: [1.4e12] }, parameters: chinchilla, expected: [1.9738818631585637] },
  { model: "chinchilla", formula: "G", columns: { N: [70e9], D: [1.4e12] }, parameters: chinchilla, expected: [0.11962984977], tolerance: 1e-10 },
  { model: "chinchilla", formula: "N_opt(1e21)", columns: { N: [70e9], D: [1.4e12] }, parameters: chinchilla, expected: [2778459463.07], tolerance: 1e-11 },
  { model: "chinchilla", formula: "D_opt(1e21)", columns: { N: [70e9], D: [1.4e12] }, parameters: chinchilla, expected: [59985279210.3], tolerance: 1e-11 },
  {
    model: "kaplan-nd", formula: "mu", columns: { N: [1.5e9], D: [22e9] }, expected: [2.3125484833714913],
    parameters: { aN: 0.076, aD: 0.103, LN: "(6.4e13 / N0)^0.076", LD: "(1.8e13 / D0)^0.103" },
  },
];

describe("published laws", () => {
  for (const { model, formula, expected, tolerance = 1e-9, ...at } of vectors) {
    test(`${model}: ${formula} at ${JSON.stringify(at.columns)} is ${expected.join(", ")}`, () => {
      const values = evaluateModel(models.get(model)!, formula, at);
      expect(values.filter((value, k) => !isNear(value, expected[k]!, tolerance))).toEqual([]);
    });
  }
});
