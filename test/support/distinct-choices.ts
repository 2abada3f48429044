/** The choices of the library's options that are not the default; one that several models share stands once. */
import type { ModelDocument, Patch } from "../../lib/model/document.ts";
import { models } from "../../models/index.ts";

export interface Choice {
  readonly name: string;
  readonly document: ModelDocument;
  readonly option: string;
  readonly choice: string;
  /** the choice, with those that it only means something beside */
  readonly set: Readonly<Record<string, string>>;
}

const BESIDE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "seed-variance items=crossed": { metric: "binomial" },
};

export function distinctChoices(): Choice[] {
  const seen = new Set<Patch>();
  return [...models].flatMap(([name, document]) =>
    Object.entries(document.options ?? {}).flatMap(([option, { default: standard, choices }]) =>
      Object.entries(choices).flatMap(([choice, patch]) => {
        // a `target` line draws no data
        if (choice === standard || seen.has(patch) || (patch["likelihood"] as Patch | undefined)?.["target"] !== undefined) return [];
        seen.add(patch);
        return [{ name, document, option, choice, set: { ...BESIDE[`${name} ${option}=${choice}`], [option]: choice } }];
      })));
}
