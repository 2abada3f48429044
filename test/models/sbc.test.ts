/**
 * Simulation-based calibration of every shipped model: ranks of the truth among posterior draws are uniform.
 * A model is suspect when the smallest p-value over its quantities falls below 0.001 after Bonferroni, one chance in a
 * thousand for a correct model; some two hundred are tried. A suspect is tried again under another seed, with four times
 * the simulations and chains that are thinned five times as much, since draws that remember each other spread their ranks
 * too; it fails when a quantity falls below the limit both times.
 * CREDENCE_SLOW=1 takes more simulations, and each choice of each option; a choice that several models share runs once.
 */
import { describe, expect, test } from "vitest";
import type { ModelDocument } from "../../lib/model/document.ts";
import { rankUniformity } from "../../lib/posterior/sbc.ts";
import { models } from "../../models/index.ts";
import { sbc } from "../../study/sbc.ts";
import { smallDesign } from "../support/crossed-designs.ts";
import { distinctChoices } from "../support/distinct-choices.ts";

const isSlow = process.env["CREDENCE_SLOW"] === "1";
/** the models on which the rest of the test set stands */
const SPINE: ReadonlySet<string> = new Set(["power-law", "power-law-const", "kaplan-nd", "chinchilla"]);
/** a parameter for each item, model or run makes them slow; the quick set takes few of them */
const LARGE: ReadonlySet<string> = new Set(["observational", "mcq-chain", "pass-until", "seed-variance", "monotone-curve", "irt", "imperfect-verifier"]);
/** laws whose root is solved for every row, or whose chains are slow */
const COSTLY: ReadonlyMap<string, number> = new Map([["m4", 8], ["loss-trajectory", 8], ["bnsl", 15], ["data-constrained", 20]]);
/**
 * laws whose prior makes tables with several explanations far apart (a knee within the data or beyond them; a break or
 * none; flat data after a decay or before it): one chain cannot weigh these modes, so it begins at the truth and ranks are those within the mode
 */
const SEVERAL_MODES: ReadonlySet<string> = new Set(["m4", "bnsl", "three-region", "stretched-exponential"]);
/** small tables keep the quick set quick and the posteriors far from the prior and from normal alike */
const ROWS = 20;

function simulationsOf(name: string): number {
  if (isSlow) return SPINE.has(name) ? 1000 : 200;
  return SPINE.has(name) ? 200 : LARGE.has(name) ? 12 : (COSTLY.get(name) ?? 30);
}

function check(document: ModelDocument, simulations: number, set: Readonly<Record<string, string>> = {}): void {
  const thin = SEVERAL_MODES.has(document.name) && isSlow ? 20 : 4;
  const suspects = unevenRanks(document, set, { seed: "1", simulations, thin });
  if (suspects.length === 0) return;
  const again = unevenRanks(document, set, { seed: "2", simulations: 4 * simulations, thin: 5 * thin });
  expect(again.filter(([quantity]) => suspects.some(([suspect]) => suspect === quantity))).toEqual([]);
}

/** quantities whose ranks are not uniform, with their p-values */
function unevenRanks(document: ModelDocument, set: Readonly<Record<string, string>>, options: { seed: string; simulations: number; thin: number }): (readonly [string, number])[] {
  const start = SEVERAL_MODES.has(document.name) ? "truth" : "anywhere";
  const { ranks, maxRank } = sbc(smallDesign(document, ROWS), { draws: 49, set, start, sampler: { warmup: options.simulations < 100 ? 200 : 300 }, ...options });
  const pValues = [...ranks].map(([quantity, values]) => [quantity, rankUniformity(values, maxRank).pValue] as const);
  return pValues.filter(([, p]) => !(p > 0.001 / pValues.length));
}

describe("simulation-based calibration", () => {
  for (const [name, document] of models) {
    const simulations = simulationsOf(name);
    test(`${name}: ranks are uniform over ${simulations} simulations of ${ROWS} rows`, { timeout: 7_200_000 }, () => check(document, simulations));
  }
});

describe.runIf(isSlow)("simulation-based calibration of options", () => {
  for (const { name, document, option, choice, set } of distinctChoices()) {
    test(`${name} with ${option}=${choice}: ranks are uniform over 200 simulations`, { timeout: 7_200_000 }, () => check(document, 200, set));
  }
});
