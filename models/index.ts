/** The library of named models. */
import type { ModelDocument } from "../lib/model/document.ts";
import { emergence } from "./emergence/index.ts";
import { chinchilla } from "./scaling/chinchilla.ts";
import { kaplanNd } from "./scaling/kaplan-nd.ts";
import { powerLaw } from "./scaling/power-law.ts";
import { powerLawConst } from "./scaling/power-law-const.ts";

/** families in the order of the catalogue, each with its models */
export const families: ReadonlyMap<string, readonly ModelDocument[]> = new Map([
  ["loss curves", [powerLaw, powerLawConst]],
  ["loss surfaces", [kaplanNd, chinchilla]],
  ["emergence", emergence],
]);

export const models: ReadonlyMap<string, ModelDocument> = new Map(
  [...families.values()].flat().map((model) => [model.name, model]),
);
