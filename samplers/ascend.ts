/** Leaves the far tail before warmup: a few quasi-Newton steps uphill, stopped well before they could find the mode. */
import { curvature } from "./curvature.ts";
import type { Hamiltonian, Point } from "./hamiltonian.ts";

/** steps whose curvature is remembered; 5 to 20 is usual (Nocedal & Wright 2006, §7.2) */
const HISTORY = 10;
/** the library's laws and the reference models need 20 to 150; one draw of a bad first trajectory costs 1000 gradients */
const MOST_STEPS = 200;
/** the climb ends when this many steps together gain less than one nat; along a curved valley a few steps may gain little */
const PATIENCE = 20;
const WORTHWHILE = 1;
const MOST_HALVINGS = 40;
/** sufficient increase, Nocedal & Wright 2006, eq. 3.6a */
const ARMIJO = 1e-4;

/**
 * Beyond this many coordinates a density is taken for a hierarchy, and its chains start by what the curvature says. Below
 * it the ascent costs little and goes on, and the first metric is the slope's: on chinchilla (6 coordinates, correlated) 82
 * effective draws came from 1000 gradients so, 46 by the curvature, 54 when only the ascent was that of the few.
 */
export const MANY = 100;

/** mean and sd of x / (1 + x), x chi square with one degree of freedom; the mean is 1 - sqrt(pi e / 2) erfc(1 / sqrt 2) */
const SHARE_MEAN = 0.3443;
const SHARE_SD = 0.2647;
/** sds of a mean that are more than chance */
const CHANCE = 3;
/** the Walsh function of this order has the least regular signs, those of Thue and Morse */
const ALL_BITS = -1;

interface Pair {
  readonly step: Float64Array;
  readonly change: Float64Array;
  readonly curvature: number;
}

/**
 * Moves `point` uphill. A random start can lie 1e50 nats below the typical set, where a metric learnt from the
 * gradients is useless for hundreds of draws; it is not a search for the mode, which may be infinite.
 * @source L-BFGS, Nocedal & Wright 2006, Algorithm 7.4, with a backtracking line search
 * @cost at most a few hundred gradients, usually 30 to 180
 */
export function ascend(hamiltonian: Hamiltonian, point: Point): void {
  const pairs: Pair[] = [];
  const trail = [point.logDensity];
  let current: Point = point;
  for (let k = 0; k < MOST_STEPS; k++) {
    const direction = quasiNewton(pairs, current.gradient);
    const next = climb(hamiltonian, current, direction, pairs.length === 0);
    if (!next) break;
    remember(pairs, current, next);
    current = next;
    trail.push(next.logDensity);
    if (k >= PATIENCE && trail.at(-1)! - trail.at(-1 - PATIENCE)! < WORTHWHILE) break;
    if (point.position.length > MANY && isTypical(hamiltonian, current)) break;
  }
  point.position.set(current.position);
  point.gradient.set(current.gradient);
  point.logDensity = current.logDensity;
}

/**
 * Whether the slopes are no steeper than those that a chain at equilibrium meets. Higher up is no place for a chain: in a
 * hierarchy the joint mode of many effects and their spread is far from where the mass is. At equilibrium g² / h of a
 * coordinate, slope g and curvature h, has mean 1 whatever the correlations, and for a normal density the law of chi
 * square; the mean of g² / (g² + |h|) over the coordinates must be below its expectation there by more than chance.
 */
function isTypical(hamiltonian: Hamiltonian, point: Point): boolean {
  const { gradient } = point;
  const dim = gradient.length;
  const limit = SHARE_MEAN - (CHANCE * SHARE_SD) / Math.sqrt(dim);
  const curvatures = curvature(hamiltonian, point, [ALL_BITS]);
  let sum = 0;
  for (let i = 0; i < dim; i++) {
    const square = gradient[i] * gradient[i];
    if (square > 0) sum += square / (square + Math.abs(curvatures[i]));
  }
  return sum / dim < limit;
}

/** the inverse Hessian of the last pairs times the gradient (two-loop recursion) */
function quasiNewton(pairs: readonly Pair[], gradient: Float64Array): Float64Array {
  const direction = gradient.slice();
  // far out a slope may be 1e170, whose square is infinite
  if (pairs.length === 0) scale(direction, 1 / Math.max(1, gradient.reduce((largest, g) => Math.max(largest, Math.abs(g)), 0)));
  const weights = pairs.map(() => 0);
  for (let k = pairs.length - 1; k >= 0; k--) {
    const { step, change, curvature } = pairs[k];
    weights[k] = dot(step, direction) / curvature;
    addScaled(direction, change, -weights[k]);
  }
  const last = pairs.at(-1);
  if (last) scale(direction, last.curvature / dot(last.change, last.change));
  pairs.forEach(({ step, change, curvature }, k) => {
    addScaled(direction, step, weights[k] - dot(change, direction) / curvature);
  });
  return direction;
}

/** a point uphill along the direction, or undefined when there is none that a float64 can tell */
function climb(hamiltonian: Hamiltonian, from: Point, direction: Float64Array, isFirst: boolean): Point | undefined {
  const slope = dot(direction, from.gradient);
  if (!(slope > 0)) return undefined;
  // the first step has no curvature to go by: it moves at most one unit
  let length = isFirst ? 1 / Math.max(1, Math.sqrt(dot(direction, direction))) : 1;
  for (let halving = 0; halving < MOST_HALVINGS; halving++, length /= 2) {
    const position = from.position.slice();
    addScaled(position, direction, length);
    const next: Point = { position, gradient: new Float64Array(position.length), logDensity: Number.NaN };
    hamiltonian.evaluate(next);
    const gain = next.logDensity - from.logDensity;
    if (gain >= ARMIJO * length * slope && next.gradient.every(Number.isFinite)) return next;
  }
  return undefined;
}

/** keeps the pair when the density is concave along it, so that the inverse Hessian stays positive definite */
function remember(pairs: Pair[], from: Point, to: Point): void {
  const step = to.position.map((x, i) => x - from.position[i]);
  const change = to.gradient.map((g, i) => from.gradient[i] - g);
  const curvature = dot(step, change);
  if (!(curvature > 1e-10 * dot(change, change))) return;
  pairs.push({ step, change, curvature });
  if (pairs.length > HISTORY) pairs.shift();
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}

function addScaled(x: Float64Array, y: Float64Array, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i] += factor * y[i];
}

function scale(x: Float64Array, factor: number): void {
  for (let i = 0; i < x.length; i++) x[i] *= factor;
}
