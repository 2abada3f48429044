/** What an expectation claims, read from its text: an event in named quantities, or one of the questions that are not one draw's. */
import type { Ast } from "../../lib/formula/ast.ts";
import { parse } from "../../lib/formula/parse.ts";
import { CredenceError, nearest } from "../../lib/errors.ts";

/** A formula that is true or false in each draw. */
export interface DrawEvent {
  readonly kind: "event";
  /** the formula with `model.element` replaced by the aliases */
  readonly text: string;
  /** alias -> model and element of its posterior */
  readonly aliases: ReadonlyMap<string, { readonly model: string; readonly element: string }>;
  /** forecasts that it names */
  readonly forecasts: readonly string[];
  /** where the event is one comparison: left side less right side, or right less left, so that it holds above zero */
  readonly margin?: string;
}

export type Claim =
  | DrawEvent
  | { readonly kind: "coverage"; readonly holdout: string; readonly level: number }
  | { readonly kind: "drift"; readonly forecast: string }
  | { readonly kind: "calibrated" }
  | { readonly kind: "more_probable"; readonly first: string; readonly second: string };

/** Names that a claim may use. */
export interface Known {
  readonly models: readonly string[];
  readonly forecasts: readonly string[];
  readonly holdouts: readonly string[];
}

const QUESTIONS: Readonly<Record<string, string>> = {
  coverage: "coverage(holdout, 0.9)",
  drift: "drift(forecast, baseline)",
  calibrated: "calibrated(track_record)",
  more_probable: "more_probable(model, other)",
};

