/** A mixture of multivariate Student t densities: drawn from, evaluated, and fitted to weighted points. */
import { multiplyLower } from "../linear/cholesky.ts";
import { logGamma } from "../posterior/log-gamma.ts";
import { gammaVariate } from "../random/gamma-variate.ts";
import type { Stream } from "../random/stream.ts";
import { logSumExp } from "./log-sum-exp.ts";
import { type NormalProposal, normalProposal, standardize, weightedMoments } from "./normal-proposal.ts";

export interface StudentComponent {
  /** share of the mixture; the shares sum to one */
  readonly weight: number;
  readonly nu: number;
  /** location, and factor of the scale matrix */
  readonly scale: NormalProposal;
  /** log of the density's normalising constant, which is dear to compute at every point */
  readonly logConstant: number;
}

export function studentComponent(weight: number, nu: number, scale: NormalProposal): StudentComponent {
  const { dim, logDeterminant } = scale;
  const gammas = logGamma((nu + dim) / 2) - logGamma(nu / 2);
  return { weight, nu, scale, logConstant: gammas - (dim / 2) * Math.log(nu * Math.PI) - logDeterminant };
}

/** Enough for responsibilities to settle; the fit is a proposal and need not be the maximum. */
const MAX_STEPS = 50;
const TOLERANCE = 1e-3;

/**
 * log(weight · density) of each component at a point.
 * @param scratch as long as the point, overwritten
 * @param squares when given, receives the squared distance from each component's location
 */
export function componentLogs(
  mixture: readonly StudentComponent[],
  point: Float64Array,
  scratch: Float64Array,
  out: Float64Array,
  squares?: Float64Array,
): void {
  for (let k = 0; k < mixture.length; k++) {
    const { weight, nu, scale, logConstant } = mixture[k];
    const square = squaredDistance(scale, point, scratch);
    if (squares !== undefined) squares[k] = square;
    out[k] = Math.log(weight) + logConstant - 0.5 * (nu + scale.dim) * Math.log1p(square / nu);
  }
}

/** log density of the mixture at each of n points (n × dim, row-major). */
export function logDensities(mixture: readonly StudentComponent[], points: Float64Array, dim: number): Float64Array {
  const scratch = new Float64Array(dim);
  const parts = new Float64Array(mixture.length);
  return Float64Array.from({ length: points.length / dim }, (_, i) => {
    componentLogs(mixture, points.subarray(i * dim, (i + 1) * dim), scratch, parts);
    return logSumExp(parts);
  });
}

function squaredDistance(scale: NormalProposal, point: Float64Array, scratch: Float64Array): number {
  scratch.set(point);
  standardize(scale, scratch);
  let square = 0;
  for (let j = 0; j < scratch.length; j++) square += scratch[j] * scratch[j];
  return square;
}

/** One draw of a component into `out`. */
export function drawStudent({ nu, scale }: StudentComponent, rng: Stream, out: Float64Array): void {
  const stretch = Math.sqrt(nu / (2 * gammaVariate(nu / 2, rng)));
  for (let j = 0; j < out.length; j++) out[j] = rng.normal();
  multiplyLower(scale.factor, scale.dim, out);
  for (let j = 0; j < out.length; j++) out[j] = scale.mean[j] + stretch * out[j];
}

/**
 * A mixture fitted to weighted points: the weighted maximum of its log likelihood by EM, from spread-out centres.
 * @param points n × dim, row-major
 * @param weights n, sum one
 * @returns undefined when the points have no covariance; components that lose their points are dropped
 * @source Peel and McLachlan 2000 (EM for t mixtures, fixed degrees of freedom); centres by Arthur and Vassilvitskii 2007
 */
export function fitStudentMixture(
  points: Float64Array,
  weights: Float64Array,
  dim: number,
  { components, nu, random }: { components: number; nu: number; random: Stream },
): StudentComponent[] | undefined {
  const moments = weightedMoments(points, dim, weights);
  const whole = normalProposal(moments.mean, moments.covariance);
  if (whole === undefined) return undefined;
  const centers = spreadCenters(points, weights, whole, components, random);
  let mixture: StudentComponent[] = centers.map((mean) => studentComponent(1 / components, nu, { ...whole, mean }));
  let previous = Number.NEGATIVE_INFINITY;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { next, score } = maximize(mixture, points, weights, dim);
    if (next.length === 0) return undefined;
    mixture = next;
    if (score - previous < TOLERANCE) break;
    previous = score;
  }
  return mixture;
}

/** Each further centre is a point drawn by weight times squared distance to the nearest centre so far. */
function spreadCenters(
  points: Float64Array,
  weights: Float64Array,
  whole: NormalProposal,
  count: number,
  random: Stream,
): Float64Array[] {
  const { dim } = whole;
  const scratch = new Float64Array(dim);
  const at = (i: number): Float64Array => points.slice(i * dim, (i + 1) * dim);
  if (count === 1) return [whole.mean];
  const centers: Float64Array[] = [at(pick(weights, random))];
  const nearest = new Float64Array(weights.length).fill(Number.POSITIVE_INFINITY);
  while (centers.length < count) {
    const center = { ...whole, mean: centers[centers.length - 1] };
    for (let i = 0; i < nearest.length; i++) {
      nearest[i] = Math.min(nearest[i], squaredDistance(center, points.subarray(i * dim, (i + 1) * dim), scratch));
    }
    centers.push(
      at(
        pick(
          nearest.map((square, i) => square * weights[i]),
          random,
        ),
      ),
    );
  }
  return centers;
}

function pick(weights: Float64Array, random: Stream): number {
  let rest = random.uniform() * weights.reduce((sum, weight) => sum + weight, 0);
  for (let i = 0; i < weights.length; i++) {
    rest -= weights[i];
    if (rest < 0) return i;
  }
  return weights.length - 1;
}

/** One EM step, and the weighted mean log density of the mixture it started from. */
function maximize(
  mixture: readonly StudentComponent[],
  points: Float64Array,
  weights: Float64Array,
  dim: number,
): { next: StudentComponent[]; score: number } {
  const n = weights.length;
  const scratch = new Float64Array(dim);
  const [logs, squares] = [new Float64Array(mixture.length), new Float64Array(mixture.length)];
  // responsibility, and responsibility times the t's weight for outlying points
  const shares = mixture.map(() => new Float64Array(n));
  const pulls = mixture.map(() => new Float64Array(n));
  let score = 0;
  for (let i = 0; i < n; i++) {
    const point = points.subarray(i * dim, (i + 1) * dim);
    componentLogs(mixture, point, scratch, logs, squares);
    const total = logSumExp(logs);
    score += weights[i] * total;
    for (let k = 0; k < mixture.length; k++) {
      const { nu } = mixture[k];
      shares[k][i] = weights[i] * Math.exp(logs[k] - total);
      pulls[k][i] = (shares[k][i] * (nu + dim)) / (nu + squares[k]);
    }
  }
  const next = mixture.flatMap(({ nu }, k) => {
    const weight = sum(shares[k]);
    const pull = sum(pulls[k]);
    // fewer effective points than this cannot carry a covariance
    if (!(weight * n > 2 * dim + 2)) return [];
    const moments = weightedMoments(
      points,
      dim,
      pulls[k].map((value) => value / pull),
    );
    const scale = normalProposal(
      moments.mean,
      moments.covariance.map((value) => (value * pull) / weight),
    );
    return scale === undefined ? [] : [studentComponent(weight, nu, scale)];
  });
  const kept = next.reduce((total, { weight }) => total + weight, 0);
  return { next: next.map((component) => ({ ...component, weight: component.weight / kept })), score };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
