/** The scale of a prior, found in its formula and multiplied; which priors have one that is a plain number. */
import { distributions } from "../distribution/index.ts";
import type { Ast } from "../formula/ast.ts";
import { parse, parseDeclaration } from "../formula/parse.ts";
import { type ModelDocument, parameterDeclaration } from "./document.ts";

/** names that parameters of our distributions have where they are a scale, or one over it */
const SCALES = ["sigma", "scale"];
const INVERSE_SCALE = "rate";

/**
 * The prior with its scale multiplied: `normal(0, 1)` by 2 is `normal(0, (1) * 2)`; a rate is divided.
 * @returns undefined for a family without a scale (beta, uniform, flat, mixtures) and for a scale that is itself unknown
 */
export function scaledPrior(prior: string, factor: number, unknown: ReadonlySet<string>): string | undefined {
  const { ast } = parse(prior);
  const family = ast.kind === "call" ? distributions.get(ast.name) : undefined;
  if (ast.kind !== "call" || !family || family.proper === false) return undefined;
  const at = family.parameters.findIndex(({ name }) => SCALES.includes(name) || name === INVERSE_SCALE);
  const scale = ast.args[at];
  if (!scale || namesIn(prior, scale).some((name) => unknown.has(name))) return undefined;
  const operator = family.parameters[at].name === INVERSE_SCALE ? "/" : "*";
  const text = prior.slice(scale.start, scale.end);
  return `${prior.slice(0, scale.start)}(${text}) ${operator} ${factor}${prior.slice(scale.end)}`;
}

/** Names of the document's parameters, and those of `let` lines, which may depend on them. */
export function unknownNames(document: ModelDocument): ReadonlySet<string> {
  const keys = [...Object.keys(document.parameters), ...Object.keys(document.let ?? {})];
  return new Set(keys.map((key) => parseDeclaration(key).name));
}

/** Whether a prior names no other unknown: those at the top of a hierarchy, whose numbers somebody chose. */
export function isTopLevel(document: ModelDocument, key: string): boolean {
  const { prior } = parameterDeclaration(document.parameters[key]);
  const unknown = unknownNames(document);
  return !namesIn(prior, parse(prior).ast).some((name) => unknown.has(name));
}

const namesIn = (text: string, { start, end }: Ast): readonly string[] =>
  text.slice(start, end).match(/[A-Za-z_]\w*/g) ?? [];
