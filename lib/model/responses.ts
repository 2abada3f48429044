/** Which data columns of a document are responses. */
import type { ModelDocument } from "./document.ts";

/** data columns on the left of a likelihood line */
export function responsesOf(document: ModelDocument): ReadonlySet<string> {
  return new Set(Object.keys(document.likelihood).flatMap(namesIn).filter((name) => name in document.data));
}

/** every name in a formula, functions included */
export const namesIn = (text: string): readonly string[] => text.match(/[A-Za-z_]\w*/g) ?? [];
