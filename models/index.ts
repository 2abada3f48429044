/** The library of named models. */
import type { ModelDocument } from "../lib/model/document.ts";
import { calibration } from "./calibration/index.ts";
import { emergence } from "./emergence/index.ts";
import { chinchilla } from "./scaling/chinchilla.ts";
import { kaplanNd } from "./scaling/kaplan-nd.ts";
import { powerLaw } from "./scaling/power-law.ts";
import { powerLawConst } from "./scaling/power-law-const.ts";
import { composition } from "./scaling/composition.ts";
import { dataPruning } from "./scaling/data-pruning.ts";
import { intrinsicDimension } from "./scaling/intrinsic-dimension.ts";
import { lossToError } from "./scaling/loss-to-error.ts";
import { lrAnnealing } from "./scaling/lr-annealing.ts";
import { lrSensitivity } from "./scaling/lr-sensitivity.ts";
import { mcqChain } from "./scaling/mcq-chain.ts";
import { multiPowerLaw } from "./scaling/multi-power-law.ts";
import { observational } from "./scaling/observational.ts";
import { precursor } from "./scaling/precursor.ts";
import { stepLaw } from "./scaling/step-law.ts";
import { threeRegime } from "./scaling/three-regime.ts";
import { twoStageSigmoid } from "./scaling/two-stage-sigmoid.ts";
import { variance } from "./variance/index.ts";

/** families in the order of the catalogue, each with its models */
export const families: ReadonlyMap<string, readonly ModelDocument[]> = new Map([
  ["loss curves", [powerLaw, powerLawConst]],
  ["loss surfaces", [kaplanNd, chinchilla]],
  ["training", [lrAnnealing, multiPowerLaw, stepLaw, lrSensitivity, precursor, intrinsicDimension, threeRegime, dataPruning]],
  ["downstream", [lossToError, twoStageSigmoid, observational, mcqChain]],
  ["mixtures of data", [composition]],
  ["emergence", emergence],
  ["calibration", calibration],
  ["evaluation variance", variance],
]);

export const models: ReadonlyMap<string, ModelDocument> = new Map(
  [...families.values()].flat().map((model) => [model.name, model]),
);
