/**
 * Simulation-based calibration of every shipped model: ranks of the truth among posterior draws are uniform.
 * A model fails when the smallest p-value over its quantities falls below 0.001 after Bonferroni: with the seed fixed
 * this is one chance in a thousand for a correct model, taken once.
 * CREDENCE_SLOW=1 takes more simulations, and each choice of each option; a choice that several models share runs once.
 */
import { describe, expect, test } from "vitest";
import type { ModelDocument } from "../../lib/model/document.ts";
import { rankUniformity } from "../../lib/posterior/sbc.ts";
import { models } from "../../models/index.ts";
import { sbc } from "../../study/sbc.ts";
import { smallDesign } from "../support/crossed-designs.ts";

const isSlow = process.env["CREDENCE_SLOW"] === "1";
/** the models on which the rest of the test set stands */
const SPINE: ReadonlySet<string> = new Set(["power-law", "power-law-const", "kaplan-nd", "chinchilla"]);
/** a parameter for each item, model or run makes them slow; the quick set takes few of them */
const LARGE: ReadonlySet<string> = new Set(["observational", "mcq-chain", "pass-until", "seed-variance", "monotone-curve", "irt"]);
/** small tables keep the quick set quick and the posteriors far from the prior and from normal alike */
const ROWS = 20;

function check(document: ModelDocument, simulations: number, set: Readonly<Record<string, string>> = {}): void {
  const { ranks, maxRank } = sbc(smallDesign(document, ROWS), { simulations, draws: 49, set, sampler: { warmup: simulations < 100 ? 200 : 300 } });
  const pValues = [...ranks].map(([quantity, values]) => [quantity, rankUniformity(values, maxRank).pValue] as const);
  const limit = 0.001 / pValues.length;
  expect(pValues.filter(([, p]) => !(p > limit))).toEqual([]);
}

describe("simulation-based calibration", () => {
  for (const [name, document] of models) {
    const simulations = isSlow ? (SPINE.has(name) ? 1000 : 400) : SPINE.has(name) ? 200 : LARGE.has(name) ? 12 : 40;
    test(`${name}: ranks are uniform over ${simulations} simulations of ${ROWS} rows`, { timeout: 600_000 }, () => check(document, simulations));
  }
});

describe.runIf(isSlow)("simulation-based calibration of options", () => {
  const seen = new Set<unknown>();
  for (const [name, document] of models) {
    for (const [option, { default: standard, choices }] of Object.entries(document.options ?? {})) {
      for (const [choice, patch] of Object.entries(choices)) {
        if (choice === standard || seen.has(patch)) continue;
        seen.add(patch);
        test(`${name} with ${option}=${choice}: ranks are uniform over 200 simulations`, { timeout: 600_000 }, () => check(document, 200, { [option]: choice }));
      }
    }
  }
});
