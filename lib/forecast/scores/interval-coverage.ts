/** Whether intervals hold what they claim to hold as often as they claim. */
import { logChoose } from "../../posterior/log-gamma.ts";
import { betaincinv } from "../../stdlib.ts";

export interface Coverage {
  readonly hits: number;
  readonly n: number;
  /** hits / n; NaN without intervals */
  readonly coverage: number;
  /** exact 95 % interval of the true coverage */
  readonly lower: number;
  readonly upper: number;
  /** P(a number of hits no likelier than this one) if each interval holds with probability `level`, independently */
  readonly pValue: number;
}

/**
 * Counts the observations inside their intervals, ends included, and tests the count against the claimed level.
 * @param level the probability each interval claims, in (0, 1)
 * @source Clopper and Pearson 1934; the exact binomial test as R's `binom.test`
 * @truth test/truth/scores.json
 */
export function intervalCoverage(
  lower: readonly number[] | Float64Array,
  upper: readonly number[] | Float64Array,
  observed: readonly number[] | Float64Array,
  level: number,
): Coverage {
  const n = observed.length;
  let hits = 0;
  for (let i = 0; i < n; i++) hits += observed[i] >= lower[i] && observed[i] <= upper[i] ? 1 : 0;
  const [low, high] = binomialInterval(hits, n, 0.95);
  return { hits, n, coverage: hits / n, lower: low, upper: high, pValue: binomialTest(hits, n, level) };
}

/** The exact (Clopper and Pearson) interval of a binomial probability; [0, 1] without trials. */
export function binomialInterval(hits: number, n: number, level: number): [number, number] {
  const tail = (1 - level) / 2;
  return [
    hits === 0 ? 0 : betaincinv(tail, hits, n - hits + 1, false),
    hits === n ? 1 : betaincinv(1 - tail, hits + 1, n - hits, false),
  ];
}

function binomialTest(hits: number, n: number, p: number): number {
  const mass = (count: number): number =>
    Math.exp(logChoose(n, count) + count * Math.log(p) + (n - count) * Math.log1p(-p));
  // R's allowance for equal probabilities that differ in the last bits
  const limit = mass(hits) * (1 + 1e-7);
  let total = 0;
  for (let count = 0; count <= n; count++) if (mass(count) <= limit) total += mass(count);
  return Math.min(1, total);
}
