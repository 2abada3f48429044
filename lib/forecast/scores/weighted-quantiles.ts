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
 * @throws CredenceError scores/weights
 * @source Hyndman and Fan 1996, type 7, extended to weights as said
 * @truth test/truth/scores.json
 */
export function weightedQuantiles(draws: Float64Array, weights: Float64Array, probs: readonly number[]): number[] {
  const w = normalizedWeights(draws.length, weights);
  const order = argsort(draws).filter((i) => w[i] > 0);
  const middles = new Float64Array(order.length);
  let below = 0;
  order.forEach((i, k) => {
    middles[k] = below + w[i] / 2;
    below += w[i];
  });
  const [start, end] = [middles[0], middles[order.length - 1]];
  return probs.map((prob) => {
    const at = start + prob * (end - start);
    const right = middles.findIndex((middle) => middle >= at);
    if (right <= 0) return draws[order[right < 0 ? order.length - 1 : 0]];
    const share = (at - middles[right - 1]) / (middles[right] - middles[right - 1]);
    return draws[order[right - 1]] * (1 - share) + draws[order[right]] * share;
  });
}
