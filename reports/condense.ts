/** Puts very many points together, once and before anything is drawn, so that page, tables and JSON show the same. */

import type { FigureData } from "../lib/report-figures.ts";
import type { Report } from "../lib/report.ts";
import { condense as condensePoints } from "./figures/points.ts";

/** A scatter of more draws than this says nothing more. */
const MOST_SCATTERED = 1200;

export function condenseReport(report: Report): Report {
  const { forecasts, answers, checks, sampler } = report;
  return {
    ...report,
    ...(forecasts && {
      forecasts: forecasts.map((forecast) => (forecast.fan ? { ...forecast, fan: condensed(forecast.fan) } : forecast)),
    }),
    ...(answers && { answers: answers.map(condensed) }),
    ...(checks && { checks: checks.map((check) => ({ ...check, figure: condensed(check.figure) })) }),
    ...(sampler && { sampler: sampler.map((fit) => ({ ...fit, figures: fit.figures.map(condensed) })) }),
  };
}

function condensed<T extends FigureData>(data: T): T {
  if (data.kind === "divergences") return { ...data, draws: thinned(data.draws), divergent: thinned(data.divergent) };
  if (data.kind === "fan" || data.kind === "residuals" || data.kind === "surface") {
    return { ...data, points: condensePoints(data.points, data.x.scale === "log") };
  }
  return data;
}

function thinned<T>(all: readonly T[]): readonly T[] {
  const step = Math.ceil(all.length / MOST_SCATTERED);
  return step <= 1 ? all : all.filter((_, i) => i % step === 0);
}
