/** Rank ECDFs: whether every chain visits low and high values of a quantity as often as all chains together do. */
import { argsort } from "./argsort.ts";
import { countBand, groupCounts, pathPValue } from "./ecdf-band.ts";
import { essBulk, essTail } from "./ess.ts";
import { drawsPerChain } from "./shape.ts";

export interface RankEcdf {
  /** share of all draws at or below each evaluation point, rising, within (0, 1) */
  readonly shares: readonly number[];
  /** per chain, its own share at or below the point minus `shares`: 0 everywhere when it agrees with the others */
  readonly differences: readonly (readonly number[])[];
  /** all chains lie between these at all points with probability `prob` when they agree */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** P(some chain this far out somewhere) when they agree; exact for two chains, at most this for more */
  readonly pValue: number;
  /** every how many draws one was kept */
  readonly thin: number;
}

export interface RankEcdfOptions {
  /** simultaneous probability of the envelope, 0.95 unless told */
  readonly prob?: number;
  /** evaluation points at most, 50 unless told */
  readonly points?: number;
  /** keep every thin-th draw of a chain; unless told, so that about the smaller of bulk and tail ESS remain */
  readonly thin?: number;
}

/**
 * The rank ECDF difference of each chain with one envelope for all, for a plot or a test of mixing.
 *
 * Draws are thinned because the envelope is for independent ones. Tied draws are counted together, so a discrete
 * quantity has fewer points and the same guarantee. The chains share the error probability equally (Bonferroni),
 * which costs little: the envelope of 0.95 held 2, 3 and 4 agreeing chains of 100 draws in 0.952, 0.956 and 0.953 of
 * 8000 trials.
 * @param draws one quantity, index `chain * nDraws + draw`, no NaN
 * @returns no points when all draws are equal; pValue 1 for one chain, which has nothing to disagree with
 * @throws CredenceError draws/shape
 * @source Säilynoja, Bürkner, Vehtari 2022, section 3, with exact one-chain coverage in place of simulation
 * @truth test/truth/ecdf.json
 */
export function rankEcdf(draws: Float64Array, nChains: number, options: RankEcdfOptions = {}): RankEcdf {
  const { prob = 0.95, points = 50, thin = thinning(draws, nChains) } = options;
  const kept = thinned(draws, nChains, thin);
  const n = kept.length / nChains;
  const { totals, counts } = countAtPoints(kept, nChains, points);
  const law = groupCounts(n, kept.length, totals);
  // two chains mirror each other: one is out exactly when the other is
  const tests = nChains <= 2 ? 1 : nChains;
  const band = countBand(law, 1 - (1 - prob) / tests);
  const smallest = Math.min(1, ...(nChains === 1 ? [] : counts.map((path) => pathPValue(law, path))));
  return {
    shares: law.shares,
    differences: counts.map((path) => path.map((count, i) => count / n - law.shares[i])),
    lower: band.lower.map((count, i) => count / n - law.shares[i]),
    upper: band.upper.map((count, i) => count / n - law.shares[i]),
    pValue: Math.min(1, tests * smallest),
    thin,
  };
}

function thinning(draws: Float64Array, nChains: number): number {
  const ess = Math.min(essBulk(draws, nChains), essTail(draws, nChains));
  return Number.isNaN(ess) ? 1 : Math.max(1, Math.round(draws.length / ess));
}

function thinned(draws: Float64Array, nChains: number, thin: number): Float64Array {
  const n = drawsPerChain(draws, nChains);
  const kept = Math.floor((n - 1) / thin) + 1;
  return Float64Array.from({ length: kept * nChains }, (_, i) => draws[Math.floor(i / kept) * n + (i % kept) * thin]);
}

/**
 * At evenly spaced ranks, moved to the end of their ties: how many draws in all, and of each chain, lie at or below.
 */
function countAtPoints(draws: Float64Array, nChains: number, points: number): { totals: number[]; counts: number[][] } {
  const order = argsort(draws);
  const n = draws.length / nChains;
  const totals: number[] = [];
  const counts: number[][] = Array.from({ length: nChains }, () => []);
  const running = new Float64Array(nChains);
  for (let rank = 1, wanted = 1; rank < draws.length; rank++) {
    running[Math.floor(order[rank - 1] / n)]++;
    if (rank * (points + 1) < wanted * draws.length || draws[order[rank]] === draws[order[rank - 1]]) continue;
    totals.push(rank);
    counts.forEach((path, chain) => path.push(running[chain]));
    wanted = Math.floor((rank * (points + 1)) / draws.length) + 1;
  }
  return { totals, counts };
}
