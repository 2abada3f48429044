/** Section 6: whether the model fits what was seen and what was held out. */

import type { Report } from "../../lib/report.ts";
import { figureOf } from "../figures/index.ts";
import { figureBlocks, type Section } from "../section.ts";
import { list, plural } from "../words.ts";

export function checksSection({ checks = [] }: Report): Section | undefined {
  if (checks.length === 0) return undefined;
  const bad = checks.filter(({ tone }) => tone !== "pass");
  const order = [...checks].sort((a, b) => Number(a.tone === "pass") - Number(b.tone === "pass"));
  return {
    number: 6,
    id: "checks",
    name: "Does it fit",
    finding:
      bad.length === 0
        ? `Yes: ${plural(checks.length, "check")} found nothing against it.`
        : `In doubt: ${list(bad.map(({ figure }) => figureOf(figure).title))}.`,
    tone: bad.length === 0 ? "pass" : bad.some(({ tone }) => tone === "fail") ? "fail" : "warn",
    folded: bad.length === 0,
    blocks: figureBlocks(order.map(({ figure }) => figureOf(figure))),
  };
}
