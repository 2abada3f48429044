/** The argument at which a quantity is largest. */
import { optimum as optimumOf } from "../../lib/forecast/optimum.ts";
import { quantityDraws } from "../quantity-draws.ts";
import { type Answering, functionOf, interval, number, text } from "./answer.ts";

const POINTS = 60;

/** @param asked `quantity` in one argument, a whole number `from` .. `to`; `what` is optimal, in words */
export const optimum: Answering = (asked) => {
  const quantity = functionOf(asked);
  if (!quantity) return undefined;
  const [from, to] = [number(asked, "from", 1), number(asked, "to", 1000)];
  const all = Array.from({ length: POINTS }, (_, k) => Math.round(from * (to / from) ** (k / (POINTS - 1))));
  const xs = [...new Set(all)];
  const curves = quantityDraws(asked.fit.density, asked.fit.sampled, quantity, xs.map((x) => [x]));
  const { q5, q50, q95 } = interval(optimumOf(xs, curves));
  const shown = (value: number): string => (value >= to ? `${to} or more` : value.toFixed(0));
  return { text: `${text(asked, "what")}: ${shown(q50)} (90 %: ${shown(q5)} to ${shown(q95)}).`, values: { q5, q50, q95 } };
};
