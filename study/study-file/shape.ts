/** What a value of a configuration file may be, as data: one table checks the file and makes its JSON Schema. */
import { CredenceError, nearest } from "../../lib/errors.ts";

export type Shape = TextShape | NumberShape | BooleanShape | ObjectShape | MapShape | ListShape | EitherShape | AnyShape;

interface Told {
  /** what it means, for the editor */
  readonly about?: string;
}

interface TextShape extends Told {
  readonly kind: "text";
  readonly oneOf?: readonly string[];
  /** the whole text must match; `means` says what matches in words */
  readonly pattern?: { readonly source: string; readonly means: string };
}

interface NumberShape extends Told {
  readonly kind: "number";
  readonly whole?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** whether `min` and `max` themselves are excluded */
  readonly open?: boolean;
}

interface BooleanShape extends Told {
  readonly kind: "boolean";
}

/** a set of entries with known names */
interface ObjectShape extends Told {
  readonly kind: "object";
  readonly required?: readonly string[];
  readonly fields: Readonly<Record<string, Shape>>;
}

/** a set of entries whose names the user chooses */
interface MapShape extends Told {
  readonly kind: "map";
  readonly of: Shape;
  /** what the names must be */
  readonly names?: { readonly source: string; readonly means: string };
  readonly atLeast?: number;
}

interface ListShape extends Told {
  readonly kind: "list";
  readonly of: Shape;
  readonly atLeast?: number;
}

/** one of several shapes that differ in the kind of value */
interface EitherShape extends Told {
  readonly kind: "either";
  readonly of: readonly Exclude<Shape, EitherShape>[];
}

/** checked elsewhere: a model document */
interface AnyShape extends Told {
  readonly kind: "any";
}

export type Path = readonly (string | number)[];

/**
 * Nothing when the value has the shape.
 * @throws CredenceError study/file at the first difference, with its path as `where.file` (`models.a.data`)
 */
export function checkShape(shape: Shape, value: unknown, path: Path = []): void {
  switch (shape.kind) {
    case "any":
      return;
    case "boolean":
      if (typeof value !== "boolean") throw wrong(path, value, "true or false");
      return;
    case "text":
      return checkText(shape, value, path);
    case "number":
      return checkNumber(shape, value, path);
    case "list":
      if (!Array.isArray(value)) throw wrong(path, value, "a list");
      if (value.length < (shape.atLeast ?? 0)) throw wrong(path, value, `at least ${shape.atLeast} entries`);
      value.forEach((item, k) => checkShape(shape.of, item, [...path, k]));
      return;
    case "either": {
      const fitting = shape.of.find((each) => isKind(each, value));
      if (!fitting) throw wrong(path, value, shape.of.map(kindWords).join(" or "));
      return checkShape(fitting, value, path);
    }
    default:
      return checkEntries(shape, value, path);
  }
}

function checkText({ oneOf, pattern }: TextShape, value: unknown, path: Path): void {
  if (typeof value !== "string") throw wrong(path, value, "a text");
  if (oneOf && !oneOf.includes(value)) throw wrong(path, value, oneOf.join(", "), nearest(value, oneOf));
  if (pattern && !new RegExp(`^(?:${pattern.source})$`, "u").test(value)) throw wrong(path, value, pattern.means);
}

function checkNumber(shape: NumberShape, value: unknown, path: Path): void {
  const { whole = false, min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, open = false } = shape;
  const isNumber = typeof value === "number" && Number.isFinite(value);
  const isInside = isNumber && (open ? value > min && value < max : value >= min && value <= max);
  if (!isInside || (whole && !Number.isInteger(value))) throw wrong(path, value, kindWords(shape));
}

function checkEntries(shape: ObjectShape | MapShape, value: unknown, path: Path): void {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(path, value, "name: value entries");
  const entries = Object.entries(value);
  if (shape.kind === "map") {
    if (entries.length < (shape.atLeast ?? 0)) throw wrong(path, value, `at least ${shape.atLeast} entries`);
    for (const [name, item] of entries) {
      if (shape.names && !new RegExp(`^(?:${shape.names.source})$`, "u").test(name))
        throw wrong([...path, name], name, shape.names.means, undefined, `${JSON.stringify(name)} cannot be a name here`);
      checkShape(shape.of, item, [...path, name]);
    }
    return;
  }
  const known = Object.keys(shape.fields);
  for (const [name] of entries) {
    if (known.includes(name)) continue;
    const message = `unknown key ${JSON.stringify(name)}${path.length > 0 ? ` in ${pathText(path)}` : ""}`;
    throw wrong([...path, name], name, known.join(", "), nearest(name, known), message);
  }
  for (const name of shape.required ?? []) {
    if (name in value) continue;
    throw wrong(path, Object.keys(value).join(", ") || "no entries", `a key ${JSON.stringify(name)}`, undefined, `${pathText(path)} has no ${name}`);
  }
  for (const [name, item] of entries) checkShape(shape.fields[name]!, item, [...path, name]);
}

function isKind(shape: Exclude<Shape, EitherShape>, value: unknown): boolean {
  switch (shape.kind) {
    case "any":
      return true;
    case "text":
      return typeof value === "string";
    case "list":
      return Array.isArray(value);
    case "number":
    case "boolean":
      return typeof value === shape.kind;
    default:
      return typeof value === "object" && value !== null && !Array.isArray(value);
  }
}

/** the kind of value in words */
function kindWords(shape: Exclude<Shape, EitherShape>): string {
  switch (shape.kind) {
    case "text":
      return shape.oneOf ? shape.oneOf.join(", ") : (shape.pattern?.means ?? "a text");
    case "number":
      return numberWords(shape);
    case "boolean":
      return "true or false";
    case "list":
      return "a list";
    default:
      return "name: value entries";
  }
}

function numberWords({ whole, min, max, open }: NumberShape): string {
  const noun = whole ? "a whole number" : "a number";
  if (min !== undefined && max !== undefined) return `${noun} ${open ? "between" : "from"} ${min} ${open ? "and" : "to"} ${max}`;
  if (min !== undefined) return `${noun} ${open ? ">" : "≥"} ${min}`;
  return max === undefined ? noun : `${noun} ${open ? "<" : "≤"} ${max}`;
}

/** `models.a.at[2]`; the root is the study */
export function pathText(path: Path): string {
  return path.map((part, k) => (typeof part === "number" ? `[${part}]` : k === 0 ? part : `.${part}`)).join("") || "the study";
}

/** An error about one entry of the file; whoever knows the file gives it line and column. */
export class StudyFileError extends CredenceError {
  readonly path: Path;

  constructor(path: Path, details: ConstructorParameters<typeof CredenceError>[0]) {
    super(details);
    this.path = path;
  }
}

function wrong(path: Path, value: unknown, expected: string, near?: string, message?: string): StudyFileError {
  const found = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return new StudyFileError(path, {
    code: "study/file",
    message: message ?? `${pathText(path)} cannot be ${short(found)}`,
    found: short(found),
    expected,
    nearest: near,
  });
}

const short = (text: string): string => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
