/** The model document: a model as plain data, and the check that an object is one. */
import { CredenceError, nearest } from "../errors.ts";
import { type BetweenDeclaration, priorBetween } from "./prior-between.ts";

export type ColumnKind = "real" | "positive" | "probability" | "count" | "binary" | "factor";

export interface ColumnDeclaration {
  readonly kind: ColumnKind;
  readonly unit?: string;
  readonly about?: string;
  /** the column may be absent or have empty cells; a likelihood line skips the rows whose response is missing */
  readonly optional?: boolean;
  /** of a factor: rows of a forecast may name a level that the fit has not seen; what belongs to it is drawn from its prior, given the rest */
  readonly new_levels?: boolean;
}

export type ConstraintName = "real" | "positive" | "ordered" | "simplex";

export interface ParameterDeclaration {
  readonly prior: string;
  readonly constraint?: ConstraintName;
  /** number of elements of a vector parameter */
  readonly size?: number;
  /** the form in which a hierarchical prior is sampled; a change of coordinates, never of the posterior */
  readonly centered?: boolean | "auto";
  /**
   * what a positive number of its own is multiplied by to make this parameter, or the odds of one between 0 and 1: a formula of
   * other such parameters (see multipliers.ts); a change of coordinates, never of the posterior
   */
  readonly multiplier?: string;
  /** an ordered parameter of the same size, with whose elements those of this one are put in order (see companions.ts) */
  readonly along?: string;
  readonly unit?: string;
  readonly about?: string;
}

/** A parameter as a person may write it: its prior a formula, or an interval and the mass in it, which is solved when the document is read. */
export interface WrittenParameter extends Omit<ParameterDeclaration, "prior"> {
  readonly prior: string | BetweenDeclaration;
}

/** RFC 7396 merge patch of a document: null removes */
export type Patch = { readonly [key: string]: Patch | string | number | boolean | null | readonly unknown[] };

/** A choice that changes the document: `--set name=value` applies the patch of that value. */
export interface OptionDeclaration {
  readonly about: string;
  readonly default: string;
  readonly choices: Readonly<Record<string, Patch>>;
}

/** What a table must be before the model reads it. Messages may hold {n}, {total} and {names}. */
export interface TableDeclaration {
  /** rows of two compared things that become one row an item, unless the table is of that form already */
  readonly pairs?: PairDeclaration;
  /** columns that together name a row, which may stand in the table once; `seed?` may be absent, without the others nothing is checked */
  readonly unique?: readonly string[];
  /** a formula of the columns that must hold in each row -> what is wrong where it does not */
  readonly require?: Readonly<Record<string, { readonly message: string; readonly fix?: string }>>;
  /** a formula of the columns -> what should be known of the rows where it holds */
  readonly note?: Readonly<Record<string, TableNote>>;
  readonly levels?: Readonly<Record<string, LevelNote>>;
}

export interface TableNote {
  readonly message: string;
  readonly remedy: string;
}

/** What should be known of levels of a factor (or of several crossed: `model, bench`): few rows, or a column that never changes in them. */
export interface LevelNote extends TableNote {
  readonly fewerThan?: number;
  readonly constant?: string;
  /** instead of `message` when it is so of all levels */
  readonly all?: string;
}

/** `by` names the item, `over` the two things compared; the first level of `over` becomes A. */
export interface PairDeclaration {
  readonly by: string;
  readonly over: string;
  /** a column of the long table -> its names for A and for B */
  readonly values: Readonly<Record<string, readonly [string, string]>>;
}

/** An answer in one line, computed from the draws of a fit; `kind` names the function that does (study/answers). */
export interface AnswerDeclaration {
  readonly kind: string;
  readonly [argument: string]: string | number | readonly (string | number)[];
}

export interface ModelDocument {
  readonly name: string;
  readonly title?: string;
  readonly about?: string;
  readonly source?: string;
  readonly data: Readonly<Record<string, ColumnDeclaration>>;
  readonly constants?: Readonly<Record<string, string | number>>;
  readonly parameters: Readonly<Record<string, string | ParameterDeclaration>>;
  readonly let?: Readonly<Record<string, string>>;
  readonly likelihood: Readonly<Record<string, string>>;
  readonly quantities?: Readonly<Record<string, string>>;
  readonly options?: Readonly<Record<string, OptionDeclaration>>;
  /** values printed in the literature: name of a parameter or quantity -> value and where it stands */
  readonly published?: Readonly<Record<string, { readonly value: number; readonly source: string }>>;
  readonly traps?: readonly string[];
  /** other models worth comparing on the same data */
  readonly siblings?: readonly string[];
  readonly table?: TableDeclaration;
  readonly answers?: Readonly<Record<string, AnswerDeclaration>>;
  /** how to draw a table from the model at published values */
  readonly simulation?: Simulation;
}

