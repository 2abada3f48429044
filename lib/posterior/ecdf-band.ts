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
  /** P(`to` values at or below point `toPoint`, given `from` at or below `fromPoint`); point -1 has none below it */
  readonly transition: (fromPoint: number, toPoint: number, from: number, to: number) => number;
}

/** The law of n independent uniform values counted up to each share. */
export function uniformCounts(n: number, shares: readonly number[]): CountLaw {
  const logFactorial = logFactorials(n);
  const transition: CountLaw["transition"] = (fromPoint, toPoint, from, to) => {
    const start = fromPoint < 0 ? 0 : shares[fromPoint];
    const p = (shares[toPoint] - start) / (1 - start);
    const [trials, successes] = [n - from, to - from];
    const ways = logFactorial[trials] - logFactorial[successes] - logFactorial[trials - successes];
    return Math.exp(ways + successes * Math.log(p) + (trials - successes) * Math.log1p(-p));
  };
  return { key: `uniform ${n}: ${shares}`, n, shares, transition };
}

/** The law of how many of the `counts[i]` smallest of `total` exchangeable values belong to a given group of n. */
export function groupCounts(n: number, total: number, counts: readonly number[]): CountLaw {
  const logFactorial = logFactorials(total);
  const logWays = (of: number, taken: number): number =>
    taken < 0 || taken > of
      ? Number.NEGATIVE_INFINITY
      : logFactorial[of] - logFactorial[taken] - logFactorial[of - taken];
  const transition: CountLaw["transition"] = (fromPoint, toPoint, from, to) => {
    const start = fromPoint < 0 ? 0 : counts[fromPoint];
    const [left, ours, taken, found] = [total - start, n - from, counts[toPoint] - start, to - from];
    return Math.exp(logWays(ours, found) + logWays(left - ours, taken - found) - logWays(left, taken));
  };
  return { key: `group ${n} of ${total}: ${counts}`, n, shares: counts.map((count) => count / total), transition };
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
 * @cost O(points · width²) probabilities, width about 3 sqrt(n), and 21 passes over them
 */
export function countBand(law: CountLaw, prob: number): CountBand {
  return remember(knownBands, `${prob} ${law.key}`, () => findBand(law, prob));
}

function findBand(law: CountLaw, prob: number): CountBand {
  const tails = tailProbabilities(law);
  // a path leaves with at least the probability of leaving at one point, and at most the sum over the points
  let [narrow, wide] = [1 - prob, (1 - prob) / law.shares.length];
  const steps = new Steps(law, limits(tails, wide));
  for (let i = 0; i < 20; i++) {
    const middle = Math.sqrt(narrow * wide);
    if (coverage(steps, limits(tails, middle)) >= prob) wide = middle;
    else narrow = middle;
  }
  const band = limits(tails, wide);
  return { ...band, coverage: coverage(steps, band) };
}

/** The law for paths within these limits, each probability found when it is first asked for: a search asks for the same ones. */
class Steps {
  private readonly law: CountLaw;
  private readonly lower: readonly number[];
  private readonly widths: readonly number[];
  private readonly known: readonly Float64Array[];

  constructor(law: CountLaw, { lower, upper }: Limits) {
    this.law = law;
    this.lower = lower;
    this.widths = lower.map((low, point) => Math.max(upper[point] - low + 1, 0));
    this.known = this.widths.map((to, point) => new Float64Array((point === 0 ? 1 : this.widths[point - 1]) * to).fill(-1));
  }

  /** P(`to` values at or below the point, given `from` at or below the one before) */
  probability(point: number, from: number, to: number): number {
    const known = this.known[point];
    const at = (from - (point === 0 ? 0 : this.lower[point - 1])) * this.widths[point] + to - this.lower[point];
    if (known[at] < 0) known[at] = this.law.transition(point - 1, point, from, to);
    return known[at];
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
  // equally extreme counts on the two sides differ in the last bits
  const within = limits(tails, extreme * (1 + 1e-9));
  return Math.max(0, 1 - coverage(new Steps(law, within), within));
}

/** Two-sided tail probability of each count at each point. */
function tailProbabilities(law: CountLaw): readonly Float64Array[] {
  return remember(knownTails, law.key, () => law.shares.map((_, point) => tailsAt(law, point)));
}

function tailsAt(law: CountLaw, point: number): Float64Array {
  const mass = Float64Array.from({ length: law.n + 1 }, (_, count) => law.transition(-1, point, 0, count));
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
  return {
    lower: tails.map((tail) =>
      firstOr(
        tail.findIndex((p) => p > gamma),
        tail.length,
      ),
    ),
    upper: tails.map((tail) => tail.findLastIndex((p) => p > gamma)),
  };
}

function firstOr(index: number, otherwise: number): number {
  return index < 0 ? otherwise : index;
}

/** The probability that the path of counts is within the limits at every point. */
function coverage(steps: Steps, { lower, upper }: Limits): number {
  let before = Float64Array.of(1);
  let first = 0;
  for (let point = 0; point < lower.length; point++) {
    const now = new Float64Array(Math.max(upper[point] - lower[point] + 1, 0));
    for (let from = first; from < first + before.length; from++) {
      const weight = before[from - first];
      for (let to = Math.max(from, lower[point]), peak = 0; to <= upper[point]; to++) {
        const probability = steps.probability(point, from, to);
        now[to - lower[point]] += weight * probability;
        peak = Math.max(peak, probability);
        if (probability < 1e-18 * peak) break;
      }
    }
    [before, first] = [now, lower[point]];
  }
  return before.reduce((sum, probability) => sum + probability, 0);
}
