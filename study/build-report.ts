/** A run -> everything its page shows. */
import { REPORT_SCHEMA, type Report } from "../lib/report.ts";
import { answersOf } from "./answers/index.ts";
import { fanPath } from "./fan-path.ts";
import type { Point } from "./point.ts";
import { type Forecast, predict } from "./predict.ts";
import { allocationAnswer } from "./report/allocation.ts";
import { reportChecks } from "./report/checks.ts";
import { reportData } from "./report/data.ts";
import { emergenceAnswer } from "./report/emergence.ts";
import { reportForecasts } from "./report/forecasts.ts";
import { reportMethod } from "./report/method.ts";
import { reportParameters } from "./report/parameters.ts";
import { reliabilityAnswers } from "./report/reliability.ts";
import { reportSampler } from "./report/sampler.ts";
import { seedVarianceAnswer } from "./report/seed-variance.ts";
import { reportSensitivity } from "./report/sensitivity.ts";
import { surfaceAnswer } from "./report/surface.ts";
import { declaredSplit, reportUncertainty } from "./report/uncertainty.ts";
import type { Run } from "./run-folder.ts";

export interface ReportOptions {
  /** whole curves of single draws to put into the page, for hypothetical outcomes; default 20 */
  readonly embedDraws?: number;
  /** further points to which the curves go, so that they can be compared with others */
  readonly reach?: readonly Point[];
}

const EMBEDDED_DRAWS = 20;

/**
 * @param forecasts at the run's points, when the caller has them already
 * @returns plain JSON; the same run gives the same report
 */
export function buildReport(
  run: Run,
  forecasts: readonly Forecast[] = predict(run.fit, run.request.at),
  { embedDraws = EMBEDDED_DRAWS, reach = [] }: ReportOptions = {},
): Report {
  const { fit, request } = run;
  const parameters = reportParameters(fit);
  const path = fanPath(fit, undefined);
  const allocation = path && !path.isWhole ? allocationAnswer(fit, path, forecasts) : undefined;
  const emergence = emergenceAnswer(fit, [...forecasts.map(({ at }) => at), ...reach]);
  const surface = surfaceAnswer(fit, path);
  const maps = reliabilityAnswers(fit);
  // what such a model is fitted for; its fan is only another view of it
  const seeds = seedVarianceAnswer(fit);
  const lead = maps[0] ?? seeds ?? emergence;
  const answers = [...maps, seeds, emergence, allocation, surface].filter((answer) => answer !== undefined);
  const statements = answersOf(fit).map(({ id, text, values }) => ({ id, fit: fit.document.name, text, values }));
  return {
    schema: REPORT_SCHEMA,
    title: fit.document.title ?? fit.document.name,
    run: {
      id: run.id,
      seed: fit.seed,
      command: request.command,
      dataHash: run.dataHash,
      rows: fit.table.rows,
      versions: run.versions,
    },
    ...(lead && forecasts.length === 0 ? { lead: lead.id } : {}),
    forecasts: reportForecasts(fit, request.at, forecasts, embedDraws, reach).filter(
      // a calibration map is its reliability curve; the same curve as a fan says it a second time
      ({ targets }) => maps.length === 0 || targets.length > 0,
    ),
    ...(answers.length > 0 ? { answers } : {}),
    ...(statements.length > 0 ? { statements } : {}),
    uncertainty: [...declaredSplit(fit), ...reportUncertainty(fit, forecasts)],
    checks: reportChecks(fit, path),
    parameters: [parameters],
    sensitivity: reportSensitivity(fit, forecasts),
    sampler: [reportSampler(fit, Number(request.settings["warmup"]))],
    data: [reportData(run)],
    method: reportMethod(run, parameters.rows),
  };
}
