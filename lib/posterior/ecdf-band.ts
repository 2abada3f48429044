/** Simultaneous bands for empirical distribution functions, exact, by carrying the count's law from point to point. */
import { logGamma } from "./log-gamma.ts";

/** How the number of values at or below each of a rising sequence of points moves when nothing is wrong. */
export interface CountLaw {
  /** equal for equal laws */
  readonly key: string;
  /** values counted in the end */
  readonly n: number;
  /** expected share at or below each point, rising, within (0, 1) */
  readonly shares: readonly number[];
  /** the count at or below `toPoint`, given that `from` values lie at or below `fromPoint`; point -1 has none below it */
  readonly step: (fromPoint: number, toPoint: number, from: number) => CountStep;
}

export interface CountStep {
  /** P(count = to) */
  readonly probability: (to: number) => number;
  /** P(count = to + 1) / P(count = to) */
  readonly ratio: (to: number) => number;
}

/** The law of n independent uniform values counted up to each share. */
export function uniformCounts(n: number, shares: readonly number[]): CountLaw {
  const logFactorial = logFactorials(n);
  const step: CountLaw["step"] = (fromPoint, toPoint, from) => {
    const start = fromPoint < 0 ? 0 : shares[fromPoint];
    const p = (shares[toPoint] - start) / (1 - start);
    const [logP, logQ, odds] = [Math.log(p), Math.log1p(-p), p / (1 - p)];
    const trials = n - from;
    return {
      probability: (to) => {
        const successes = to - from;
        const ways = logFactorial[trials] - logFactorial[successes] - logFactorial[trials - successes];
        return Math.exp(ways + successes * logP + (trials - successes) * logQ);
      },
      ratio: (to) => ((n - to) / (to - from + 1)) * odds,
    };
  };
  return { key: `uniform ${n}: ${shares}`, n, shares, step };
}

/** The law of how many of the `counts[i]` smallest of `total` exchangeable values belong to a given group of n. */
export function groupCounts(n: number, total: number, counts: readonly number[]): CountLaw {
  const logFactorial = logFactorials(total);
  const logWays = (of: number, taken: number): number =>
    taken < 0 || taken > of
      ? Number.NEGATIVE_INFINITY
      : logFactorial[of] - logFactorial[taken] - logFactorial[of - taken];
  const step: CountLaw["step"] = (fromPoint, toPoint, from) => {
    const start = fromPoint < 0 ? 0 : counts[fromPoint];
    const [left, ours, taken] = [total - start, n - from, counts[toPoint] - start];
    return {
      probability: (to) => Math.exp(logWays(ours, to - from) + logWays(left - ours, taken - to + from) - logWays(left, taken)),
      ratio: (to) => ((n - to) / (to - from + 1)) * ((taken - to + from) / (left - ours - taken + to - from + 1)),
    };
  };
  return { key: `group ${n} of ${total}: ${counts}`, n, shares: counts.map((count) => count / total), step };
}

function logFactorials(n: number): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, k) => logGamma(k + 1));
}

/** Counts at each point between which the whole path stays with the asked probability. */
export interface CountBand {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** the probability that the path stays within, at least the one asked: counts are whole numbers */
  readonly coverage: number;
}

/** Bands made, by law and probability, and tails by law: a report asks for the same ones for every quantity. */
const knownBands = new Map<string, CountBand>();
const knownTails = new Map<string, readonly Float64Array[]>();
const KNOWN_LIMIT = 100;

function remember<T>(known: Map<string, T>, key: string, make: () => T): T {
  const value = known.get(key) ?? make();
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.set(key, value);
  return value;
}

/**
 * The band within which the whole empirical distribution function stays with probability `prob` when the law holds.
 * Its limits have the same tail probability at every point.
 * @source Säilynoja, Bürkner, Vehtari 2022, section 2 and algorithm 1
 * @truth test/truth/ecdf.json
 * @cost O(points · width²) probabilities, width about 3 sqrt(n), and about 6 passes over them
 */
export function countBand(law: CountLaw, prob: number): CountBand {
  return remember(knownBands, `${prob} ${law.key}`, () => findBand(law, prob));
}

/** equally extreme counts on the two sides differ in the last bits */
const SAME = 1 + 1e-9;

function findBand(law: CountLaw, prob: number): CountBand {
  const tails = tailProbabilities(law);
  // a path leaves with at least the probability of leaving at one point, and at most the sum over the points
  const [most, least] = [1 - prob, (1 - prob) / law.shares.length];
  const steps = stepsWithin(law, tails, least);
  // between two neighbouring tail probabilities the band is the same
  const attained = tails.flatMap((tail) => Array.from(tail.filter((p) => p > least && p < most)));
  const gammas = [least, ...attained, most].sort((a, b) => a - b).filter((gamma, k, all) => !(all[k + 1] < gamma * SAME));
  const miss = gammas.map(() => Number.NaN);
  const missAt = (k: number): number => {
    if (Number.isNaN(miss[k])) miss[k] = Math.log(Math.max(1 - coverage(steps, limits(tails, gammas[k])), Number.MIN_VALUE) / (1 - prob));
    return miss[k];
  };
  let [wide, narrow] = [0, gammas.length - 1];
  while (narrow - wide > 1) {
    // log P(leaving) is nearly straight in log gamma
    const share = missAt(wide) / (missAt(wide) - missAt(narrow));
    const guess = Math.exp(Math.log(gammas[wide]) + share * Math.log(gammas[narrow] / gammas[wide]));
    const index = gammas.findIndex((gamma) => gamma >= guess);
    const middle = Math.min(Math.max(index, wide + 1), narrow - 1);
    // the neighbour too, so that the search closes in from both sides
    for (const k of [middle, missAt(middle) <= 0 ? middle + 2 : middle - 2]) {
      if (k <= wide || k >= narrow) continue;
      if (missAt(k) <= 0) wide = k;
      else narrow = k;
    }
  }
  const band = limits(tails, gammas[wide]);
  return { ...band, coverage: coverage(steps, band) };
}

