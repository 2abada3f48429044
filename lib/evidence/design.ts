/** What another run, seed or item would be worth: expected log Bayes factors, and how many decide. */
import { mean, standardDeviation } from "../posterior/moments.ts";
import { standardNormalQuantile } from "../distribution/standard-normal.ts";
import { erfc } from "../stdlib.ts";

/** An expectation over predictive draws with its Monte Carlo standard error. */
export interface Expected {
  readonly value: number;
  readonly mcse: number;
}

/** The log Bayes factor at which one speaks of strong evidence (20 to 1, Kass and Raftery 1995). */
const DECISIVE = 3;

/**
 * The log Bayes factor that one new point adds on average if the first model is true: the divergence of their predictions.
 * @param logFirst log predictive density of the first model at draws of its own prediction
 * @param logSecond that of the second at the same draws
 * Each term is d + exp(-d) - 1 with d the log ratio: the added part has mean zero, and takes away most of the noise where
 * the models predict nearly alike.
 * @returns never negative
 * @source Kullback and Leibler 1951; the control variate E[second / first] = 1
 */
export function expectedLogBayesFactor(logFirst: Float64Array, logSecond: Float64Array): Expected {
  return expectation(
    logFirst.map((value, i) => {
      const ratio = value - logSecond[i];
      return ratio + Math.expm1(-ratio);
    }),
  );
}

/**
 * The same in closed form for normal predictions with one standard deviation: gap² / (2 sd²) per draw.
 * @param gaps difference of the models' means in each draw; @param sds standard deviation of a new point in each draw
 */
export function normalDivergence(gaps: Float64Array, sds: Float64Array): Expected {
  return expectation(gaps.map((gap, i) => (gap * gap) / (2 * sds[i] * sds[i])));
}

/** The same for a success that the models give the probabilities `first` and `second` in each draw. */
export function bernoulliDivergence(first: Float64Array, second: Float64Array): Expected {
  const part = (p: number, q: number): number => (p === 0 ? 0 : p * Math.log(p / q));
  return expectation(first.map((p, i) => part(p, second[i]) + part(1 - p, 1 - second[i])));
}

/** How many such points bring the expected log Bayes factor to a level: 6 sd² / gap² for normal predictions and level 3. */
export function pointsToDecide({ value, mcse }: Expected, level: number = DECISIVE): Expected {
  return { value: level / value, mcse: (level / value) * (mcse / value) };
}

function expectation(values: Float64Array): Expected {
  return { value: mean(values), mcse: standardDeviation(values) / Math.sqrt(values.length) };
}

/** A difference to be decided, as the posterior sees it: its size, and the spread of one more unit, in each draw. */
export interface Effect {
  readonly effects: Float64Array;
  /** standard deviation of one new unit (a seed, an item, a paired difference) in each draw, > 0 */
  readonly sds: Float64Array;
}

/**
 * The probability that `count` new units decide the sign of an effect: that its estimate lies more than the quantile of
 * `confidence` standard errors from zero, averaged over what the effect may be.
 * @source O'Hagan, Stevens, Campbell 2005 (assurance), with a normal estimate of variance sd² / count
 */
export function probabilityOfDecision({ effects, sds }: Effect, count: number, confidence: number = 0.95): Expected {
  const z = standardNormalQuantile((1 + confidence) / 2);
  const upper = (x: number): number => 0.5 * erfc(x / Math.SQRT2);
  return expectation(
    effects.map((effect, i) => {
      const distance = (Math.abs(effect) * Math.sqrt(count)) / sds[i];
      return upper(z - distance) + upper(z + distance);
    }),
  );
}

export interface UnitsNeeded {
  /** the fewest units, or undefined when even `limit` do not suffice: much of the posterior holds no effect */
  readonly count: number | undefined;
  /** the probability of a decision with that many, or with the limit */
  readonly probability: Expected;
}

/**
 * The fewest new seeds or items with which the sign is decided with at least the wanted probability.
 * @param wanted 0 .. 1; @param limit the most units worth considering
 */
export function unitsToDecide(
  effect: Effect,
  { wanted = 0.9, confidence = 0.95, limit = 1_000_000 }: { wanted?: number; confidence?: number; limit?: number } = {},
): UnitsNeeded {
  const at = (count: number): Expected => probabilityOfDecision(effect, count, confidence);
  if (at(limit).value < wanted) return { count: undefined, probability: at(limit) };
  let [low, high] = [0, limit];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (at(middle).value >= wanted) high = middle;
    else low = middle;
  }
  return { count: high, probability: at(high) };
}
