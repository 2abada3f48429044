/** Evaluation variance: seeds, items, prompts, comparisons. */
import type { ModelDocument } from "../../lib/model/document.ts";
import { benchmarkPower } from "./benchmark-power.ts";
import { betaBinomialScore } from "./beta-binomial-score.ts";
import { irt } from "./irt.ts";
import { monotoneCurve } from "./monotone-curve.ts";
import { pairedComparison } from "./paired-comparison.ts";
import { seedVariance } from "./seed-variance.ts";

export const variance: readonly ModelDocument[] = [pairedComparison, seedVariance, betaBinomialScore, monotoneCurve, irt, benchmarkPower];
