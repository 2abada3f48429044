/** The document of one of a study's fits: the model with its options chosen and the study's priors put in. */
import { dirname, isAbsolute, join } from "node:path";
import { parse, parseDeclaration } from "../../lib/formula/parse.ts";
import { CredenceError, nearest } from "../../lib/errors.ts";
import {
  applyOptions,
  checkDocument,
  type ModelDocument,
  type ParameterDeclaration,
  parameterDeclaration,
} from "../../lib/model/document.ts";
import { standardNormalQuantile } from "../../lib/distribution/standard-normal.ts";
import { type LoadedModel, loadModel } from "../load-model.ts";
import { glob } from "../study-file/glob.ts";
import type { StudySource } from "../study-file/load-study.ts";
import type { ModelSpec, PriorSpec } from "../study-file/study-shape.ts";

const MASS = 0.9;

export interface FitDocument {
  readonly document: ModelDocument;
  /** library name or path */
  readonly source: string;
  readonly locate: LoadedModel["locate"];
}

/** @throws CredenceError study/*, model/*, formula/* with line and column of the study, or of the model's own file */
export async function fitDocument(study: StudySource, name: string, spec: ModelSpec): Promise<FitDocument> {
  const loaded = await study.at(["models", name, "model"], () => loadSpec(study, name, spec.model));
  const set = Object.fromEntries(Object.entries(spec.set ?? {}).map(([option, value]) => [option, String(value)]));
  // what is chosen is chosen: the fit must not apply the options' defaults again
  const { options: _, ...chosen } = study.at(["models", name, "set"], () => applyOptions(loaded.document, set));
  const parameters = { ...chosen.parameters };
  for (const [parameter, prior] of Object.entries(spec.priors ?? {}))
    study.at(["models", name, "priors", parameter], () => putPrior(chosen, parameters, parameter, prior));
  return { document: { ...chosen, parameters }, source: loaded.source, locate: loaded.locate };
}

async function loadSpec(study: StudySource, name: string, model: ModelSpec["model"]): Promise<LoadedModel> {
  if (typeof model !== "string") {
    const document = checkDocument({ ...model, name: model.name ?? name });
    return { document, source: `${study.path}, models.${name}`, locate: (run) => run() };
  }
  if (!/\.(ya?ml|json)$/i.test(model)) return loadModel(model.replace(/^\w+\//, ""));
  const [path] = isAbsolute(model) ? glob(model, dirname(model), study.root) : glob(model, study.folder, study.root);
  return loadModel(path ?? join(study.folder, model));
}

function putPrior(
  document: ModelDocument,
  parameters: Record<string, string | ParameterDeclaration>,
  name: string,
  prior: PriorSpec,
): void {
  const key = Object.keys(parameters).find((each) => each === name || parseDeclaration(each).name === name);
  if (key === undefined) {
    const known = Object.keys(parameters).map((each) => parseDeclaration(each).name);
    throw new CredenceError({
      code: "study/reference",
      message: `${document.name} has no parameter ${JSON.stringify(name)}`,
      found: name,
      expected: known.join(", "),
      nearest: nearest(name, known),
    });
  }
  const declared = parameterDeclaration(parameters[key]!);
  const text = typeof prior === "string" ? prior : priorBetween(prior.between, prior.mass ?? MASS, declared.prior);
  parse(text);
  parameters[key] = { ...declared, prior: text };
}

/** distributions whose values are positive: a prior between two limits keeps their support */
const POSITIVE = /^(lognormal|gamma|inv_gamma|exponential|weibull|half_\w+)\s*\(/;

/**
 * The normal, or for a positive parameter the lognormal, of which half of what is not in `mass` lies below `low` and half
 * above `high`.
 */
export function priorBetween([low, high]: readonly [number, number], mass: number, before: string): string {
  const isPositive = POSITIVE.test(before.trim());
  if (!(low < high) || (isPositive && low <= 0)) {
    throw new CredenceError({
      code: "study/prior",
      message: `a prior cannot lie between ${low} and ${high}`,
      found: `${low}, ${high}`,
      expected: isPositive ? "two numbers > 0, the lower first: the parameter is positive" : "two numbers, the lower first",
    });
  }
  const z = standardNormalQuantile((1 + mass) / 2);
  const digits = (value: number): string => String(Number(value.toPrecision(6)));
  if (!isPositive) return `normal(${digits((low + high) / 2)}, ${digits((high - low) / (2 * z))})`;
  return `lognormal(${digits(Math.log(low * high) / 2)}, ${digits(Math.log(high / low) / (2 * z))})`;
}
