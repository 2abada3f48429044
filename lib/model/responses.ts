/** Which data columns of a document are responses. */
import type { ModelDocument } from "./document.ts";

/** the column that each likelihood line is about: the first one named on its left */
export function responsesOf(document: ModelDocument): ReadonlySet<string> {
  return new Set(Object.keys(document.likelihood).flatMap((left) => namesIn(left).find((name) => name in document.data) ?? []));
}

/** every name in a formula, functions included */
export const namesIn = (text: string): readonly string[] => text.match(/[A-Za-z_]\w*/g) ?? [];
