/** Answers of a fit: one line each, by the kinds that its model declares. */
import { CredenceError, nearest } from "../../lib/errors.ts";
import type { Fit } from "../fit.ts";
import type { Answer, Answering } from "./answer.ts";
import { calibration } from "./calibration.ts";
import { decision } from "./decision.ts";
import { items } from "./items.ts";
import { optimum } from "./optimum.ts";
import { ranking } from "./ranking.ts";
import { sign } from "./sign.ts";
import { smallest } from "./smallest.ts";

export type { Answer } from "./answer.ts";

const kinds: ReadonlyMap<string, Answering> = new Map(Object.entries({ calibration, decision, items, optimum, ranking, sign, smallest }));

/** asked for by the text, the summary and the page of one fit */
const known = new WeakMap<Fit, readonly Answer[]>();

/**
 * @returns in the order of the document; an answer that the chosen options leave nothing to say on is left out
 * @throws CredenceError model/answer for an unknown kind, or a name that the model does not have
 */
export function answersOf(fit: Fit): readonly Answer[] {
  let answers = known.get(fit);
  if (!answers) known.set(fit, (answers = compute(fit)));
  return answers;
}

function compute(fit: Fit): Answer[] {
  return Object.entries(fit.document.answers ?? {}).flatMap(([id, declaration]) => {
    const answer = kinds.get(declaration.kind)?.({ fit, id, declaration });
    if (!kinds.has(declaration.kind)) throw unknownKind(id, declaration.kind);
    return answer ? [{ id, kind: declaration.kind, ...answer }] : [];
  });
}

function unknownKind(id: string, kind: string): CredenceError {
  return new CredenceError({
    code: "model/answer",
    message: `answer ${id} has the unknown kind ${JSON.stringify(kind)}`,
    where: { file: `answers.${id}` },
    expected: [...kinds.keys()].join(", "),
    nearest: nearest(kind, kinds.keys()),
  });
}
