/** A model by its library name, or from a YAML or JSON file whose lines its errors then point to. */
import { CredenceError, nearest } from "../lib/errors.ts";
import { parseJson } from "../lib/data/json-text.ts";
import { checkDocument, type ModelDocument } from "../lib/model/document.ts";
import { models } from "../models/index.ts";
import { readUtf8 } from "./disk.ts";

export interface LoadedModel {
  readonly document: ModelDocument;
  /** library name or path, as it was asked for */
  readonly source: string;
  /** Runs something that reads the document; an error about one of its keys gets that key's line and column. */
  locate<T>(run: () => T): T;
}

/**
 * The model called `name`: a file when it ends in .yaml, .yml or .json, else a model of the library.
 * @throws CredenceError model/unknown, model/yaml with line and column, model/document, data/file
 */
export async function loadModel(name: string): Promise<LoadedModel> {
  if (/\.(ya?ml|json)$/i.test(name)) return loadFile(name);
  const document = models.get(name);
  if (!document) throw unknownModel(name);
  return { document, source: name, locate: (run) => relocate(run, ({ file }) => ({ file: `model ${name}, ${file}` })) };
}

async function loadFile(path: string): Promise<LoadedModel> {
  const { YamlFile } = await import("./yaml-file.ts");
  const text = readUtf8(path);
  // JSON is YAML too, but its own errors speak of JSON
  if (/\.json$/i.test(path)) parseJson(text, { file: path });
  const file = new YamlFile(path, text);
  const locate: LoadedModel["locate"] = (run) => relocate(run, (where) => file.place(where));
  return { document: locate(() => checkDocument(file.value)), source: path, locate };
}

/** Gives an error whose place is a key of the document (`parameters.alpha`) the place of that key; data errors keep theirs. */
function relocate<T>(run: () => T, place: (where: { file: string; text?: string; start?: number }) => object): T {
  try {
    return run();
  } catch (error) {
    const where = error instanceof CredenceError ? error.details.where : undefined;
    if (!(error instanceof CredenceError) || where?.line !== undefined || !isKey(where?.file)) throw error;
    const details = { ...error.details, where: { ...where, ...place({ ...where, file: where!.file! }) } };
    throw new CredenceError(details, { cause: error.cause });
  }
}

const SECTIONS = /^(the model|name|data|constants|parameters|let|likelihood|quantities)(\.|$)/;

/** Tables have places too, but theirs are files and carry a line. */
const isKey = (file: string | undefined): boolean =>
  file !== undefined && SECTIONS.test(file) && !/\.(csv|tsv|txt|jsonl?|ndjson)$/i.test(file);

function unknownModel(name: string): CredenceError {
  const names = [...models.keys()];
  return new CredenceError({
    code: "model/unknown",
    message: `no model ${JSON.stringify(name)} in the library`,
    found: name,
    expected: `${names.join(", ")}; or a file ending in .yaml, .yml or .json`,
    nearest: nearest(name, names),
    fix: "credence models",
  });
}
