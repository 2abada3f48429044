/** Which data columns of a model are responses, and which covariates its likelihood reads. */
import type { ModelDocument } from "../lib/model/document.ts";
import { parseDeclaration } from "../lib/formula/parse.ts";
import { namesIn, responsesOf } from "../lib/model/responses.ts";

/** columns that the likelihood reads, itself or through `let`, in the order of the document; optional ones left out */
export function covariatesOf(document: ModelDocument): string[] {
  const responses = responsesOf(document);
  const read = namesRead(document);
  return Object.entries(document.data).flatMap(([name, { optional }]) =>
    read.has(name) && !responses.has(name) && !optional ? [name] : [],
  );
}

function namesRead(document: ModelDocument): ReadonlySet<string> {
  const definitions = new Map(
    Object.entries(document.let ?? {}).map(([key, text]) => [parseDeclaration(key).name, text]),
  );
  const read = new Set<string>();
  const visit = (text: string): void => {
    for (const name of namesIn(text)) {
      if (read.has(name)) continue;
      read.add(name);
      visit(definitions.get(name) ?? "");
    }
  };
  Object.values(document.likelihood).forEach(visit);
  return read;
}
