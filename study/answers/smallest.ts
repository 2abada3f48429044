/** The smallest scale at which a quantity is above a level with 95 % probability. */
import { smallest as smallestOf } from "../../lib/forecast/smallest.ts";
import { quantityDraws } from "../quantity-draws.ts";
import { type Answering, functionOf, number, text } from "./answer.ts";
import { scale } from "./words.ts";

const POINTS = 100;
/** beyond the largest scale of the data the law is asked no further than this */
const DECADES = 4;

/** @param asked `quantity` in one argument, which is a column too; `level`, `assurance`, `what` the level means in words */
export const smallest: Answering = (asked) => {
  const quantity = functionOf(asked);
  const column = quantity && asked.fit.density.model.rows.columns.get(quantity.parameters[0]!);
  if (!quantity || quantity.parameters.length !== 1 || !column || column.kind === "factor") return undefined;
  const [level, assurance] = [number(asked, "level", 0.5), number(asked, "assurance", 0.95)];
  const [low, high] = [Math.log(Math.min(...column.values)), Math.log(Math.max(...column.values)) + DECADES * Math.LN10];
  const xs = Array.from({ length: POINTS }, (_, k) => Math.exp(low + ((high - low) * k) / (POINTS - 1)));
  const curves = quantityDraws(asked.fit.density, asked.fit.sampled, quantity, xs.map((x) => [x]));
  const { median, assured } = smallestOf(xs, curves, level, assurance);
  const [name] = quantity.parameters;
  const words = `${text(asked, "what")} ${level}`;
  const far = (x: number): string => (x === Infinity ? `more than ${scale(xs.at(-1)!)}` : scale(x));
  return {
    text: `${words} needs ${name} = ${far(median)} as likely as not, and ${name} = ${far(assured)} to be ${Math.round(assurance * 100)} % sure.`,
    values: { level, assurance, median: finite(median), assured: finite(assured) },
  };
};

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
