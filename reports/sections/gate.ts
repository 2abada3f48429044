/** Section 2: why the gate is green, red or undecided. */

import type { Expectation, Report, Tone, Verdict } from "../../lib/report.ts";
import { gateFigure } from "../figures/gate-strip.ts";
import { exact, fixed, integer, probability } from "../numbers.ts";
import type { GridTable, Section } from "../section.ts";
import { type Content, html } from "../svg/markup.ts";
import { bySeverity } from "./verdict.ts";

/** How a verdict is said, and its tone. */
export const VERDICTS: Readonly<
  Record<Verdict, { readonly word: string; readonly tone: Tone; readonly icon: string }>
> = {
  pass: { word: "pass", tone: "pass", icon: "✓" },
  fail: { word: "fail", tone: "fail", icon: "✗" },
  "undecided-draws": { word: "undecided: more draws", tone: "undecided", icon: "?" },
  "undecided-data": { word: "undecided: more data", tone: "undecided", icon: "?" },
  void: { word: "not evaluated", tone: "fail", icon: "–" },
};

export function gateSection({ gate }: Report): Section | undefined {
  if (!gate || gate.expectations.length === 0) return undefined;
  const worst = bySeverity(gate.expectations)[0];
  const figure = gateFigure(gate);
  const joint = gate.joint ? ` All hold together with probability ${probability(gate.joint.p, gate.joint.mcse)}.` : "";
  return {
    number: 2,
    id: "gate",
    name: "Gate",
    finding: `${worst ? stand(worst) : ""}${joint}`,
    tone: worst?.verdict === "fail" && worst.level === "warn" ? "warn" : VERDICTS[worst?.verdict ?? "pass"].tone,
    blocks: [
      ...(gate.expectations.some(({ p }) => p !== null) ? [{ figure }] : []),
      { table: gateTable(gate.expectations) },
    ],
  };
}

/** The worst expectation in words. */
function stand(worst: Expectation): string {
  const { id, verdict, p, mcse, need } = worst;
  if (verdict === "pass") return "Every expectation is met.";
  if (p === null) return `${id} was not evaluated${worst.reason ? `: ${worst.reason}` : ""}.`;
  const word = verdict === "fail" ? "fails" : "is undecided";
  return `${id} ${word}: probability ${probability(p, mcse ?? 0, need)} where ${exact(need)} is needed.`;
}

function gateTable(expectations: readonly Expectation[]): GridTable {
  return {
    caption: "Expectations",
    columns: [
      { label: "expectation" },
      { label: "event" },
      { label: "needed", numeric: true },
      { label: "probability ± MCSE", numeric: true },
      { label: "verdict" },
      { label: "level" },
      { label: "what would settle it" },
    ],
    rows: expectations.map((each) => [
      each.id,
      html`<code>${each.that}</code>`,
      exact(each.need),
      chance(each),
      verdictMark(each.verdict),
      each.level,
      remark(each),
    ]),
  };
}

/** `0.852 ± 0.017`, without an error that rounds to nought or stands in a bound already, or a dash when the event was not evaluated. */
export function chance({ p, mcse, need }: Expectation): string {
  if (p === null) return "–";
  const error = mcse ?? 0;
  return `${probability(p, error, need)}${error >= 0.0005 && p > 0 && p < 1 ? ` ± ${fixed(error, 0.001)}` : ""}`;
}

function verdictMark(verdict: Verdict): Content {
  const { word, tone, icon } = VERDICTS[verdict];
  return html`<span class="mark ${tone}"><span aria-hidden="true">${icon}</span> ${word}</span>`;
}

/** What would settle an expectation, or why it is as it is. */
export function remark({ settle, reason, verdict }: Expectation): string {
  const more = settle ? `about ${integer(settle.amount)} more ${settle.of}` : "";
  const draws = verdict === "undecided-draws" && !settle ? "more draws" : "";
  return [more || draws, reason].filter(Boolean).join("; ");
}
