/** `credence predict RUN... --at ... | --grid ... | --data FILE` */
import { formatCsv } from "../../lib/data/format-csv.ts";
import { CredenceError } from "../../lib/errors.ts";
import type { NamedFit } from "../../study/comparison/named-fit.ts";
import { askForecasts, type ForecastAnswer } from "../../study/forecast/ask.ts";
import type { WeightKind } from "../../study/forecast/average.ts";
import { gridPoints } from "../../study/forecast/grid.ts";
import { DEFAULT_QUANTILES, forecastTable, quantileName, quantilesOf } from "../../study/forecast/table.ts";
import { loadTable } from "../../study/load-table.ts";
import type { Point } from "../../study/point.ts";
import { openRun } from "../../study/run-folder.ts";
import { forecastJson } from "../../study/summary-json.ts";
import { exitCode } from "../exit-code.ts";
import type { Terminal } from "../terminal.ts";
import { predictText } from "../text/predict-text.ts";
import { warningsText } from "../text/warnings-text.ts";

export interface PredictFlags {
  readonly at?: readonly Point[];
  readonly grid?: string;
  readonly data?: string;
  readonly map?: Record<string, string>;
  readonly where?: Record<string, string>;
  readonly event?: readonly string[];
  readonly quantiles?: readonly number[];
  readonly weights: WeightKind;
  readonly seed?: string;
  readonly csv?: boolean;
  readonly json?: boolean;
}

export async function predictCommand(dirs: readonly string[], flags: PredictFlags, terminal: Terminal): Promise<number> {
  const { at = [], grid, data, map = {}, where = {}, event: events = [], weights } = flags;
  const points = [...at, ...(grid ? gridPoints(grid) : [])];
  if (points.length === 0 && data === undefined) throw nowhere();
  const fits: NamedFit[] = await Promise.all(dirs.map(async (dir) => ({ name: dir, fit: (await openRun(dir)).fit })));
  const table = data === undefined ? undefined : (await loadTable(data, { map, where })).table;
  const seed = flags.seed ?? fits[0]!.fit.seed;
  const answer = askForecasts(fits, { points, events, weights, seed, ...(table ? { table } : {}) });
  const quantiles = flags.quantiles ?? DEFAULT_QUANTILES;
  if (flags.json) terminal.out(`${JSON.stringify(predictJson(fits, answer, flags.quantiles))}\n`);
  else if (flags.csv) terminal.out(formatCsv(forecastTable(answer.points, quantiles)));
  else terminal.out(predictText(fits, answer, flags.quantiles));
  for (const { fit } of fits) terminal.err(warningsText(fit.diagnostics, terminal));
  return fits.every(({ fit }) => fit.diagnostics.ok) ? exitCode.ok : exitCode.untrusted;
}

function predictJson(fits: readonly NamedFit[], { points, weights, scores }: ForecastAnswer, quantiles?: readonly number[]): object {
  const models = fits.map(({ name, fit }) => ({ model: fit.document.name, run: name }));
  return {
    schema: 1,
    ...(weights ? { models: models.map((model, k) => ({ ...model, weight: weights[k]!.weight })) } : models[0]),
    forecasts: points.flatMap(({ forecasts, events }) =>
      forecasts.map((forecast) => ({
        ...forecastJson(forecast),
        ...(quantiles ? { quantiles: Object.fromEntries(quantilesOf(forecast.draws, quantiles).map((value, k) => [quantileName(quantiles[k]!), value])) } : {}),
        ...(events.length > 0 ? { events: events.map(({ event, probability, mcse }) => ({ event, probability, mcse })) } : {}),
      })),
    ),
    ...(scores
      ? {
          scores: {
            rows: scores.n,
            log_score: scores.logScore,
            log_score_se: scores.logScoreSe,
            crps: scores.crps,
            crps_se: scores.crpsSe,
            median_error: scores.medianError,
            coverage: scores.coverage.map(({ level, hits, n, coverage, lower, upper, pValue }) => ({ level, hits, n, coverage, lower, upper, p_value: pValue })),
            pit: scores.pit,
            pit_p_value: scores.pitPValue,
          },
        }
      : {}),
  };
}

function nowhere(): CredenceError {
  return new CredenceError({
    code: "usage/nowhere",
    message: "there is no point to forecast at",
    expected: "--at N=7e10,D=1.4e12, --grid N=1e9:1e11:5,D=2e10, or --data FILE",
  });
}
