/** Which level is best, and with which probability. */
import { type Answering, levelDraws, text } from "./answer.ts";
import { chance } from "./words.ts";

const SHOWN = 3;

/** @param asked `of` a parameter or quantity over one factor, larger is better; `what` a level is */
export const ranking: Answering = (asked) => {
  const draws = [...levelDraws(asked, text(asked, "of"))];
  if (draws.length < 2) return undefined;
  const total = draws[0]![1].length;
  const wins = new Map<string, number>(draws.map(([level]) => [level, 0]));
  for (let draw = 0; draw < total; draw++) {
    const [best] = draws.reduce((a, b) => (b[1][draw]! > a[1][draw]! ? b : a));
    wins.set(best, wins.get(best)! + 1);
  }
  const order = [...wins].map(([level, n]) => [level, n / total] as const).sort((a, b) => b[1] - a[1]);
  const [first, ...rest] = order.slice(0, SHOWN);
  const others = rest.filter(([, p]) => p >= 0.005).map(([level, p]) => `${level} ${chance(p)}`);
  return {
    text: `Best ${text(asked, "what")}: ${first![0]} with probability ${chance(first![1])}${others.length > 0 ? `, else ${others.join(", ")}` : ""}.`,
    values: Object.fromEntries(order),
  };
};
