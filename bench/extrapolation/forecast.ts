/** Forecasts of the scored rows of a curve: by one model, and by several weighted with their posterior probabilities. */
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import type { Table } from "../../lib/data/table.ts";
import { bridge, poolChains } from "../../lib/evidence/index.ts";
import { predict } from "../../lib/forecast/predict.ts";
import type { ModelDocument } from "../../lib/model/document.ts";
import { stream } from "../../lib/random/stream.ts";
import { fit } from "../../study/fit.ts";
import type { Curve, Point } from "./curves.ts";

export interface CurveForecast {
  readonly model: string;
  /** draws of each scored row, sorted within the row: [row * draws + draw] */
  readonly draws: Float64Array;
  readonly nDraws: number;
  /** by bridge sampling; NaN for the average */
  readonly logEvidence: number;
  readonly maxRhat: number;
  readonly divergences: number;
  readonly cpuSeconds: number;
}

/**
 * Losses are between 0 and 1 or a few nats, so Lref = 1 for all. Residuals of a curve carry over from row to row. An
 * evaluation error is added to what is forecast: the fitted rows of the published table are smooth, the scored ones raw.
 */
const SET = { Lref: "1", runs: "ar1", spread: "measured" };
/** fitted rows are smoothed by their authors: no evaluation error of their own */
const SMOOTH = 1e-9;

export function forecast(document: ModelDocument, curve: Curve, seed: string): CurveForecast {
  const start = process.cpuUsage();
  const result = fit(document, columnsOf(curve.fitted, SMOOTH), { seed, set: SET, chains: 4, warmup: 400, draws: 500 });
  const { predictive, draws } = predict(result.density, result.sampled, columnsOf(curve.scored, Math.max(curve.evaluationError, SMOOTH)), seed)[0]!;
  const posterior = poolChains(result.density, result.sampled);
  const { logMarginalLikelihood } = bridge(result.density, posterior, { random: stream(`${seed}/${curve.series}/bridge`), method: "warp3", repetitions: 3 });
  const { user, system } = process.cpuUsage(start);
  return {
    model: document.name,
    draws: sortedRows(predictive, draws),
    nDraws: draws,
    logEvidence: logMarginalLikelihood,
    maxRhat: result.diagnostics.max_rhat,
    divergences: result.diagnostics.divergences,
    cpuSeconds: (user + system) / 1e6,
  };
}

function columnsOf(points: readonly Point[], error: number): Table {
  return tableFromColumns({ x: points.map(({ x }) => x), loss: points.map(({ y }) => y), run: points.map(() => "curve"), loss_se: points.map(() => error) });
}

/** a mixture: of each model as many draws as its posterior probability, with equal prior probabilities, is worth */
export function average(forecasts: readonly CurveForecast[], rows: number): CurveForecast {
  const weights = modelWeights(forecasts);
  const shares = forecasts.map(({ nDraws }, k) => Math.round(weights[k]! * nDraws));
  const nDraws = shares.reduce((a, b) => a + b, 0);
  const draws = new Float64Array(rows * nDraws);
  for (let row = 0; row < rows; row++) {
    let at = row * nDraws;
    forecasts.forEach((one, k) => {
      // rows are sorted: evenly spaced ones are a fair sample
      for (let i = 0; i < shares[k]!; i++) draws[at++] = one.draws[row * one.nDraws + Math.floor(((i + 0.5) / shares[k]!) * one.nDraws)]!;
    });
  }
  return { model: "average", draws: sortedRows(draws, nDraws), nDraws, logEvidence: Number.NaN, maxRhat: Number.NaN, divergences: 0, cpuSeconds: 0 };
}

export function modelWeights(forecasts: readonly CurveForecast[]): number[] {
  const top = Math.max(...forecasts.map(({ logEvidence }) => logEvidence));
  const raw = forecasts.map(({ logEvidence }) => Math.exp(logEvidence - top));
  const total = raw.reduce((a, b) => a + b, 0);
  return raw.map((weight) => weight / total);
}

function sortedRows(draws: Float64Array, n: number): Float64Array {
  const sorted = draws.slice();
  for (let at = 0; at < sorted.length; at += n) sorted.subarray(at, at + n).sort();
  return sorted;
}
