/** The cumulative Jensen-Shannon distance between the same draws under two sets of weights. */

/**
 * How far a reweighting moves the distribution of a quantity: 0 when not at all, at most 1.
 * @param draws of the quantity, any order, finite
 * @param weights sum one; the other distribution weighs all draws equally
 * @source Nguyen and Vreeken 2015; Kallioinen, Paananen, Bürkner, Vehtari 2024, eq. 9: normalised, square root, and the
 *   larger of the quantity and its negative. Deviation: none from priorsense `cjs_dist`
 * @truth test/truth/power-scaling.json, the definition written in R
 * @cost O(n log n)
 */
export function cjsDistance(draws: Float64Array, weights: Float64Array): number {
  const order = Uint32Array.from(draws, (_, i) => i).sort((a, b) => draws[a] - draws[b] || a - b);
  const sorted = Float64Array.from(order, (i) => draws[i]);
  const sortedWeights = Float64Array.from(order, (i) => weights[i]);
  const mirrored = sorted.map((value) => -value).reverse();
  return Math.max(oneSided(sorted, sortedWeights), oneSided(mirrored, sortedWeights.reverse()));
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