/** Probabilities of neighbouring counts, the first of them of the count `first`. */
interface Row {
  readonly first: number;
  readonly probabilities: Float64Array;
}

/** The probabilities of the counts from `low` to `high` that are above `least` times the largest, outward from there by their ratios. */
function rowOf({ probability, ratio }: CountStep, low: number, high: number, centre: number, least: number): Row {
  const start = Math.min(Math.max(Math.round(centre), low), high);
  const row = new Float64Array(high - low + 1);
  const peak = probability(start);
  let [first, last] = [start, start];
  row[start - low] = peak;
  for (let p = peak; last < high && p > least * peak; last++) row[last + 1 - low] = p *= ratio(last);
  for (let p = peak; first > low && p > least * peak; first--) row[first - 1 - low] = p /= ratio(first - 1);
  return { first, probabilities: row.slice(first - low, last + 1 - low) };
}

/** probabilities this far below the largest of their row add nothing */
const NEGLIGIBLE = 1e-18;

/** The law for paths within these limits, each row of probabilities found when it is first asked for: a search asks for the same ones. */
class Steps {
  private readonly law: CountLaw;
  private readonly within: Limits;
  private readonly known: readonly (Row | undefined)[][];

  constructor(law: CountLaw, within: Limits) {
    this.law = law;
    this.within = within;
    this.known = within.lower.map(() => []);
  }

  /** P(count at the point), given `from` at or below the one before */
  row(point: number, from: number): Row {
    const { law, within } = this;
    const start = point === 0 ? 0 : law.shares[point - 1];
    const centre = from + ((law.n - from) * (law.shares[point] - start)) / (1 - start);
    const at = from - (point === 0 ? 0 : within.lower[point - 1]);
    return (this.known[point][at] ??= rowOf(law.step(point - 1, point, from), Math.max(from, within.lower[point]), within.upper[point], centre, NEGLIGIBLE));
  }
}

/**
 * The probability, when the law holds, of a path as extreme somewhere as the observed one at its most extreme point.
 * @param counts observed number of values at or below each point
 * @returns 1 when there is no point
 * @source Säilynoja, Bürkner, Vehtari 2022: the band that just touches the path
 */
export function pathPValue(law: CountLaw, counts: readonly number[]): number {
  if (counts.length === 0) return 1;
  const tails = tailProbabilities(law);
  const extreme = Math.min(1, ...counts.map((count, i) => tails[i][count]));
  const gamma = extreme * SAME;
  return Math.max(0, 1 - coverage(stepsWithin(law, tails, gamma), limits(tails, gamma)));
}

/** of the law asked last: a report asks for the band of a quantity's chains, then for the paths of each */
let lastSteps: { readonly key: string; readonly gamma: number; readonly steps: Steps } | undefined;

/** steps that hold all paths within the limits of this gamma, and perhaps more */
function stepsWithin(law: CountLaw, tails: readonly Float64Array[], gamma: number): Steps {
  if (lastSteps?.key !== law.key || lastSteps.gamma > gamma) lastSteps = { key: law.key, gamma, steps: new Steps(law, limits(tails, gamma)) };
  return lastSteps.steps;
}

/** Two-sided tail probability of each count at each point. */
function tailProbabilities(law: CountLaw): readonly Float64Array[] {
  return remember(knownTails, law.key, () => law.shares.map((_, point) => tailsAt(law, point)));
}

function tailsAt(law: CountLaw, point: number): Float64Array {
  const { first, probabilities } = rowOf(law.step(-1, point, 0), 0, law.n, law.n * law.shares[point], 0);
  const mass = new Float64Array(law.n + 1);
  mass.set(probabilities, first);
  const tails = new Float64Array(law.n + 1);
  for (let count = 0, below = 0; count <= law.n; count++) tails[count] = below += mass[count];
  for (let count = law.n, above = 0; count >= 0; count--) {
    above += mass[count];
    tails[count] = Math.min(1, 2 * tails[count], 2 * above);
  }
  return tails;
}

interface Limits {
  readonly lower: number[];
  readonly upper: number[];
}

/** At each point the counts whose two-sided tail probability is above gamma; lower > upper when there are none. */
function limits(tails: readonly Float64Array[], gamma: number): Limits {
  const [lower, upper]: [number[], number[]] = [[], []];
  for (const tail of tails) {
    let [low, high] = [0, tail.length - 1];
    while (low < tail.length && !(tail[low] > gamma)) low++;
    while (high >= 0 && !(tail[high] > gamma)) high--;
    lower.push(low);
    upper.push(high);
  }
  return { lower, upper };
}

/** The probability that the path of counts is within the limits at every point. */
function coverage(steps: Steps, { lower, upper }: Limits): number {
  let before = Float64Array.of(1);
  let first = 0;
  for (let point = 0; point < lower.length; point++) {
    const [low, high] = [lower[point], upper[point]];
    const now = new Float64Array(Math.max(high - low + 1, 0));
    for (let from = first; from < first + before.length && from <= high; from++) {
      const weight = before[from - first];
      const row = steps.row(point, from);
      const end = Math.min(row.first + row.probabilities.length - 1, high);
      for (let to = Math.max(from, low, row.first); to <= end; to++) now[to - low] += weight * row.probabilities[to - row.first];
    }
    [before, first] = [now, low];
  }
  return before.reduce((sum, probability) => sum + probability, 0);
}
