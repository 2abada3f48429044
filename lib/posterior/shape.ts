/** The one check of the shape every verb here expects: chain after chain, equally many draws in each. */
import { CredenceError } from "../errors.ts";

/**
 * The number of draws in each chain.
 * @param draws one quantity, index `chain * nDraws + draw`
 * @returns draws.length / nChains
 * @throws CredenceError draws/shape when there are no draws or the chains do not divide them equally
 */
export function drawsPerChain(draws: Float64Array, nChains: number): number {
  if (!Number.isInteger(nChains) || nChains < 1 || draws.length === 0 || draws.length % nChains !== 0) {
    throw new CredenceError({
      code: "draws/shape",
      message: `${draws.length} draws do not divide into ${nChains} chains of equal length`,
      expected: "a positive multiple of the number of chains",
    });
  }
  return draws.length / nChains;
}

/**
 * Both halves of every chain as chains of their own, so that a trend within a chain shows as a difference between
 * chains. An odd middle draw is left out; chains of one draw stay whole.
 * @returns the halves and how many there are
 * @throws CredenceError draws/shape
 */
export function splitChains(draws: Float64Array, nChains: number): { halves: Float64Array; nHalves: number } {
  const n = drawsPerChain(draws, nChains);
  const half = Math.floor(n / 2);
  if (half === 0) return { halves: draws, nHalves: nChains };
  if (n % 2 === 0) return { halves: draws, nHalves: 2 * nChains };
  const halves = new Float64Array(2 * half * nChains);
  for (let chain = 0; chain < nChains; chain++) {
    const start = chain * n;
    halves.set(draws.subarray(start, start + half), 2 * half * chain);
    halves.set(draws.subarray(start + half + 1, start + n), 2 * half * chain + half);
  }
  return { halves, nHalves: 2 * nChains };
}
