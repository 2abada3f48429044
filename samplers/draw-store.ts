/** Memory for draws and sampler statistics, private or shared between threads; index `chain * draws + draw`. */
import type { SamplerStatistics } from "../lib/fit.ts";

export interface DrawStore {
  readonly chains: number;
  readonly draws: number;
  readonly dim: number;
  /** positions[(chain * draws + draw) * dim + coordinate] */
  readonly positions: Float64Array;
  readonly statistics: SamplerStatistics;
}

const STATISTICS = [
  "lp__",
  "accept_stat__",
  "stepsize__",
  "treedepth__",
  "n_leapfrog__",
  "divergent__",
  "energy__",
] as const satisfies readonly (keyof SamplerStatistics)[];

/** @param buffer the memory of an existing store, as `store.positions.buffer`; a private one is made when absent */
export function drawStore(chains: number, draws: number, dim: number, buffer?: ArrayBufferLike): DrawStore {
  const total = chains * draws;
  const memory = buffer ?? new ArrayBuffer(drawStoreBytes(chains, draws, dim));
  const column = (index: number): Float64Array => new Float64Array(memory, 8 * total * (dim + index), total);
  const statistics = Object.fromEntries(STATISTICS.map((name, i) => [name, column(i)])) as unknown as SamplerStatistics;
  return { chains, draws, dim, positions: new Float64Array(memory, 0, total * dim), statistics };
}

export function drawStoreBytes(chains: number, draws: number, dim: number): number {
  return 8 * chains * draws * (dim + STATISTICS.length);
}

/** The first `draws` draws of every chain, in memory of their own. */
export function firstDraws(store: DrawStore, draws: number): DrawStore {
  const { chains, dim } = store;
  const short = drawStore(chains, draws, dim);
  const from = [store.positions, ...STATISTICS.map((name) => store.statistics[name])];
  const to = [short.positions, ...STATISTICS.map((name) => short.statistics[name])];
  for (let column = 0; column < from.length; column++) {
    const width = column === 0 ? dim : 1;
    for (let chain = 0; chain < chains; chain++) {
      const at = chain * store.draws * width;
      to[column].set(from[column].subarray(at, at + draws * width), chain * draws * width);
    }
  }
  return short;
}
