/** What an answer is, and what it is computed from. */
import type { AnswerDeclaration } from "../../lib/model/document.ts";
import { CredenceError, nearest } from "../../lib/errors.ts";
import { sortedQuantile } from "../../lib/posterior/quantile.ts";
import type { Fit } from "../fit.ts";
import { type QuantityFunction, quantityFunctions } from "../quantity-draws.ts";

/** One line that a newcomer understands, and the numbers behind it. */
export interface Answer {
  readonly id: string;
  readonly kind: string;
  readonly text: string;
  readonly values: Readonly<Record<string, number | string | readonly string[] | null>>;
}

export interface Asked {
  readonly fit: Fit;
  readonly id: string;
  readonly declaration: AnswerDeclaration;
}

/** @returns undefined when the fit has nothing to answer from */
export type Answering = (asked: Asked) => Omit<Answer, "id" | "kind"> | undefined;

/** @throws CredenceError model/answer when it is missing */
export function text({ id, declaration }: Asked, argument: string): string {
  const value = declaration[argument];
  if (typeof value === "string") return value;
  throw wrong(id, `answer ${id} (${declaration.kind}) has no ${argument}`, "a text");
}

export function number({ declaration }: Asked, argument: string, standard: number): number {
  const value = declaration[argument];
  return typeof value === "number" ? value : standard;
}

/** draws of one element of a parameter or quantity @throws CredenceError model/answer */
export function drawsOf({ fit, id }: Asked, element: string): Float64Array {
  const at = fit.draws.names.indexOf(element);
  if (at >= 0) return fit.draws.columns[at]!;
  throw wrong(id, `answer ${id} asks for ${element}, which the model does not have`, "a parameter or quantity", nearest(element, fit.draws.names));
}

/** draws of all elements of a parameter or quantity over one factor, by level */
export function levelDraws({ fit }: Asked, name: string): Map<string, Float64Array> {
  const own = fit.draws.names.flatMap((element, k) => {
    const level = element.startsWith(`${name}[`) ? element.slice(name.length + 1, -1) : undefined;
    return level === undefined ? [] : [[level, fit.draws.columns[k]!] as const];
  });
  return new Map(own);
}

/** a quantity with arguments, `PU(N)` @returns undefined when an option of the model took it away */
export function functionOf(asked: Asked, argument = "quantity"): QuantityFunction | undefined {
  const wanted = text(asked, argument).replaceAll(" ", "");
  return quantityFunctions(asked.fit.document).find(({ name, parameters }) => `${name}(${parameters.join(",")})` === wanted);
}

export function interval(draws: Float64Array): { q5: number; q50: number; q95: number } {
  const sorted = draws.filter((value) => !Number.isNaN(value)).sort();
  return { q5: sortedQuantile(sorted, 0.05), q50: sortedQuantile(sorted, 0.5), q95: sortedQuantile(sorted, 0.95) };
}

export const shareOf = (draws: Float64Array, holds: (value: number) => boolean): number =>
  draws.reduce((n, value) => n + (holds(value) ? 1 : 0), 0) / draws.length;

function wrong(id: string, message: string, expected: string, near?: string): CredenceError {
  return new CredenceError({ code: "model/answer", message, where: { file: `answers.${id}` }, expected, nearest: near });
}
