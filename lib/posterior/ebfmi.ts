/** E-BFMI: whether the momentum refresh moves the energy far enough for the chain to see its tails. */
import { mean, variance } from "./moments.ts";
import { drawsPerChain } from "./shape.ts";

/**
 * The energy Bayesian fraction of missing information of each chain: mean squared energy step over energy variance.
 * Near 1 or above is good; below 0.3 the chain walks slowly through the tails and needs another parameterisation.
 * @param energy Stan's energy__, index `chain * nDraws + draw`
 * @returns one value a chain; NaN when the energy is constant or not finite, or there is one draw
 * @throws CredenceError draws/shape
 * @source Betancourt 2016, arXiv:1604.00695, in the finite form of cmdstanr and rstan: (sum diff^2 / n) / var
 * @truth test/truth/posterior.json
 */
export function ebfmi(energy: Float64Array, nChains: number): number[] {
  const n = drawsPerChain(energy, nChains);
  return Array.from({ length: nChains }, (_, chain) => {
    const one = energy.subarray(chain * n, (chain + 1) * n);
    const steps = one.subarray(1).map((value, i) => (value - one[i]) ** 2);
    return (mean(steps) * steps.length) / n / variance(one);
  });
}