/**
 * How `simulate` makes a table: covariates first, then the response drawn at these parameters. Parameters that are not
 * listed are drawn from their priors given those that are.
 */
export interface Simulation {
  readonly rows: number;
  /** a formula in `row` (1-based) and `rows`; or the labels of a factor, each repeated `each` times before the next */
  readonly columns: Readonly<Record<string, string | { readonly labels: readonly string[]; readonly each?: number }>>;
  /** numbers or formulas in the constants; a list for a vector */
  readonly parameters: Readonly<Record<string, number | string | readonly (number | string)[]>>;
}

const kinds: readonly ColumnKind[] = ["real", "positive", "probability", "count", "binary", "factor"];
const documentKeys = ["name", "title", "about", "source", "data", "constants", "parameters", "let", "likelihood", "quantities",
  "options", "published", "traps", "siblings", "table", "answers", "simulation"];
const parameterKeys = ["prior", "constraint", "size", "centered", "multiplier", "along", "unit", "about"];
const betweenKeys = ["between", "mass", "family", "nu"];
const columnKeys = ["kind", "unit", "about", "optional", "new_levels"];

export interface WrittenDocument extends Omit<ModelDocument, "parameters"> {
  readonly parameters: Readonly<Record<string, string | WrittenParameter>>;
}

/** A library model, written in TypeScript: the document itself, typed. */
export function defineModel(document: WrittenDocument): ModelDocument {
  return checkDocument(document);
}

/**
 * Checks the shape of a document; formulas are checked when it is bound to data.
 * @throws CredenceError model/* naming the key
 */
export function checkDocument(input: unknown): ModelDocument {
  const document = record(input, "the model");
  checkKeys(document, documentKeys, "the model");
  for (const key of ["name", "data", "parameters", "likelihood"]) {
    if (document[key] === undefined) throw bad(key, `the model has no ${key}`, "missing", `a key ${JSON.stringify(key)}`);
  }
  if (typeof document["name"] !== "string") throw bad("name", "the model's name is not a text", String(document["name"]), "a short text");
  const data = Object.entries(record(document["data"], "data")).map(([name, value]) => [name, checkColumn(name, value)] as const);
  const written = record(document["parameters"], "parameters");
  const parameters = Object.entries(solvedPriors(written));
  for (const [name, value] of parameters) checkParameter(name, value);
  if (parameters.length === 0) throw noParameters();
  for (const section of ["constants", "let", "likelihood", "quantities"]) {
    for (const [name, value] of Object.entries(record(document[section] ?? {}, section))) {
      if (typeof value === "string" || (section === "constants" && typeof value === "number")) continue;
      throw bad(`${section}.${name}`, `${name} in ${section} is not a formula`, JSON.stringify(value), "a formula in quotes");
    }
  }
  if (Object.keys(document["likelihood"] as object).length === 0) throw bad("likelihood", "the model has no likelihood line", "{}", "response: distribution");
  return { ...(document as unknown as ModelDocument), data: Object.fromEntries(data), parameters: Object.fromEntries(parameters) as ModelDocument["parameters"] };
}

/** priors said as `between: [lo, hi], mass: 0.9` become formulas; anything else stays as it is */
function solvedPriors(parameters: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, value]) => {
      const prior = typeof value === "object" && value !== null ? (value as { prior?: unknown }).prior : undefined;
      if (typeof prior !== "object" || prior === null || !("between" in prior)) return [name, value];
      const place = `parameters.${name}`;
      checkKeys(prior as Record<string, unknown>, betweenKeys, `${place}.prior`);
      return [name, { ...(value as object), prior: priorBetween(prior as BetweenDeclaration, place) }];
    }),
  );
}

/** the long form of a parameter */
export function parameterDeclaration(declaration: string | ParameterDeclaration): ParameterDeclaration {
  return typeof declaration === "string" ? { prior: declaration } : declaration;
}

function checkColumn(name: string, value: unknown): ColumnDeclaration {
  const column = typeof value === "string" ? { kind: value } : record(value, `data.${name}`);
  checkKeys(column, columnKeys, `data.${name}`);
  const { kind } = column;
  if (!kinds.includes(kind as ColumnKind)) {
    throw bad(`data.${name}`, `column ${name} has no known kind`, String(kind), kinds.join(", "), nearest(String(kind), kinds));
  }
  return column as unknown as ColumnDeclaration;
}

