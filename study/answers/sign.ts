/** On which side of zero a quantity lies. */
import { type Answering, drawsOf, interval, shareOf, text } from "./answer.ts";
import { chance, estimate } from "./words.ts";

const DECIDED = 0.95;

/** @param asked `of` a scalar; `below` and `above`: what each side means in words */
export const sign: Answering = (asked) => {
  const name = text(asked, "of");
  const draws = drawsOf(asked, name);
  const below = shareOf(draws, (value) => value < 0);
  const p = Math.max(below, 1 - below);
  const side = text(asked, below > 0.5 ? "below" : "above");
  const opening = p >= DECIDED ? side : `Undecided; leaning to: ${side}`;
  return {
    text: `${opening} (probability ${chance(p)}; ${name} ${estimate(interval(draws))}).`,
    values: { probability_below: below, ...interval(draws) },
  };
};
