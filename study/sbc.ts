/** Simulation-based calibration: parameters from the prior, data from the parameters, posterior from the data, ranks. */
import { CredenceError } from "../lib/errors.ts";
import { applyOptions, type ModelDocument } from "../lib/model/document.ts";
import { type Stream, stream } from "../lib/random/stream.ts";
import { type SamplerOptions, sampleChains } from "../samplers/index.ts";
import { designOf, World } from "./sbc-world.ts";

export interface SbcOptions {
  readonly seed?: string;
  readonly simulations?: number;
  /** rows of the simulated table; the document's own when not given */
  readonly rows?: number;
  /** draws kept of each posterior; ranks lie in 0 .. draws */
  readonly draws?: number;
  /** transitions between kept draws: 4 unless chains of this model forget more slowly */
  readonly thin?: number;
  readonly set?: Readonly<Record<string, string>>;
  readonly sampler?: Partial<SamplerOptions>;
<<<<<<< HEAD
  /** told after each simulation */
  readonly onSimulation?: (done: number) => void;
=======
  /**
   * Where chains begin: anywhere (default), or at the truth. A posterior with separate modes cannot be weighed by one
   * chain; begun at the truth, which lies in each mode as often as it has mass, ranks are uniform within the mode.
   */
  readonly start?: "anywhere" | "truth";
>>>>>>> 1a723f6 (Laws of loss curves and surfaces: stretched exponential, three regions, m1, m3, m4, shifted, broken, crossover, trajectory, isoflop, over-training, repeated data, data filtering, parallel streams, precision, datastore, projektor)
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
 * @cost one compilation; then simulations · (warmup + 4 draws) transitions of one chain
 */
export function sbc(document: ModelDocument, options: SbcOptions = {}): SbcResult {
<<<<<<< HEAD
  const { seed = "1", simulations = 200, draws = 99, onSimulation = () => {} } = options;
  const chosen = applyOptions(document, options.set);
  const world = new World(chosen, designOf(chosen, options.rows));
=======
  const { seed = "1", simulations = 200, draws = 99, thin = THIN, start = "anywhere" } = options;
  const world = new World(applyOptions(document, options.set), options.rows);
>>>>>>> 1a723f6 (Laws of loss curves and surfaces: stretched exponential, three regions, m1, m3, m4, shifted, broken, crossover, trajectory, isoflop, over-training, repeated data, data filtering, parallel streams, precision, datastore, projektor)
  const { density, names } = world;
  const ranks = new Map<string, number[]>(names.map((name) => [name, []]));
  let divergent = 0;
  for (let k = 0; k < simulations; k++) {
<<<<<<< HEAD
    const key = `${seed}/sbc/${chosen.name}/${k}`;
    const truth = simulate(world, key);
    const sampler = { chains: 1, warmup: 300, draws: THIN * draws, ...options.sampler };
=======
    const key = `${seed}/sbc/${density.model.document.name}/${k}`;
    const { truth, position } = world.simulate(key);
    const initial = start === "truth" ? { initial: [position] } : {};
    const sampler = { chains: 1, warmup: 300, draws: thin * draws, ...initial, ...options.sampler };
>>>>>>> 1a723f6 (Laws of loss curves and surfaces: stretched exponential, three regions, m1, m3, m4, shifted, broken, crossover, trajectory, isoflop, over-training, repeated data, data filtering, parallel streams, precision, datastore, projektor)
    const result = sampleChains(density, { seed: key, model: "sbc", ...sampler });
    if (result.statistics.divergent__.some((flag) => flag !== 0)) divergent++;
    const state = result.adaptation[0]!.coordinateState;
    if (state) density.setCoordinateState(state);
<<<<<<< HEAD
    const kept = Array.from({ length: draws }, (_, i) => world.quantities(result.positions.subarray((THIN * i + THIN - 1) * density.dim, (THIN * i + THIN) * density.dim)));
    const ties = stream(`${key}/ties`);
    [...ranks.values()].forEach((list, i) => {
      const rank = rankOf(truth[i]!, kept.map((draw) => draw[i]!), ties);
      if (rank !== undefined) list.push(rank);
    });
    onSimulation(k + 1);
=======
    const kept = Array.from({ length: draws }, (_, i) => world.quantities(result.positions.subarray((thin * i + thin - 1) * density.dim, (thin * i + thin) * density.dim)));
    [...ranks.values()].forEach((list, i) => list.push(kept.filter((draw) => draw[i]! < truth[i]!).length));
>>>>>>> 1a723f6 (Laws of loss curves and surfaces: stretched exponential, three regions, m1, m3, m4, shifted, broken, crossover, trajectory, isoflop, over-training, repeated data, data filtering, parallel streams, precision, datastore, projektor)
  }
  return { simulations, maxRank: draws, ranks, divergent };
}

<<<<<<< HEAD
/** draws parameters and data, puts the data into the density; returns the test quantities at the truth */
function simulate(world: World, key: string): number[] {
  for (let retry = 0; retry <= RETRIES; retry++) {
    const drawn = world.draw(stream(`${key}/${retry}`));
    if (!drawn) continue;
    world.observe(drawn.responses);
    return world.quantities(drawn.position);
=======
/** one bound model whose responses are rewritten for every simulation */
class World {
  readonly density: ModelDensity;
  readonly names: readonly string[];
  private readonly design: Table;
  private readonly responses: readonly string[];
  private readonly prior: PriorSimulator;
  private readonly data: DataSimulator;
  private readonly logLikelihood: RowProgram;
  private readonly origin: readonly number[];

  constructor(document: ModelDocument, rows?: number) {
    const { simulation } = document;
    if (!simulation) throw new CredenceError({ code: "model/no-simulation", message: `model ${document.name} does not say how to simulate it`, fix: "add simulation: { rows, columns, parameters }" });
    this.design = designTable(document, simulation, rows ?? simulation.rows);
    this.responses = [...responsesOf(document)];
    const model = new BoundModel(document, this.design, this.responses);
    this.density = new ModelDensity(model);
    this.names = this.density.elements.slice(0, this.density.parameterElements);
    [this.prior, this.data] = [new PriorSimulator(model), new DataSimulator(model)];
    const total = model.likelihood.map((line) => model.graph.sum(line.pointwise, model.rows.axis)).reduce((a, b) => model.graph.add(a, b));
    this.logLikelihood = new RowProgram(model, [{ nodes: [total], axis: null }]);
    this.origin = this.density.coordinateState().map(() => 0);
  }

  /** draws parameters and data, puts the data into the density; returns the test quantities at the truth */
  simulate(key: string): { truth: number[]; position: Float64Array } {
    this.density.setCoordinateState(this.origin);
    for (let retry = 0; ; retry++) {
      const rng = stream(`${key}/${retry}`);
      const position = this.prior.draw(rng);
      try {
        const table = this.data.draw(position, this.design, rng);
        for (const name of this.responses) {
          const column = interpret(table, name, this.density.model.document.data[name]!) as NumericColumn;
          this.density.update(name, column.values);
          this.logLikelihood.update(this.density.model.rows.columns.get(name) as NumericColumn, column.values);
        }
        return { truth: this.quantities(position), position };
      } catch (error) {
        if (retry >= RETRIES || !(error instanceof CredenceError)) throw error;
      }
    }
  }

  /** parameters and the log likelihood */
  quantities(position: Float64Array): number[] {
    this.logLikelihood.run(position);
    return [...this.density.constrain(position).subarray(0, this.names.length), this.logLikelihood.read(0, 0)];
>>>>>>> 1a723f6 (Laws of loss curves and surfaces: stretched exponential, three regions, m1, m3, m4, shifted, broken, crossover, trajectory, isoflop, over-training, repeated data, data filtering, parallel streams, precision, datastore, projektor)
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
