/** Is the difference of two real, or noise; and how much more data would settle it. */
import { cellText } from "../../lib/data/table.ts";
import { mean, standardDeviation } from "../../lib/posterior/index.ts";
import { unitsToSettle, WANTED } from "../gate/settle.ts";
import { integer } from "../../reports/numbers.ts";
import { NAME_A, NAME_B } from "../table/pairs.ts";
import { type Answering, type Asked, drawsOf, interval, number, shareOf, text } from "./answer.ts";
import { chance, estimate, roughly } from "./words.ts";

/** the better side must be better with this probability */
const DECIDED = 0.95;

/**
 * What would settle it is counted as the gate counts it, so that a study says one number.
 * @param asked `difference` (B less A), `of` ("items"), `scale` and `unit` of the difference in words
 * @returns `further`: more items that bring a verdict with the gate's probability, `furtherEvenOdds` with one half; 0 when it is
 *   decided, null when a thousand times the items at hand would not do
 */
export const decision: Answering = (asked) => {
  const differences = drawsOf(asked, text(asked, "difference"));
  const factor = number(asked, "scale", 1);
  const pB = shareOf(differences, (value) => value > 0);
  const [better, worse] = pB >= 0.5 ? [nameOf(asked, NAME_B, "B"), nameOf(asked, NAME_A, "A")] : [nameOf(asked, NAME_A, "A"), nameOf(asked, NAME_B, "B")];
  const lead = differences.map((value) => (pB >= 0.5 ? value : -value) * factor);
  const p = Math.max(pB, 1 - pB);
  const n = asked.fit.table.rows;
  const of = text(asked, "of");
  const isReal = p >= DECIDED;
  const open = { mean: mean(differences), sd: standardDeviation(differences), noise: 0, units: n, need: DECIDED };
  const [further, furtherEvenOdds] = [WANTED, 0.5].map((odds) => (isReal ? 0 : (unitsToSettle(open, odds) ?? null))) as [number | null, number | null];
  const amount = estimate(interval(lead), text(asked, "unit"));
  return {
    text: isReal
      ? `Real: ${better} beats ${worse} by ${amount} on ${of} like these; probability ${chance(p)}.`
      : `Noise so far: ${better} leads ${worse} by ${amount}, but is better only with probability ${chance(p)}. ${settling(further, furtherEvenOdds, `more ${of} like these ${integer(n)}`)}`,
    values: { verdict: isReal ? "real" : "noise", better, worse, probability: p, ...interval(lead), further, furtherEvenOdds, used: n },
  };
};

function settling(further: number | null, even: number | null, more: string): string {
  if (further !== null && further === even) return `About ${roughly(further)} ${more} would settle it.`;
  const sure = further === null ? "; a thousand times as many as there are might not" : `, about ${roughly(further)} with probability ${WANTED}`;
  return even === null ? `A thousand times as many ${more.replace(/^more /, "")} would not settle it.` : `About ${roughly(even)} ${more} would settle it with even odds${sure}.`;
}

function nameOf({ fit: { table } }: Asked, column: string, standard: string): string {
  const names = table.columns.get(column);
  return names ? cellText(names, 0) : standard;
}
