/** Fewer draws of a fit, evenly along each chain, for pictures whose resolution does not need them all. */
import type { SampleResult } from "../lib/fit.ts";

/** @param most draws kept over all chains; every chain keeps the same number, at least one */
export function thinDraws(sampled: SampleResult, most: number): SampleResult {
  const { chains, draws, dim, positions } = sampled;
  const kept = Math.max(1, Math.floor(most / chains));
  if (draws <= kept) return sampled;
  const thinned = new Float64Array(chains * kept * dim);
  for (let chain = 0; chain < chains; chain++) {
    for (let k = 0; k < kept; k++) {
      const from = chain * draws + Math.floor(((k + 0.5) * draws) / kept);
      thinned.set(positions.subarray(from * dim, (from + 1) * dim), (chain * kept + k) * dim);
    }
  }
  return { ...sampled, draws: kept, positions: thinned };
}
