/** The cumulative Jensen-Shannon distance between the same draws under two sets of weights. */
import { argsort } from "../posterior/argsort.ts";

/**
 * How far a reweighting moves the distribution of a quantity: 0 when not at all, at most 1.
 * @param draws of the quantity, any order, finite
 * @param weights sum one; the other distribution weighs all draws equally
 * @param order the draws' `argsort`, where the caller has it
 * @source Nguyen and Vreeken 2015; Kallioinen, Paananen, Bürkner, Vehtari 2024, eq. 9: normalised, square root, and the
 *   larger of the quantity and its negative. Deviation: none from priorsense `cjs_dist`
 * @truth test/truth/power-scaling.json, the definition written in R
 * @cost O(n)
 */
export function cjsDistance(draws: Float64Array, weights: Float64Array, order: Uint32Array = argsort(draws)): number {
  const n = order.length;
  const [sorted, sortedWeights] = [new Float64Array(n), new Float64Array(n)];
  const [mirrored, mirroredWeights] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++) {
    const draw = order[i];
    sorted[i] = draws[draw];
    mirrored[n - 1 - i] = -draws[draw];
    sortedWeights[i] = mirroredWeights[n - 1 - i] = weights[draw];
  }
  return Math.max(oneSided(sorted, sortedWeights), oneSided(mirrored, mirroredWeights));
}

function oneSided(sorted: Float64Array, weights: Float64Array): number {
  const n = sorted.length;
  let [weighted, divergence, area] = [0, 0, 0];
  for (let i = 0; i + 1 < n; i++) {
    weighted += weights[i];
    const plain = (i + 1) / n;
    const width = sorted[i + 1] - sorted[i];
    const middle = (plain + weighted) / 2;
    // the two first-order terms, of P against Q and of Q against P, cancel in the symmetric sum
    divergence += width * (term(plain, middle) + term(weighted, middle));
    area += width * (plain + weighted);
  }
  return area > 0 ? Math.sqrt(Math.max(divergence, 0) / area) : 0;
}

function term(p: number, middle: number): number {
  return p > 0 ? p * Math.log2(p / middle) : 0;
}
