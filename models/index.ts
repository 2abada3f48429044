/** The library of named models. */
import type { ModelDocument } from "../lib/model/document.ts";
import { calibration } from "./calibration/index.ts";
import { emergence } from "./emergence/index.ts";
import { bnsl } from "./scaling/bnsl.ts";
import { chinchilla } from "./scaling/chinchilla.ts";
import { composition } from "./scaling/composition.ts";
import { crossover } from "./scaling/crossover.ts";
import { dataConstrained } from "./scaling/data-constrained.ts";
import { dataFiltering } from "./scaling/data-filtering.ts";
import { dataPruning } from "./scaling/data-pruning.ts";
import { datastore } from "./scaling/datastore.ts";
import { intrinsicDimension } from "./scaling/intrinsic-dimension.ts";
import { isoflop } from "./scaling/isoflop.ts";
import { kaplanNd } from "./scaling/kaplan-nd.ts";
import { lossToError } from "./scaling/loss-to-error.ts";
import { lossTrajectory } from "./scaling/loss-trajectory.ts";
import { lrAnnealing } from "./scaling/lr-annealing.ts";
import { lrSensitivity } from "./scaling/lr-sensitivity.ts";
import { m1 } from "./scaling/m1.ts";
import { m3 } from "./scaling/m3.ts";
import { m4 } from "./scaling/m4.ts";
import { mcqChain } from "./scaling/mcq-chain.ts";
import { multiPowerLaw } from "./scaling/multi-power-law.ts";
import { observational } from "./scaling/observational.ts";
import { overTraining } from "./scaling/over-training.ts";
import { parscale } from "./scaling/parscale.ts";
import { powerLawConst } from "./scaling/power-law-const.ts";
import { powerLaw } from "./scaling/power-law.ts";
import { precision } from "./scaling/precision.ts";
import { precursor } from "./scaling/precursor.ts";
import { projektor } from "./scaling/projektor.ts";
import { shiftedPowerLaw } from "./scaling/shifted-power-law.ts";
import { stepLaw } from "./scaling/step-law.ts";
import { stretchedExponential } from "./scaling/stretched-exponential.ts";
import { threeRegime } from "./scaling/three-regime.ts";
import { threeRegion } from "./scaling/three-region.ts";
import { twoStageSigmoid } from "./scaling/two-stage-sigmoid.ts";
import { waiting } from "./survival/index.ts";
import { variance } from "./variance/index.ts";

/** families in the order of the catalogue, each with its models */
export const families: ReadonlyMap<string, readonly ModelDocument[]> = new Map([
  ["loss curves", [powerLaw, powerLawConst, stretchedExponential, threeRegion, m1, m3, m4, shiftedPowerLaw, bnsl, crossover]],
  ["loss surfaces", [
    kaplanNd, lossTrajectory, chinchilla, isoflop, overTraining, dataConstrained, dataFiltering, parscale, precision, datastore, projektor,
  ]],
  ["training", [lrAnnealing, multiPowerLaw, stepLaw, lrSensitivity, precursor, intrinsicDimension, threeRegime, dataPruning]],
  ["downstream", [lossToError, twoStageSigmoid, observational, mcqChain]],
  ["mixtures of data", [composition]],
  ["emergence", emergence],
  ["calibration", calibration],
  ["evaluation variance", variance],
  ["waiting times", waiting],
]);

export const models: ReadonlyMap<string, ModelDocument> = new Map(
  [...families.values()].flat().map((model) => [model.name, model]),
);
