/** Simulation-based calibration: parameters from the prior, data from the parameters, posterior from the data, ranks. */
import { CredenceError } from "../lib/errors.ts";
import { applyOptions, type ModelDocument } from "../lib/model/document.ts";
import { type Stream, stream } from "../lib/random/stream.ts";
import { type SamplerOptions, sampleChains } from "../samplers/index.ts";
import { designOf, World } from "./sbc-world.ts";

export interface SbcOptions {
  readonly seed?: string;
  readonly simulations?: number;
  /** number of the first simulation, from 0: each is drawn by its number, so the work can be split */
  readonly first?: number;
  /** rows of the simulated table; the document's own when not given */
  readonly rows?: number;
  /** draws kept of each posterior; ranks lie in 0 .. draws */
  readonly draws?: number;
  /** transitions between kept draws: 4 unless chains of this model forget more slowly */
  readonly thin?: number;
  readonly set?: Readonly<Record<string, string>>;
  readonly sampler?: Partial<SamplerOptions>;
  /**
   * Where chains begin: anywhere (default), or at the truth. A posterior with separate modes cannot be weighed by one
   * chain; begun at the truth, which lies in each mode as often as it has mass, ranks are uniform within the mode.
   */
  readonly start?: "anywhere" | "truth";
  /** told after each simulation */
  readonly onSimulation?: (done: number) => void;
}

export interface SbcResult {
  readonly simulations: number;
  readonly maxRank: number;
  /**
   * by parameter element, quantity, and `log_lik`: rank of the truth among the kept draws, one a simulation; a simulation
   * in which the quantity does not exist (at the truth or in a draw) gives it no rank
   */
  readonly ranks: ReadonlyMap<string, readonly number[]>;
  /** simulations whose sampler diverged; their ranks are kept */
  readonly divergent: number;
}

/** tables that a prior can make but a column cannot hold (an overflow, a probability of exactly 1) are drawn again */
const RETRIES = 1000;
/** at that lag chains of most of the library's models are nearly independent */
const THIN = 4;

/**
 * Ranks are uniform when simulator, density and sampler agree.
 * @source Talts, Betancourt, Simpson, Vehtari & Gelman 2018, arXiv:1804.06788, Algorithm 1, ties broken at random; the log
 *   likelihood as a test quantity: Modrák et al. 2023, arXiv:2211.02383
 * @throws CredenceError model/no-simulation, model/improper, sbc/no-table
 * @cost one compilation; then simulations · (warmup + thin draws) transitions of one chain
 */
export function sbc(document: ModelDocument, options: SbcOptions = {}): SbcResult {
  const { seed = "1", simulations = 200, first = 0, draws = 99, thin = THIN, start = "anywhere", onSimulation = () => {} } = options;
  const chosen = applyOptions(document, options.set);
  const world = new World(chosen, designOf(chosen, options.rows));
  const { density, names } = world;
  const ranks = new Map<string, number[]>(names.map((name) => [name, []]));
  let divergent = 0;
  for (let k = 0; k < simulations; k++) {
    const key = `${seed}/sbc/${chosen.name}/${first + k}`;
    const { truth, position } = simulate(world, key);
    const initial = start === "truth" ? { initial: [position] } : {};
    const sampler = { chains: 1, warmup: 300, draws: thin * draws, ...initial, ...options.sampler };
    const result = sampleChains(density, { seed: key, model: "sbc", ...sampler });
    if (result.statistics.divergent__.some((flag) => flag !== 0)) divergent++;
    const state = result.adaptation[0]!.coordinateState;
    if (state) density.setCoordinateState(state);
    const kept = Array.from({ length: draws }, (_, i) => world.quantities(result.positions.subarray((thin * i + thin - 1) * density.dim, (thin * i + thin) * density.dim)));
    const ties = stream(`${key}/ties`);
    [...ranks.values()].forEach((list, i) => {
      const rank = rankOf(truth[i]!, kept.map((draw) => draw[i]!), ties);
      if (rank !== undefined) list.push(rank);
    });
    onSimulation(k + 1);
  }
  return { simulations, maxRank: draws, ranks, divergent };
}

/** draws parameters and data, puts the data into the density; returns the truth, as test quantities and as a position */
function simulate(world: World, key: string): { truth: number[]; position: Float64Array } {
  for (let retry = 0; retry <= RETRIES; retry++) {
    const drawn = world.draw(stream(`${key}/${retry}`));
    if (!drawn) continue;
    world.observe(drawn.responses);
    return { truth: world.quantities(drawn.position), position: drawn.position };
  }
  throw noTable(world.density.model.document.name);
}

export function noTable(name: string): CredenceError {
  return new CredenceError({
    code: "sbc/no-table",
    message: `the priors of ${name} made no table that its columns can hold in ${RETRIES} tries`,
    expected: "priors under which data are finite and within their kinds",
    fix: `look at the prior predictive: credence prior ${name}`,
  });
}

/** draws below the truth, and of the draws equal to it a uniform share; undefined when something does not exist */
function rankOf(truth: number, draws: readonly number[], random: Stream): number | undefined {
  if (Number.isNaN(truth) || draws.some(Number.isNaN)) return undefined;
  const below = draws.filter((value) => value < truth).length;
  const equal = draws.filter((value) => value === truth).length;
  return below + Math.floor(random.uniform() * (equal + 1));
}
