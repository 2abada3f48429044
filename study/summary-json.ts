/** The one object that `credence fit --json` prints and a run folder keeps as summary.json; numbers that do not exist are null. */
import type { Diagnostics, Summary } from "../lib/posterior/index.ts";
import { type Answer, answersOf } from "./answers/index.ts";
import type { Timing } from "./fit.ts";
import type { Point } from "./point.ts";
import type { Forecast } from "./predict.ts";
import type { Run } from "./run-folder.ts";

interface Row extends Pick<Summary, "mean" | "sd" | "mcse_mean" | "ess_bulk" | "ess_tail" | "rhat"> {
  readonly q5: number;
  readonly q50: number;
  readonly q95: number;
  /** why a number is null */
  readonly reason?: string;
}

export interface SummaryJson {
  readonly schema: 1;
  readonly model: string;
  readonly rows: number;
  readonly seed: string;
  readonly chains: number;
  readonly draws: number;
  /** the run's folder */
  readonly run: string;
  readonly parameters: Readonly<Record<string, Row>>;
  readonly quantities: Readonly<Record<string, Row>>;
  readonly forecasts?: readonly ForecastJson[];
  readonly answers?: readonly Answer[];
  readonly diagnostics: Diagnostics;
  readonly timing: Timing;
}

export interface ForecastJson {
  readonly name: string;
  readonly at: Point;
  /** covariates that the model chose */
  readonly chosen?: Forecast["chosen"];
  readonly unit?: string;
  /** by per cents: of the next observation, or of the quantity */
  readonly q: Quantiles;
  /** of the mean law */
  readonly mean?: Quantiles;
  readonly mcse_q50: number;
  readonly undefined_share?: number;
}

export function summaryJson({ fit }: Run, dir: string, forecasts: readonly Forecast[]): SummaryJson {
  const { document, table, seed, sampled, summaries, parameterElements, diagnostics, timing } = fit;
  const answers = answersOf(fit);
  return {
    schema: 1,
    model: document.name,
    rows: table.rows,
    seed,
    chains: sampled.chains,
    draws: sampled.draws,
    run: dir,
    parameters: rowsOf(summaries.slice(0, parameterElements)),
    quantities: rowsOf(summaries.slice(parameterElements)),
    ...(forecasts.length > 0 ? { forecasts: forecasts.map(forecastJson) } : {}),
    ...(answers.length > 0 ? { answers } : {}),
    diagnostics,
    timing,
  };
}

function rowsOf(summaries: readonly Summary[]): Record<string, Row> {
  return Object.fromEntries(
    summaries.map(({ name, mean, sd, q5, q50, q95, mcse_mean, ess_bulk, ess_tail, rhat, reason }) => [
      name,
      { mean, sd, q5: q5!, q50: q50!, q95: q95!, mcse_mean, ess_bulk, ess_tail, rhat, ...(reason ? { reason } : {}) },
    ]),
  );
}

export function forecastJson({ name, at, chosen, unit, q, mean, mcse, undefinedShare }: Forecast): ForecastJson {
  return {
    name,
    at,
    ...(Object.keys(chosen).length > 0 ? { chosen } : {}),
    ...(unit ? { unit } : {}),
    q: named(q),
    ...(mean ? { mean: named(mean) } : {}),
    mcse_q50: mcse,
    ...(undefinedShare > 0 ? { undefined_share: undefinedShare } : {}),
  };
}

const NAMES = ["q2.5", "q10", "q25", "q50", "q75", "q90", "q97.5"] as const;

type Quantiles = Readonly<Record<(typeof NAMES)[number], number>>;

function named(q: readonly number[]): Quantiles {
  return Object.fromEntries(NAMES.map((name, k) => [name, q[k]!])) as Quantiles;
}
