/** A small subset of items that measures abilities nearly as well as all of them. */
import { itemSubset } from "../../lib/forecast/item-subset.ts";
import { type Answering, levelDraws, number, text } from "./answer.ts";

/** draws of each item that the choice averages over, and abilities it looks at */
const DRAWS = 50;
const ABILITIES = 60;

/** @param asked `ability`, `difficulty`, `discrimination` (its log): parameters over a factor; `size` of the subset */
export const items: Answering = (asked) => {
  const abilities = [...levelDraws(asked, text(asked, "ability")).values()];
  const difficulty = levelDraws(asked, text(asked, "difficulty"));
  const discrimination = levelDraws(asked, text(asked, "discrimination"));
  const guessing = levelDraws(asked, "guess");
  const names = [...difficulty.keys()];
  const size = Math.min(number(asked, "size", 50), Math.ceil(names.length / 4));
  if (abilities.length === 0 || discrimination.size === 0 || names.length < 8) return undefined;
  const total = abilities[0]!.length;
  const pick = Array.from({ length: Math.min(DRAWS, total) }, (_, k) => Math.floor((k * total) / Math.min(DRAWS, total)));
  const gather = (draws: ReadonlyMap<string, Float64Array>, f = (x: number) => x): Float64Array =>
    Float64Array.from(names.flatMap((name) => pick.map((draw) => f(draws.get(name)![draw]!))));
  const all = abilities.map((draws) => draws.reduce((sum, value) => sum + value, 0) / total).sort((x, y) => x - y);
  const step = Math.max(1, all.length / ABILITIES);
  const at = Array.from({ length: Math.min(ABILITIES, all.length) }, (_, k) => all[Math.floor(k * step)]!);
  const guess = guessing.size > 0 ? { guess: gather(guessing) } : {};
  const subset = itemSubset({ a: gather(discrimination, Math.exp), b: gather(difficulty), ...guess, items: names.length, draws: pick.length }, at, size);
  return {
    text: `${size} of ${names.length} items measure ability to ±${subset.error.toFixed(2)} (all: ±${subset.errorOfAll.toFixed(2)}, on a scale where models spread by 1); they are listed in the summary.`,
    values: { error: subset.error, error_of_all: subset.errorOfAll, items: subset.items.map((k) => names[k]!) },
  };
};
