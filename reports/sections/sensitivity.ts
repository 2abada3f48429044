/** Section 8: whether the answer hangs on the prior. */

import type { Report } from "../../lib/report.ts";
import { sensitivityFigure, sensitivityFinding } from "../figures/sensitivity.ts";
import type { Section } from "../section.ts";

export function sensitivitySection({ sensitivity = [] }: Report): Section | undefined {
  const worst = sensitivity.find(({ verdict }) => verdict !== "none") ?? sensitivity[0];
  if (!worst) return undefined;
  const ok = worst.verdict === "none";
  return {
    number: 8,
    id: "sensitivity",
    name: "Prior sensitivity",
    finding: `${sensitivityFinding(worst)}.`,
    tone: ok ? "pass" : "warn",
    folded: ok,
    blocks: sensitivity.map((each, i) => ({ figure: sensitivityFigure(`sensitivity-${i + 1}`, each) })),
  };
}
