/** The forecasts of one fit's page under a study: the leading one first, each target with the event that the gate asks about. */
import type { Forecast, TargetEvent } from "../../lib/report.ts";
import type { StudyResult } from "../study-result.ts";

/**
 * @param fit the fit's name in the study
 * @param forecasts of its page: one a quantity, its targets in the order of the study's forecasts
 * @returns the same with events, and the id of the one that holds the study's leading forecast
 */
export function studyForecasts(
  fit: string,
  forecasts: readonly Forecast[],
  result: StudyResult,
): { readonly forecasts: readonly Forecast[]; readonly lead?: string } {
  const lead = result.plan.study.file.report?.lead ?? [...result.forecasts.keys()][0];
  const own = [...result.forecasts].filter(([, { spec }]) => spec.model === fit);
  let leading: string | undefined;
  const named = forecasts.map((forecast) => {
    const mine = own.filter(([, each]) => each.forecast.name === forecast.quantity).map(([id]) => id);
    const targets = forecast.targets.map((target, k) => ({ id: mine[k], target: withEvent(target, mine[k], result) }));
    if (lead !== undefined && mine.includes(lead)) leading = forecast.id;
    const sorted = [...targets.filter(({ id }) => id === lead), ...targets.filter(({ id }) => id !== lead)];
    return { ...forecast, targets: sorted.map(({ target }) => target) };
  });
  return { forecasts: named, ...(leading === undefined ? {} : { lead: leading }) };
}

/** the event of an expectation that says `forecast < number` */
function withEvent(
  target: Forecast["targets"][number],
  name: string | undefined,
  { outcomes, forecasts }: StudyResult,
): Forecast["targets"][number] {
  // the target shows the next observation, so that an event of the mean law is not its event
  if (name === undefined || forecasts.get(name)?.spec.of === "mean") return target;
  for (const { expectation, spec } of outcomes) {
    const [, id, sign, number] = /^\s*([\w-]+)\s*([<>])=?\s*([\d.eE+-]+)\s*$/.exec(spec.that) ?? [];
    if (id !== name || expectation.p === null || !Number.isFinite(Number(number))) continue;
    const event: TargetEvent = {
      side: sign === "<" ? "below" : "above",
      threshold: Number(number),
      p: expectation.p,
      mcse: expectation.mcse ?? 0,
      need: expectation.need,
      expectation: expectation.id,
    };
    return { ...target, event };
  }
  return target;
}
