/** Is the difference of two real, or noise; and how much more data would settle it. */
import { itemsToSettle } from "../../lib/forecast/items-to-settle.ts";
import { cellText } from "../../lib/data/table.ts";
import { NAME_A, NAME_B } from "../table/pairs.ts";
import { type Answering, type Asked, drawsOf, interval, number, shareOf, text } from "./answer.ts";
import { chance, estimate, roughly } from "./words.ts";

/** the better side must be better with this probability */
const DECIDED = 0.95;

/**
 * @param asked `difference` (B less A), `spread` (sd of one item's difference), `of` ("items"), `scale` and `unit` of the
 *   difference in words
 */
export const decision: Answering = (asked) => {
  const differences = drawsOf(asked, text(asked, "difference"));
  const spreads = drawsOf(asked, text(asked, "spread"));
  const factor = number(asked, "scale", 1);
  const pB = shareOf(differences, (value) => value > 0);
  const [better, worse] = pB >= 0.5 ? [nameOf(asked, NAME_B, "B"), nameOf(asked, NAME_A, "A")] : [nameOf(asked, NAME_A, "A"), nameOf(asked, NAME_B, "B")];
  const lead = differences.map((value) => (pB >= 0.5 ? value : -value) * factor);
  const p = Math.max(pB, 1 - pB);
  const n = asked.fit.table.rows;
  const of = text(asked, "of");
  const isReal = p >= DECIDED;
  const further = isReal ? 0 : Math.max(1, Math.ceil(itemsToSettle(differences, spreads) - n));
  const amount = estimate(interval(lead), text(asked, "unit"));
  return {
    text: isReal
      ? `Real: ${better} beats ${worse} by ${amount} on ${of} like these; probability ${chance(p)}.`
      : `Noise so far: ${better} leads ${worse} by ${amount}, but is better only with probability ${chance(p)}. About ${roughly(further)} more ${of} like these ${n.toLocaleString("en-US")} would settle it.`,
    values: { verdict: isReal ? "real" : "noise", better, worse, probability: p, ...interval(lead), further, used: n },
  };
};

function nameOf({ fit: { table } }: Asked, column: string, standard: string): string {
  const names = table.columns.get(column);
  return names ? cellText(names, 0) : standard;
}
