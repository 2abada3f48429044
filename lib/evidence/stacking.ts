/** Stacking: the mixture of models' predictions that scores best on rows none of them has seen. */
import { cholesky, solveLower, solveLowerTransposed } from "../linear/cholesky.ts";

/** Where the barrier ends, relative to the number of rows: weights of unused models are then about 1e-12. */
const LAST_BARRIER = 1e-12;
const MAX_NEWTON_STEPS = 60;

/**
 * Weights that maximise the sum over rows of log Σ_k w_k exp(elpd_k), by Newton's method inside a logarithmic barrier.
 *
 * The constraint Σ w = 1 needs no multiplier: maximising Σ_i log(·) - n Σ w over w ≥ 0 gives it by itself.
 * @param pointwise for each model its elpd per row (LOO or K-fold), all of one length
 * @returns a weight per model, sum one; equal weights when a row is -Infinity for every model
 * @source Yao, Vehtari, Simpson, Gelman 2018, eq. 4
 * @truth test/truth/loo.json, loo 2.5.1 `stacking_weights`; and the optimality conditions, 1e-8
 * @cost O(rows · models²) a step, some dozens of steps
 */
export function stackingWeights(pointwise: readonly Float64Array[]): Float64Array {
  const count = pointwise.length;
  const n = pointwise[0].length;
  const density = new Float64Array(n * count);
  for (let i = 0; i < n; i++) {
    const largest = Math.max(...pointwise.map((column) => column[i]));
    for (let k = 0; k < count; k++) density[i * count + k] = Math.exp(pointwise[k][i] - largest);
  }
  let weights = new Float64Array(count).fill(1 / count);
  if (!density.every(Number.isFinite)) return weights;
  for (let barrier = n; barrier > LAST_BARRIER * n; barrier /= 10) {
    for (let step = 0; step < MAX_NEWTON_STEPS; step++) {
      const direction = newtonDirection(density, weights, barrier);
      const next = lineSearch(density, weights, direction, barrier);
      const moved = next.reduce((largest, value, k) => Math.max(largest, Math.abs(value / weights[k] - 1)), 0);
      weights = next;
      if (moved < 1e-9) break;
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** Hessian⁻¹ gradient of the concave objective; the Hessian is definite because of the barrier. */
function newtonDirection(density: Float64Array, weights: Float64Array, barrier: number): Float64Array {
  const count = weights.length;
  const n = density.length / count;
  const gradient = weights.map((weight) => barrier / weight - n);
  const hessian = new Float64Array(count * count);
  weights.forEach((weight, k) => {
    hessian[k * count + k] = barrier / weight ** 2;
  });
  for (let i = 0; i < n; i++) {
    const row = density.subarray(i * count, (i + 1) * count);
    const mixed = row.reduce((sum, value, k) => sum + weights[k] * value, 0);
    for (let k = 0; k < count; k++) {
      gradient[k] += row[k] / mixed;
      for (let l = 0; l <= k; l++) hessian[k * count + l] += (row[k] * row[l]) / mixed ** 2;
    }
  }
  const factor = cholesky(hessian, count);
  if (factor === undefined) return new Float64Array(count);
  solveLower(factor, count, gradient);
  solveLowerTransposed(factor, count, gradient);
  return gradient;
}

/** The longest step of 1, 1/2, 1/4 ... that keeps all weights positive and does not lower the objective. */
function lineSearch(
  density: Float64Array,
  weights: Float64Array,
  direction: Float64Array,
  barrier: number,
): Float64Array<ArrayBuffer> {
  const start = objective(density, weights, barrier);
  for (let length = 1; length > 1e-12; length /= 2) {
    const next = Float64Array.from(weights, (weight, k) => weight + length * direction[k]);
    if (next.every((weight) => weight > 0) && objective(density, next, barrier) >= start) return next;
  }
  return Float64Array.from(weights);
}

function objective(density: Float64Array, weights: Float64Array, barrier: number): number {
  const count = weights.length;
  const n = density.length / count;
  let value = weights.reduce((sum, weight) => sum + barrier * Math.log(weight) - n * weight, 0);
  for (let i = 0; i < n; i++) {
    let mixed = 0;
    for (let k = 0; k < count; k++) mixed += weights[k] * density[i * count + k];
    value += Math.log(mixed);
  }
  return value;
}
