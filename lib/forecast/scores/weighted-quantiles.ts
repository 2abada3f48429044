/** Quantiles of weighted draws. */
import { argsort } from "../../posterior/argsort.ts";
import { normalizedWeights } from "./weights.ts";

/**
 * The values below which the given shares of the weight fall.
 *
 * Each draw stands at the middle of its weight on the scale of cumulative weight; the scale is stretched so that the
 * smallest and the largest draw stand at 0 and 1, and values between are interpolated. Equal weights give R's type 7;
 * draws of weight 0 do not count.
 * @param probs each in [0, 1]
 * @param sorted the draws' `argsort`, where the caller has it
 * @throws CredenceError scores/weights
 * @source Hyndman and Fan 1996, type 7, extended to weights as said
 * @truth test/truth/scores.json
 */
export function weightedQuantiles(draws: Float64Array, weights: Float64Array, probs: readonly number[], sorted: Uint32Array = argsort(draws)): number[] {
  const w = normalizedWeights(draws.length, weights);
  const order = counted(sorted, w);
  const middles = new Float64Array(order.length);
  for (let k = 0, below = 0; k < order.length; k++) {
    middles[k] = below + w[order[k]] / 2;
    below += w[order[k]];
  }
  const [start, end] = [middles[0], middles[order.length - 1]];
  return probs.map((prob) => {
    const at = start + prob * (end - start);
    const right = firstAtLeast(middles, at);
    if (right === 0 || right === order.length) return draws[order[right === 0 ? 0 : order.length - 1]];
    const share = (at - middles[right - 1]) / (middles[right] - middles[right - 1]);
    return draws[order[right - 1]] * (1 - share) + draws[order[right]] * share;
  });
}

/** the order without the draws of weight 0 */
function counted(order: Uint32Array, weights: Float64Array): Uint32Array {
  const kept = new Uint32Array(order.length);
  let size = 0;
  for (let k = 0; k < order.length; k++) if (weights[order[k]] > 0) kept[size++] = order[k];
  return kept.subarray(0, size);
}

/** place of the first that is at least `value` among ascending ones; their count when none is */
function firstAtLeast(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (ascending[middle] >= value) high = middle;
    else low = middle + 1;
  }
  return low;
}
