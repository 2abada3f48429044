/** A study's result -> its report: one page a fit, put under one verdict with the gate, what moved, and the comparison. */
import { hashJson } from "../../lib/data/hash.ts";
import type { Report } from "../../lib/report.ts";
import { buildReport } from "../build-report.ts";
import { buildStudyReport, forecastId, type NamedReport } from "../build-study-report.ts";
import type { Point } from "../point.ts";
import type { StudyResult } from "../study-result.ts";
import { holdoutCheck } from "./holdout-check.ts";
import { studyForecasts } from "./study-forecasts.ts";

/** @returns plain JSON; the same result gives the same report */
export function studyReport(result: StudyResult): Report {
  const { plan, gate, since, title, comparisons } = result;
  const fits = [...result.fits];
  let lead: string | undefined;
  const pages = fits.map(([name, { run }]): NamedReport => {
    const own = [...result.forecasts.values()].filter(({ spec }) => spec.model === name);
    const page = buildReport(
      run,
      own.map(({ forecast }) => forecast),
      { reach: reachOf(name, result) },
    );
    const named = studyForecasts(name, page.forecasts ?? [], result);
    if (named.lead !== undefined) lead = forecastId(name, named.lead, fits.length);
    return { name, report: { ...page, forecasts: named.forecasts } };
  });
  return buildStudyReport({
    fits: pages,
    title,
    run: {
      id: result.id,
      seed: plan.seed,
      command: result.command,
      dataHash: hashJson(fits.map(([, { run }]) => run.dataHash)),
      rows: [...plan.tables.values()].reduce((sum, { table }) => sum + table.rows, 0),
      versions: fits[0]![1].run.versions,
    },
    ...(lead === undefined ? {} : { lead }),
    ...(gate.expectations.length > 0 ? { gate } : {}),
    ...(since ? { since } : {}),
    checks: [...plan.holdouts.values()].flatMap(({ id, held }) => {
      const outcome = result.holdouts.get(id);
      return outcome ? holdoutCheck(outcome, held) : [];
    }),
    comparisons,
  });
}

/** the points asked of any fit to the same table: laws are compared where the study looks, not where each was asked */
function reachOf(name: string, { forecasts, plan }: StudyResult): Point[] {
  const { models } = plan.study.file;
  return [...forecasts.values()].flatMap(({ spec }) => (models[spec.model]!.data === models[name]!.data ? [spec.at] : []));
}