/** @throws CredenceError study/event, formula/* */
export function readClaim(that: string, known: Known): Claim {
  const question = /^\s*(\w+)\s*\(/.exec(that)?.[1];
  if (question !== undefined && Object.hasOwn(QUESTIONS, question)) {
    const inside = /^\s*\w+\s*\(([^()]*)\)\s*$/.exec(that)?.[1];
    return readQuestion(question, inside?.split(",").map((part) => part.trim()) ?? [], that, known);
  }
  return readEvent(that, known);
}

function readQuestion(name: string, args: readonly string[], that: string, known: Known): Claim {
  const [first = "", second = ""] = args;
  const one = (value: string, names: readonly string[], what: string): string => {
    if (names.includes(value)) return value;
    throw wrong(that, value, names.join(", ") || `a ${what} in this study`, nearest(value, names), `no ${what} ${JSON.stringify(value)} in this study`);
  };
  const count = { coverage: 2, drift: 2, calibrated: 1, more_probable: 2 }[name];
  if (args.length !== count || args.includes("")) throw wrong(that, that, QUESTIONS[name]!);
  if (name === "coverage") {
    const level = Number(second);
    if (!(level > 0 && level < 1)) throw wrong(that, second, "a level between 0 and 1, such as 0.9");
    return { kind: "coverage", holdout: one(first, known.holdouts, "hold-out"), level };
  }
  if (name === "drift") {
    if (second !== "baseline") throw wrong(that, second, "drift(forecast, baseline)");
    return { kind: "drift", forecast: one(first, known.forecasts, "forecast") };
  }
  if (name === "calibrated") {
    if (first !== "track_record") throw wrong(that, first, QUESTIONS[name]!);
    return { kind: "calibrated" };
  }
  if (first === second) throw wrong(that, that, "two different models");
  return { kind: "more_probable", first: one(first, known.models, "model"), second: one(second, known.models, "model") };
}

function readEvent(that: string, known: Known): DrawEvent {
  const aliases = new Map<string, { model: string; element: string }>();
  const names = new Map<string, string>();
  // longest first: one model's name may begin another's
  const models = [...known.models].sort((a, b) => b.length - a.length).map((name) => name.replace(/-/g, "\\-"));
  const dotted = new RegExp(`(?<![\\w.-])(${models.join("|")})\\.([A-Za-z_]\\w*(?:\\[[^\\]]*\\])?)`, "g");
  const withoutDots = that.replace(dotted, (whole, model: string, element: string) => {
    const alias = names.get(whole) ?? `quantity_${names.size + 1}`;
    names.set(whole, alias);
    aliases.set(alias, { model, element: element.replace(/\s*,\s*/g, ",") });
    return alias;
  });
  // a forecast's name may hold a hyphen, which a formula reads as minus
  const hyphened = [...known.forecasts].filter((name) => name.includes("-")).sort((a, b) => b.length - a.length);
  const text = hyphened.reduce((sofar, name) => sofar.replaceAll(new RegExp(`(?<![\\w.-])${name}(?![\\w-])`, "g"), forecastAlias(name)), withoutDots);
  const other = /([A-Za-z_][\w-]*)\.[A-Za-z_]/.exec(text);
  if (other) throw wrong(that, other[1]!, `one of the models: ${known.models.join(", ")}`, nearest(other[1]!, known.models));
  const { ast } = parse(text);
  checkNames(ast, text, known, aliases, that);
  if (!isBoolean(ast)) throw wrong(that, that, "a comparison, such as forecast < 2, or several joined by && and ||");
  const forecasts = known.forecasts.filter((name) => mentions(ast, forecastAlias(name)));
  const margin = marginOf(ast, text);
  return { kind: "event", text, aliases, forecasts, ...(margin === undefined ? {} : { margin }) };
}

/** a forecast's name as formulas can hold it */
export const forecastAlias = (name: string): string => name.replaceAll("-", "__");

function checkNames(ast: Ast, text: string, known: Known, aliases: ReadonlyMap<string, unknown>, that: string): void {
  const allowed = [...known.forecasts.map(forecastAlias), ...aliases.keys()];
  for (const name of namesIn(ast)) {
    if (allowed.includes(name)) continue;
    const candidates = [...known.forecasts, ...known.models.map((model) => `${model}.`)];
    const near = nearest(name, known.forecasts) ?? (known.models.includes(name) ? `${name}.<parameter>` : undefined);
    throw wrong(that, name, candidates.join(", ") || "a forecast", near, `unknown name ${JSON.stringify(name)} in ${JSON.stringify(text)}`);
  }
}

function namesIn(ast: Ast): string[] {
  switch (ast.kind) {
    case "number":
      return [];
    case "name":
      return [ast.name];
    case "unary":
      return namesIn(ast.operand);
    case "binary":
      return [...namesIn(ast.left), ...namesIn(ast.right)];
    case "call":
      return ast.args.flatMap(namesIn);
    case "vector":
      return ast.items.flatMap(namesIn);
    case "index":
      return [ast.target];
  }
}

const mentions = (ast: Ast, name: string): boolean => namesIn(ast).includes(name);

const COMPARES: ReadonlySet<string> = new Set(["<", "<=", ">", ">=", "==", "!="]);

function isBoolean(ast: Ast): boolean {
  if (ast.kind === "unary") return ast.operator === "!" && isBoolean(ast.operand);
  if (ast.kind !== "binary") return false;
  if (ast.operator === "&&" || ast.operator === "||") return isBoolean(ast.left) && isBoolean(ast.right);
  return COMPARES.has(ast.operator);
}

function marginOf(ast: Ast, text: string): string | undefined {
  if (ast.kind !== "binary" || !/^[<>]=?$/.test(ast.operator)) return undefined;
  const side = ({ start, end }: Ast): string => `(${text.slice(start, end)})`;
  const [left, right] = [side(ast.left), side(ast.right)];
  return ast.operator.startsWith(">") ? `${left} - ${right}` : `${right} - ${left}`;
}

function wrong(that: string, found: string, expected: string, near?: string, message?: string): CredenceError {
  return new CredenceError({
    code: "study/event",
    message: message ?? `${JSON.stringify(that)} is not an expectation`,
    found,
    expected,
    nearest: near,
  });
}
