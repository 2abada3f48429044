/** A model with its options in one word: `chinchilla:tied=true,noise=normal`, `laws/mine.yaml:floor=none`. */
import { CredenceError } from "../lib/errors.ts";
import { applyOptions, type ModelDocument } from "../lib/model/document.ts";
import { loadModel, type LoadedModel } from "./load-model.ts";

export interface ModelSpec extends LoadedModel {
  /** as it was written: the name of the fit among others */
  readonly name: string;
  readonly set: Readonly<Record<string, string>>;
  /** the document as it was loaded, before its options were chosen */
  readonly base: ModelDocument;
}

/**
 * @returns the document with its options chosen
 * @throws CredenceError as `loadModel`; model/option; usage/model for a text after the colon that names no options
 */
export async function loadSpec(name: string): Promise<ModelSpec> {
  const { source, set } = parseSpec(name);
  const loaded = await loadModel(source);
  return { ...loaded, name, set, base: loaded.document, document: applyOptions(loaded.document, set) };
}

function parseSpec(name: string): { source: string; set: Record<string, string> } {
  const at = name.search(/:\w+=/);
  if (at < 0) return { source: name, set: {} };
  const pairs = name.slice(at + 1).split(",").map((pair) => pair.split("="));
  if (pairs.some((pair) => pair.length !== 2 || pair.some((part) => part.trim() === ""))) {
    throw new CredenceError({
      code: "usage/model",
      message: `the options of ${JSON.stringify(name)} cannot be read`,
      found: name.slice(at + 1),
      expected: "MODEL:option=value,option=value",
    });
  }
  return { source: name.slice(0, at), set: Object.fromEntries(pairs.map(([option, value]) => [option!.trim(), value!.trim()])) };
}
