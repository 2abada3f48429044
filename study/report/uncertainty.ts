/** Where a forecast's spread comes from, and which further run would narrow it most; both from draws that are there already. */
import { tableFromColumns } from "../../lib/data/table-from-columns.ts";
import { type Prediction, predict as predictRows } from "../../lib/forecast/predict.ts";
import { responsesOf } from "../../lib/model/responses.ts";
import { variance } from "../../lib/posterior/moments.ts";
import type { UncertaintySplit } from "../../lib/report.ts";
import { exact, percent } from "../../reports/numbers.ts";
import { place } from "../../reports/words.ts";
import { type FanPath, fanPath } from "../fan-path.ts";
import type { Fit } from "../fit.ts";
import type { Forecast } from "../predict.ts";
import { thinDraws } from "../thin-draws.ts";
import { coordinatesOf } from "./forecasts.ts";

/** draws behind the shares */
const DRAWS = 2000;
/** places at which a further run is considered, from the smallest to the largest that was made */
const CANDIDATES = 16;
/** blocks of draws whose shares differ by Monte-Carlo error */
const BATCHES = 10;
/** a further run that narrows the law by less is not worth a sentence */
const WORTH = 0.03;

/** parts of a variance, `share_seed`, that a model declares as quantities */
const SHARE = /^share_(.+)$/;
/** shares that miss the whole by more are not parts of one variance */
const WHOLE = 0.02;

/** The split that the model itself declares: quantities `share_...` that add to 1. */
export function declaredSplit(fit: Fit): readonly UncertaintySplit[] {
  const parts = fit.summaries.flatMap(({ name, mean, mcse_mean }) => {
    const [, label] = SHARE.exec(name) ?? [];
    return label === undefined ? [] : [{ label: label.replaceAll("_", " "), share: mean, mcse: mcse_mean }];
  });
  const total = parts.reduce((sum, { share }) => sum + share, 0);
  if (parts.length < 2 || !(Math.abs(total - 1) < WHOLE)) return [];
  const [response] = responsesOf(fit.document);
  return [{ quantity: response ?? fit.document.name, parts }];
}

/**
 * For every forecast of a response: the variance of the law's mean over draws is the parameters' part, the rest is the noise of
 * one observation (law of total variance).
 */
export function reportUncertainty(fit: Fit, forecasts: readonly Forecast[]): readonly UncertaintySplit[] {
  const sampled = thinDraws(fit.sampled, DRAWS);
  return forecasts.flatMap((forecast) => {
    if (!forecast.mean) return [];
    const path = fanPath(fit, forecast.at);
    const runs = path ? candidates(path) : [];
    const target = { ...forecast.at, ...forecast.chosen };
    const found = predictRows(fit.density, sampled, tableWith(fit, target, path, runs), fit.seed).find(
      ({ column }) => column === forecast.name,
    );
    const quantity = `${forecast.name} at ${place(coordinatesOf(fit, forecast))}`;
    return found ? [splitOf(found, quantity, path, runs)] : [];
  });
}

/** the target's row, then a row for each candidate */
function tableWith(fit: Fit, target: Forecast["at"], path: FanPath | undefined, runs: readonly number[]) {
  const along = path && runs.length > 0 ? path.at(runs) : {};
  const names = Object.keys(fit.document.data).filter((name) => name in target || name in along);
  const columns = names.map((name) => [name, [target[name]!, ...(along[name] ?? runs.map(() => target[name]!))]]);
  return tableFromColumns({
    row: Array.from({ length: runs.length + 1 }, (_, i) => i),
    ...Object.fromEntries(columns),
  });
}

function candidates({ rows, x, nearest }: FanPath): number[] {
  const [low, high] = [Math.min, Math.max].map((end) => rows.reduce((a, b) => end(a, b))) as [number, number];
  if (!(high > low)) return [];
  const at = (u: number): number => (x.scale === "log" ? low * (high / low) ** u : low + u * (high - low));
  return [...new Set(Array.from({ length: CANDIDATES }, (_, k) => nearest(at(k / (CANDIDATES - 1)))))];
}

function splitOf(
  prediction: Prediction,
  quantity: string,
  path: FanPath | undefined,
  runs: readonly number[],
): UncertaintySplit {
  const { mean, predictive, draws } = prediction;
  const law = mean.subarray(0, draws);
  const next = predictive.subarray(0, draws);
  const share = shareOf(law, next);
  const size = Math.floor(draws / BATCHES);
  const batches = Float64Array.from({ length: BATCHES }, (_, b) =>
    shareOf(law.subarray(b * size, (b + 1) * size), next.subarray(b * size, (b + 1) * size)),
  );
  const mcse = Math.sqrt(variance(batches) / BATCHES);
  return {
    quantity,
    parts: [
      { label: "parameters of the law", share, mcse },
      { label: "noise of one run", share: 1 - share, mcse },
    ],
    ...(path && runs.length > 0 ? nextRuns(prediction, path, runs) : {}),
  };
}

const shareOf = (law: Float64Array, next: Float64Array): number => Math.min(1, variance(law) / variance(next));

/**
 * The place where a tenth more runs would narrow the law at the target most. k runs at x, whose law there is s with noise tau, leave
 * 1 - cov(f, s)² / (var f (var s + tau² / k)) of the variance of f, if all are near jointly normal.
 * @source linear Bayes: Goldstein and Wooff 2007, eq. 3.2
 */
function nextRuns(
  { mean, predictive, draws }: Prediction,
  { x, rows }: FanPath,
  runs: readonly number[],
): Pick<UncertaintySplit, "next"> {
  const more = Math.max(1, Math.round(rows.length / 10));
  const law = mean.subarray(0, draws);
  const narrowed = runs.map((_, k) => {
    const [from, to] = [(k + 1) * draws, (k + 2) * draws];
    const there = mean.subarray(from, to);
    const spread = variance(there);
    const noise = Math.max(0, variance(predictive.subarray(from, to)) - spread);
    const known = covariance(law, there) ** 2 / (variance(law) * (spread + noise / more));
    return 1 - Math.sqrt(Math.max(0, 1 - known));
  });
  const most = Math.max(...narrowed);
  if (!(most > WORTH)) return {};
  const where = Number(runs[narrowed.indexOf(most)]!.toPrecision(2));
  const unit = x.unit ? ` ${x.unit}` : "";
  return {
    next: {
      what: `${more === 1 ? "one more run" : `${more} more runs`} at ${x.label} = ${exact(where)}${unit}`,
      effect: `of the sizes made so far ${more === 1 ? "it" : "they"} would narrow the law at the target most, by about ${percent(most)}`,
    },
  };
}

function covariance(a: Float64Array, b: Float64Array): number {
  return (variance(a.map((value, i) => value + b[i]!)) - variance(a) - variance(b)) / 2;
}
