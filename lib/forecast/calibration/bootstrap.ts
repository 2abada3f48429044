/** The sampling error of any calibration metric, by resampling items or whole groups of items. */
import { mean, standardDeviation } from "../../posterior/moments.ts";
import { sortedQuantile } from "../../posterior/quantile.ts";
import type { Stream } from "../../random/stream.ts";
import { CredenceError } from "../../errors.ts";

/** Any number computed from confidences and answers. */
export type Metric = (confidence: Float64Array, correct: Float64Array) => number;

export interface BootstrapOptions {
  /** resamples, 200 unless told: the standard error is then good to about 5 % */
  readonly replicates?: number;
  /** key of each item; items with the same key (samples of one problem) are drawn together */
  readonly groups?: readonly (string | number)[];
}

export interface Bootstrap {
  /** the metric of the data */
  readonly value: number;
  readonly standardError: number;
  /** mean of the resamples less `value`; large for binned errors, which noise pushes up */
  readonly bias: number;
  /** 5 % and 95 % quantiles of the resamples */
  readonly q5: number;
  readonly q95: number;
  /** resamples in which the metric did not exist and which are left out, e.g. AUROC with no wrong answer */
  readonly failed: number;
}

/**
 * Error of several metrics from the same resamples.
 * @param rng where the resamples come from; the same stream gives the same errors
 * @returns by metric name; NaN errors with fewer than two resamples in which the metric exists
 * @throws CredenceError calibration/groups when keys and items differ in number
 * @source Efron 1979; with groups the cluster bootstrap, Field and Welsh 2007
 * @cost replicates times the metrics
 */
export function bootstrap<Name extends string>(
  metrics: Readonly<Record<Name, Metric>>,
  confidence: Float64Array,
  correct: Float64Array,
  rng: Stream,
  options: BootstrapOptions = {},
): Record<Name, Bootstrap> {
  const { replicates = 200 } = options;
  const groups = itemsByGroup(confidence.length, options.groups);
  const names = Object.keys(metrics) as Name[];
  const values = new Map(names.map((name) => [name, new Float64Array(replicates)]));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const items: number[] = [];
    for (let i = 0; i < groups.length; i++) items.push(...groups[Math.floor(rng.uniform() * groups.length)]);
    const resampledConfidence = pick(confidence, items);
    const resampledCorrect = pick(correct, items);
    for (const name of names) values.get(name)![replicate] = metrics[name](resampledConfidence, resampledCorrect);
  }
  const results = names.map((name) => [name, describe(metrics[name](confidence, correct), values.get(name)!)]);
  return Object.fromEntries(results) as Record<Name, Bootstrap>;
}

function itemsByGroup(n: number, keys?: readonly (string | number)[]): number[][] {
  if (keys === undefined) return Array.from({ length: n }, (_, item) => [item]);
  if (keys.length !== n) {
    throw new CredenceError({ code: "calibration/groups", message: `${keys.length} group keys for ${n} items` });
  }
  const groups = new Map<string | number, number[]>();
  keys.forEach((key, item) => {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  });
  return [...groups.values()];
}

function pick(column: Float64Array, items: readonly number[]): Float64Array {
  const picked = new Float64Array(items.length);
  for (let i = 0; i < items.length; i++) picked[i] = column[items[i]];
  return picked;
}

function describe(value: number, replicates: Float64Array): Bootstrap {
  const known = replicates.filter((replicate) => !Number.isNaN(replicate)).sort();
  return {
    value,
    standardError: standardDeviation(known),
    bias: mean(known) - value,
    q5: sortedQuantile(known, 0.05),
    q95: sortedQuantile(known, 0.95),
    failed: replicates.length - known.length,
  };
}
