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

const vectors: readonly Vector[] = [
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
