/** Section 8: whether the answer hangs on the prior. */

import type { Report, Sensitivity } from "../../lib/report.ts";
import { sensitivityFigure } from "../figures/sensitivity.ts";
import type { Section } from "../section.ts";
import { list, plural } from "../words.ts";

export function sensitivitySection({ sensitivity = [] }: Report): Section | undefined {
  const worst = sensitivity.find(({ verdict }) => verdict !== "none") ?? sensitivity[0];
  if (!worst) return undefined;
  const ok = worst.verdict === "none";
  return {
    number: 8,
    id: "sensitivity",
    name: "Prior sensitivity",
    finding: finding(sensitivity),
    tone: ok ? "pass" : "warn",
    folded: ok,
    blocks: sensitivity.map((each, i) => ({ figure: sensitivityFigure(`sensitivity-${i + 1}`, each) })),
  };
}

function finding(all: readonly Sensitivity[]): string {
  const hanging = all.filter(({ verdict }) => verdict !== "none").map(({ quantity }) => quantity);
  if (hanging.length === 0)
    return all.length === 1
      ? "The answer does not hang on the prior."
      : `None of ${plural(all.length, "answer")} hangs on the prior.`;
  return `The prior moves ${list(hanging.slice(0, 3))}${hanging.length > 3 ? ` and ${hanging.length - 3} more` : ""}.`;
}
