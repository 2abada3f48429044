/**
 * Simulation-based calibration of every shipped model: ranks of the truth among posterior draws are uniform.
 * A model fails when the smallest p-value over its quantities falls below 0.001 after Bonferroni: with the seed fixed
 * this is one chance in a thousand for a correct model, taken once.
 */
import { describe, expect, test } from "vitest";
import { rankUniformity } from "../../lib/posterior/sbc.ts";
import { models } from "../../models/index.ts";
import { sbc } from "../../study/sbc.ts";

const SIMULATIONS = process.env["CREDENCE_SLOW"] === "1" ? 1000 : 200;
/** small tables keep the quick set quick and the posteriors far from the prior and from normal alike */
const ROWS = 20;

describe("simulation-based calibration", () => {
  for (const [name, document] of models) {
    test(`${name}: ranks are uniform over ${SIMULATIONS} simulations of ${ROWS} rows`, { timeout: 600_000 }, () => {
      const { ranks, maxRank } = sbc(document, { simulations: SIMULATIONS, rows: ROWS, draws: 49 });
      const pValues = [...ranks].map(([quantity, values]) => [quantity, rankUniformity(values, maxRank).pValue] as const);
      const limit = 0.001 / pValues.length;
      expect(pValues.filter(([, p]) => !(p > limit))).toEqual([]);
    });
  }
});
