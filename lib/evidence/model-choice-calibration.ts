/** Simulation-based calibration of Bayes factors: are models with probability p true in a share p of simulations? */
import type { Stream } from "../random/stream.ts";
import { erfc } from "../stdlib.ts";

export interface ModelChoice {
  /** posterior probability of each model, sum one */
  readonly probabilities: readonly number[];
  /** index of the model that the data were simulated from */
  readonly truth: number;
}

/** One model over all simulations. */
export interface ModelCalibration {
  readonly meanProbability: number;
  readonly frequency: number;
  /** (number of times true - sum of probabilities) / its standard deviation: standard normal when calibrated */
  readonly z: number;
  readonly pValue: number;
  /** the frequency that goes with each stated probability, monotone (isotonic regression), ascending: a figure */
  readonly curve: readonly { readonly stated: number; readonly observed: number }[];
  /** mean squared distance the curve could save, and the share of calibrated worlds with at least as much */
  readonly miscalibration: number;
  readonly miscalibrationPValue: number;
}

export interface ModelChoiceCalibration {
  readonly models: readonly ModelCalibration[];
  /** mean over simulations of Σ_k (p_k - 1[k true])², and its two-sided p-value: too large is overconfident */
  readonly brier: number;
  readonly brierPValue: number;
  /** the smallest p-value times their number (Bonferroni): below 0.01 the probabilities are not calibrated */
  readonly pValue: number;
}

/**
 * Tests stated model probabilities against the models that were true.
 * @param resamples simulated truths under the stated probabilities, from which the p-values come
 * @source Schad, Nicenboim, Bürkner, Betancourt, Vasishth 2022; Modrák et al. 2025 (arXiv 2508.11814, R package SBC):
 *   data-averaged probability, Brier resampling, miscalibration of Dimitriadis, Gneiting, Jordan 2021
 * @cost O(resamples · models · n)
 */
export function modelChoiceCalibration(
  choices: readonly ModelChoice[],
  random: Stream,
  resamples: number = 2000,
): ModelChoiceCalibration {
  const count = choices[0].probabilities.length;
  const truths = choices.map(({ truth }) => truth);
  const simulated = Array.from({ length: resamples }, () =>
    choices.map(({ probabilities }) => draw(probabilities, random)),
  );
  const brier = brierScore(choices, truths);
  const larger = share(simulated, (truth) => brierScore(choices, truth) >= brier);
  const brierPValue = Math.min(1, 2 * Math.min(larger, 1 - larger + 1 / (resamples + 1)));
  const models = Array.from({ length: count }, (_, k) => oneModel(choices, truths, simulated, k));
  const pValues = [brierPValue, ...models.flatMap((model) => [model.pValue, model.miscalibrationPValue])];
  return { models, brier, brierPValue, pValue: Math.min(1, Math.min(...pValues) * pValues.length) };
}

function oneModel(
  choices: readonly ModelChoice[],
  truths: readonly number[],
  simulated: readonly (readonly number[])[],
  k: number,
): ModelCalibration {
  const n = choices.length;
  const order = choices.map((_, i) => i).sort((a, b) => choices[a].probabilities[k] - choices[b].probabilities[k]);
  const stated = order.map((i) => choices[i].probabilities[k]);
  const isTrue = (truth: readonly number[]): number[] => order.map((i) => (truth[i] === k ? 1 : 0));
  const outcomes = isTrue(truths);
  const [expected, found] = [stated, outcomes].map((values) => values.reduce((sum, value) => sum + value, 0));
  const z = (found - expected) / Math.sqrt(stated.reduce((sum, p) => sum + p * (1 - p), 0));
  const miscalibration = excess(stated, outcomes);
  return {
    meanProbability: expected / n,
    frequency: found / n,
    z,
    pValue: erfc(Math.abs(z) / Math.SQRT2),
    curve: Array.from(isotonic(stated, outcomes), (observed, i) => ({ stated: stated[i], observed })),
    miscalibration,
    miscalibrationPValue: share(simulated, (truth) => excess(stated, isTrue(truth)) >= miscalibration),
  };
}

/** The share of simulated worlds where a claim holds, counting the real one, so that it is never zero. */
function share(simulated: readonly (readonly number[])[], claim: (truth: readonly number[]) => boolean): number {
  return (1 + simulated.filter(claim).length) / (1 + simulated.length);
}

function draw(probabilities: readonly number[], random: Stream): number {
  let rest = random.uniform();
  for (let k = 0; k < probabilities.length - 1; k++) {
    rest -= probabilities[k];
    if (rest < 0) return k;
  }
  return probabilities.length - 1;
}

function brierScore(choices: readonly ModelChoice[], truths: readonly number[]): number {
  let sum = 0;
  choices.forEach(({ probabilities }, i) => {
    for (let k = 0; k < probabilities.length; k++) sum += (probabilities[k] - (truths[i] === k ? 1 : 0)) ** 2;
  });
  return sum / choices.length;
}

/** Brier score less that of the best monotone recalibration. */
function excess(stated: readonly number[], outcomes: readonly number[]): number {
  const curve = isotonic(stated, outcomes);
  let sum = 0;
  for (let i = 0; i < outcomes.length; i++) sum += (stated[i] - outcomes[i]) ** 2 - (curve[i] - outcomes[i]) ** 2;
  return sum / outcomes.length;
}

/**
 * The monotone frequencies nearest to the outcomes, by pooling adjacent violators; equal stated probabilities share one.
 * @source Ayer, Brunk, Ewing, Reid, Silverman 1955
 */
function isotonic(stated: readonly number[], outcomes: readonly number[]): Float64Array {
  const n = outcomes.length;
  const [sums, counts] = [new Float64Array(n), new Int32Array(n)];
  let last = -1;
  for (let i = 0; i < n; i++) {
    if (i > 0 && stated[i] === stated[i - 1]) {
      sums[last] += outcomes[i];
      counts[last]++;
    } else {
      last++;
      [sums[last], counts[last]] = [outcomes[i], 1];
    }
    if (i + 1 < n && stated[i + 1] === stated[i]) continue;
    for (; last > 0 && sums[last - 1] * counts[last] >= sums[last] * counts[last - 1]; last--) {
      sums[last - 1] += sums[last];
      counts[last - 1] += counts[last];
    }
  }
  const curve = new Float64Array(n);
  for (let block = 0, start = 0; block <= last; start += counts[block], block++) {
    curve.fill(sums[block] / counts[block], start, start + counts[block]);
  }
  return curve;
}