function checkParameter(name: string, value: unknown): void {
  if (typeof value === "string") return;
  const place = `parameters.${name}`;
  const declaration = record(value, place);
  checkKeys(declaration, parameterKeys, place);
  const { prior, size, constraint, centered, multiplier, along } = declaration;
  if (typeof prior !== "string") throw bad(place, `parameter ${name} has no prior`, prior === undefined ? "no key prior" : JSON.stringify(prior), "prior: a distribution, such as normal(0, 1), or { between: [lo, hi], mass: 0.9 }");
  if (size !== undefined && !(Number.isInteger(size) && (size as number) >= 1)) throw bad(place, `size of ${name} is not a whole number ≥ 1`, String(size), "a whole number");
  const constraints = ["real", "positive", "ordered", "simplex"];
  if (constraint !== undefined && !constraints.includes(constraint as string)) {
    throw bad(place, `unknown constraint of ${name}`, String(constraint), constraints.join(", "), nearest(String(constraint), constraints));
  }
  if (centered !== undefined && centered !== "auto" && typeof centered !== "boolean") throw bad(place, `centered of ${name} is not auto, true or false`, String(centered), "auto, true or false");
  if (multiplier !== undefined && typeof multiplier !== "string") throw bad(place, `multiplier of ${name} is not a formula`, JSON.stringify(multiplier), "a formula in quotes");
  if (along !== undefined && (typeof along !== "string" || size === undefined || constraint !== undefined)) {
    throw bad(place, `${name} cannot go along with another parameter`, JSON.stringify(along), "the name of an ordered parameter, and a size of its own without constraint");
  }
}

function record(value: unknown, place: string): Record<string, unknown> {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw bad(place, `${place} is not a set of named entries`, JSON.stringify(value) ?? String(value), "name: value entries");
}

function checkKeys(object: Record<string, unknown>, known: readonly string[], place: string): void {
  for (const key of Object.keys(object)) {
    if (known.includes(key)) continue;
    throw bad(`${place}.${key}`, `unknown key ${JSON.stringify(key)} in ${place}`, key, known.join(", "), nearest(key, known));
  }
}

function noParameters(): CredenceError {
  return bad("parameters", "the model has no parameters", "{}", "at least one parameter with a prior");
}

function bad(key: string, message: string, found: string, expected: string, near?: string): CredenceError {
  return new CredenceError({ code: "model/document", message, where: { file: key }, found, expected, nearest: near });
}

/**
 * The document with its options chosen. A name that is no option but a constant gets that value or formula; a name that is
 * a parameter is fixed at it, a constant from then on, without prior.
 * @throws CredenceError model/option for an unknown name or value
 */
export function applyOptions(document: ModelDocument, chosen: Readonly<Record<string, string>> = {}): ModelDocument {
  const { options = {} } = document;
  let result: unknown = document;
  for (const [name, { default: standard, choices }] of Object.entries(options)) {
    const value = chosen[name] ?? standard;
    const patch = choices[value];
    if (!patch) {
      const known = Object.keys(choices);
      throw new CredenceError({ code: "model/option", message: `option ${name} of ${document.name} cannot be ${JSON.stringify(value)}`, expected: known.join(", "), nearest: nearest(value, known) });
    }
    result = mergePatch(result, patch);
  }
  for (const [name, value] of Object.entries(chosen)) if (!options[name]) result = mergePatch(result, fixing(result as ModelDocument, name, value));
  const chosenDocument = result as ModelDocument;
  if (Object.keys(chosenDocument.parameters).length === 0) throw noParameters();
  return { ...chosenDocument, parameters: solvedPriors(chosenDocument.parameters) as ModelDocument["parameters"] };
}

/** what makes a name a constant of this value; a parameter of several elements stays one */
function fixing(document: ModelDocument, name: string, value: string): Patch {
  const { options = {}, constants = {}, parameters, simulation } = document;
  const single = Object.keys(parameters).filter((key) => /^\w+$/.test(key) && parameterDeclaration(parameters[key]!).size === undefined);
  const patch = { constants: { [name]: value } };
  if (name in constants) return patch;
  if (single.includes(name)) return { ...patch, parameters: { [name]: null }, ...(simulation && { simulation: { parameters: { [name]: null } } }) };
  const known = [...Object.keys(options), ...Object.keys(constants), ...single];
  throw new CredenceError({
    code: "model/option",
    message: `model ${document.name} has no option ${JSON.stringify(name)}`,
    expected: known.join(", ") || "no options",
    nearest: nearest(name, known),
  });
}

function mergePatch(target: unknown, patch: unknown): unknown {
  if (typeof patch !== "object" || patch === null || Array.isArray(patch)) return patch;
  const result: Record<string, unknown> = typeof target === "object" && target !== null ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = mergePatch(result[key], value);
  }
  return result;
}
