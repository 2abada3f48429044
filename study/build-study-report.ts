/** A whole study -> one report: the reports of its fits under one verdict, with what was found by comparing them. */
import type { FigureData, FigureOf } from "../lib/report-figures.ts";
import type { Report, TargetEvent } from "../lib/report.ts";
import type { FitComparison } from "./compare.ts";
import { withChoiceOfLaw } from "./report/choice-of-law.ts";
import { reportComparison } from "./report/comparison.ts";

/** One fit's report under the name it has in the study. */
export interface NamedReport {
  readonly name: string;
  readonly report: Report;
}

/** One comparison under the id it has in the study. */
export interface NamedComparison {
  readonly id: string;
  readonly comparison: FitComparison;
}

/** What a study adds to the reports of its fits. */
export interface StudyParts extends Pick<Report, "title" | "run" | "gate" | "since" | "downloads" | "checks"> {
  readonly fits: readonly NamedReport[];
  readonly comparisons?: readonly NamedComparison[];
  /** id of the forecast that the verdict speaks about, as `forecastId` makes it */
  readonly lead?: string;
  /** what the gate asks of a forecast's first target, by the forecast's id */
  readonly events?: ReadonlyMap<string, TargetEvent>;
}

/** The id of a fit's forecast in the study's report. */
export function forecastId(fit: string, id: string, fits: number): string {
  return fits > 1 ? `${fit}-${id}` : id;
}

/**
 * The leading fit comes first everywhere.
 * @returns plain JSON; ids of forecasts and figures carry the fit's name where there are several fits
 */
export function buildStudyReport({ fits, comparisons = [], events, checks = [], ...rest }: StudyParts): Report {
  const leading = fits.find(({ name }) => rest.lead?.startsWith(`${name}-`)) ?? fits[0]!;
  const isBrief = fits.length > MOST_WHOLE;
  const named = [leading, ...fits.filter((fit) => fit !== leading)].map((fit) => {
    const whole = fits.length > 1 ? underName(fit) : fit.report;
    return isBrief && fit !== leading ? brief(whole) : whole;
  });
  const all = <K extends "answers" | "statements" | "uncertainty" | "checks" | "parameters" | "sensitivity" | "sampler">(key: K) =>
    named.flatMap((report) => (report[key] ?? []) as readonly NonNullable<Report[K]>[number][]);
  const forecasts = named
    .flatMap((report) => report.forecasts ?? [])
    .map((forecast) => {
      const event = events?.get(forecast.id);
      const [first, ...others] = forecast.targets;
      return event && first ? { ...forecast, targets: [{ ...first, event }, ...others] } : forecast;
    });
  const answers = joinEmergence(all("answers"), comparisons);
  const data = named.flatMap((report) => report.data ?? []);
  const compared = comparisons.map(({ id, comparison }) => reportComparison(id, comparison, ribbonOf(fits, comparison)));
  const leadingRibbon = compared.find(({ models }) => models.some(({ name }) => name === leading.name))?.ribbon;
  const first = forecasts.find(({ id }) => id === rest.lead) ?? forecasts[0];
  const settings = named.find(({ method }) => method)?.method?.settings;
  return {
    schema: fits[0]!.report.schema,
    ...rest,
    ...(isBrief
      ? {
          notes: [
            `The page shows all figures of ${leading.name}; of the other ${fits.length === 2 ? "fit" : "fits"} the numbers, and whatever failed.`,
          ],
        }
      : {}),
    forecasts,
    ...(answers.length > 0 ? { answers } : {}),
    ...(all("statements").length > 0 ? { statements: all("statements") } : {}),
    uncertainty: all("uncertainty").map((split, i) => (i === 0 ? withChoiceOfLaw(split, first, leadingRibbon) : split)),
    ...(compared.length > 0 ? { comparisons: compared } : {}),
    checks: [...checks, ...all("checks")],
    parameters: all("parameters"),
    sensitivity: all("sensitivity"),
    sampler: all("sampler"),
    data: data.filter(({ hash, name }, i) => data.findIndex((each) => each.hash === hash && each.name === name) === i),
    method: {
      models: named.flatMap((report) => report.method?.models ?? []),
      ...(settings ? { settings } : {}),
    },
  };
}

/** a page of more fits shows all figures of the leading one only: two whole ones would make it half a megabyte */
const MOST_WHOLE = 1;

