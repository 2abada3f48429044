/** The diagonal of the curvature of a log density at a point, by differences of its gradient. */
import { walsh } from "../lib/linear/walsh.ts";
import type { Hamiltonian, Point } from "./hamiltonian.ts";

/** of a coordinate's size, and of 1 at least: truncation and rounding are both small for scales of 1e-3 and more */
const STEP = 1e-5;

/**
 * Minus the second derivatives along each coordinate. All coordinates move at once with the signs of Walsh functions: what
 * one coordinate's move does to another's slope is 0 in the mean over all functions, and small beside the diagonal where a
 * coordinate depends on few others. Over the orders below 8, fewer than 9 coordinates have it exactly.
 * @param orders of the Walsh functions that are averaged over
 * @returns NaN where a gradient is not finite
 * @source Bekas, Kokiopoulou & Saad 2007, An estimator for the diagonal of a matrix, with Hadamard vectors
 * @cost a gradient an order
 */
export function curvature(hamiltonian: Hamiltonian, { position, gradient }: Point, orders: readonly number[]): Float64Array {
  const dim = position.length;
  const diagonal = new Float64Array(dim);
  const steps = position.map((x) => STEP * Math.max(1, Math.abs(x)));
  const probe: Point = { position: new Float64Array(dim), gradient: new Float64Array(dim), logDensity: Number.NaN };
  for (const order of orders) {
    for (let i = 0; i < dim; i++) probe.position[i] = position[i] + walsh(order, i) * steps[i];
    hamiltonian.evaluate(probe);
    for (let i = 0; i < dim; i++) {
      diagonal[i] += (walsh(order, i) * (gradient[i] - probe.gradient[i])) / (steps[i] * orders.length);
    }
  }
  return diagonal;
}
