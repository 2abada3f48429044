/** The probability of an event in forecasts of one point: `loss < 1.9`, `loss < 1.9 && N_opt > 1e10`. */
import { CredenceError } from "../../lib/errors.ts";
import { located } from "../../lib/model/located.ts";
import { evaluateFormula } from "../../lib/model/evaluate.ts";
import { essTail, eventProbability, type Probability } from "../../lib/posterior/index.ts";
import type { Point } from "../point.ts";
import type { Forecast } from "../predict.ts";

export interface EventForecast extends Probability {
  readonly event: string;
  readonly at: Point;
}

/** `N_opt(C)` is N_opt in an event */
export const eventName = (name: string): string => name.replace(/\(.*/, "");

/**
 * @param forecasts of one point by one fit: names of the event are theirs, and the coordinates of the point
 * @param event a formula that is true or false in each draw
 * @throws CredenceError formula/* with a caret; forecast/event when it is neither true nor false
 */
export function eventForecast(forecasts: readonly Forecast[], event: string, chains: number): EventForecast {
  const names = new Map<string, number | Float64Array>();
  const [first] = forecasts;
  for (const [name, value] of Object.entries({ ...first!.at, ...first!.chosen })) if (typeof value === "number") names.set(name, value);
  for (const { name, draws } of forecasts) names.set(eventName(name), draws);
  const truth = located("--event", () => evaluateFormula(event, names, first!.draws.length));
  const odd = truth.find((value) => value !== 0 && value !== 1);
  if (odd !== undefined) {
    throw new CredenceError({
      code: "forecast/event",
      message: "an event is true or false in every draw",
      where: { file: "--event", text: event, start: 0, end: event.length },
      found: `a value of ${odd}`,
      expected: `a comparison, such as ${[...names.keys()].at(-1)} < 2`,
    });
  }
  const fallback = essTail(first!.draws, chains);
  return { event, at: first!.at, ...eventProbability(truth, chains, Number.isNaN(fallback) ? first!.draws.length : fallback) };
}