/** The report with the figures that nobody needs of a fit that passed beside others. */
function brief(report: Report): Report {
  const { forecasts, answers, checks, parameters, sensitivity, sampler } = report;
  return {
    ...report,
    ...(forecasts && {
      forecasts: forecasts.map(({ fan: _fan, ...forecast }) => forecast),
    }),
    ...(answers && { answers: answers.filter(({ kind }) => kind !== "surface" && kind !== "allocation") }),
    ...(checks && { checks: checks.filter(({ tone }) => tone !== "pass") }),
    ...(parameters && {
      parameters: parameters.map((fit) => ({
        ...fit,
        rows: fit.rows.map(({ prior: _p, posterior: _q, ...row }) => row),
      })),
    }),
    ...(sensitivity && { sensitivity: sensitivity.filter(({ verdict }) => verdict !== "none") }),
    ...(sampler && { sampler: sampler.map((fit) => (fit.ok ? { ...fit, figures: [] } : fit)) }),
  };
}

/** The same report with the fit called by its name in the study, and every id made its own. */
function underName({ name, report }: NamedReport): Report {
  const figure = <T extends FigureData>(data: T): T => ({
    ...data,
    id: `${name}-${data.id}`,
    subject: data.subject && data.subject !== name ? `${name}, ${data.subject}` : name,
  });
  const { forecasts, answers, statements, uncertainty, checks, parameters, sensitivity, sampler, method } = report;
  return {
    ...report,
    ...(forecasts && {
      forecasts: forecasts.map((forecast) => ({
        ...forecast,
        id: `${name}-${forecast.id}`,
        fit: name,
        ...(forecast.fan ? { fan: figure(forecast.fan) } : {}),
      })),
    }),
    ...(answers && { answers: answers.map(figure) }),
    ...(statements && { statements: statements.map((statement) => ({ ...statement, fit: name, text: `${name}: ${statement.text}` })) }),
    ...(uncertainty && {
      uncertainty: uncertainty.map((split) => ({ ...split, quantity: `${split.quantity}, by ${name}` })),
    }),
    ...(checks && { checks: checks.map((check) => ({ ...check, fit: name, figure: figure(check.figure) })) }),
    ...(parameters && { parameters: parameters.map((fit) => ({ ...fit, fit: name })) }),
    ...(sensitivity && {
      sensitivity: sensitivity.map((each) => ({ ...each, quantity: `${each.quantity}, by ${name}` })),
    }),
    ...(sampler && { sampler: sampler.map((fit) => ({ ...fit, fit: name, figures: fit.figures.map(figure) })) }),
    ...(method && { method: { ...method, models: method.models.map((model) => ({ ...model, fit: name })) } }),
  };
}

/** The compared laws' fans as one ribbon, where they go along the same axis to the same response. */
function ribbonOf(fits: readonly NamedReport[], { models }: FitComparison): FigureOf<"ribbon"> | undefined {
  const laws = models.flatMap(({ name, probability }) => {
    const fan = fits.find((fit) => fit.name === name)?.report.forecasts?.find((forecast) => forecast.fan)?.fan;
    return fan ? [{ name, fan, ...(probability === null ? {} : { weight: probability }) }] : [];
  });
  const [first] = laws;
  if (!first || laws.length < 2) return undefined;
  const { x, y, dataEnd } = first.fan;
  if (laws.some(({ fan }) => fan.x.label !== x.label || fan.y.label !== y.label)) return undefined;
  return {
    kind: "ribbon",
    id: "ribbon",
    x,
    y,
    ...(dataEnd === undefined ? {} : { dataEnd }),
    laws: laws.map(({ fan, ...law }) => ({ ...law, curve: fan.curve })),
  };
}

/** Emergence is a question between laws: the curves of fits to the same points stand in one figure. */
function joinEmergence(answers: readonly FigureData[], comparisons: readonly NamedComparison[]): readonly FigureData[] {
  const curves = answers.filter((data): data is FigureOf<"emergence"> => data.kind === "emergence");
  const [first] = curves;
  if (!first || curves.length < 2) return answers;
  const isSame = (data: FigureOf<"emergence">): boolean =>
    data.x.label === first.x.label && JSON.stringify(data.points) === JSON.stringify(first.points);
  const named = curves.filter(isSame).flatMap(({ laws: own, subject }) => own.map((law) => ({ ...law, name: subject?.split(", ")[0] ?? law.name })));
  // probabilities of one comparison add up; those of two say nothing beside each other
  const { comparison } = comparisons.find(({ comparison: { models } }) => models.some(({ name }) => named.some((law) => law.name === name))) ?? {};
  const laws = named.map((law) => {
    const weight = comparison?.models.find(({ name }) => name === law.name)?.probability;
    return { ...law, ...(typeof weight === "number" ? { weight } : {}) };
  });
  const { subject: _, ...shared } = first;
  const joined: FigureOf<"emergence"> = { ...shared, id: "emergence", laws };
  return [joined, ...answers.filter((data) => data.kind !== "emergence" || !isSame(data))];
}
