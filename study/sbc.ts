/** Simulation-based calibration: parameters from the prior, data from the parameters, posterior from the data, ranks. */
import type { Table } from "../lib/data/table.ts";
import { BoundModel } from "../lib/model/bind.ts";
import { applyOptions, type ModelDocument } from "../lib/model/document.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import { RowProgram } from "../lib/model/row-program.ts";
import { DataSimulator, PriorSimulator } from "../lib/model/simulate.ts";
import { designTable } from "../lib/model/simulate-table.ts";
import { stream } from "../lib/random/stream.ts";
import { type Fit, fit } from "./fit.ts";

export interface SbcOptions {
  readonly seed?: string;
  readonly simulations?: number;
  /** rows of the simulated table; the document's own when not given */
  readonly rows?: number;
  /** thinned draws per posterior; ranks lie in 0 .. draws */
  readonly draws?: number;
  readonly set?: Readonly<Record<string, string>>;
  /** a table whose covariates are used instead of the document's design */
  readonly table?: Table;
}

export interface SbcResult {
  readonly simulations: number;
  readonly maxRank: number;
  /** by parameter element: rank of the truth among the thinned draws, one a simulation */
  readonly ranks: ReadonlyMap<string, readonly number[]>;
  /** simulations whose sampler diverged; their ranks are kept */
  readonly divergent: number;
}

/** every fourth draw: with the default metric, chains of the library's models are nearly independent at that lag */
const THIN = 4;
/** tables that a prior can make but no computer can hold: the simulation is drawn again */
const RETRIES = 100;

/**
 * Ranks are uniform when simulator, density and sampler agree.
 * @source Talts, Betancourt, Simpson, Vehtari & Gelman 2018, arXiv:1804.06788, Algorithm 1; the log likelihood
 *   as a test quantity: Modrák et al. 2023, arXiv:2211.02383
 * @throws CredenceError model/no-simulation, model/improper
 */
export function sbc(document: ModelDocument, options: SbcOptions = {}): SbcResult {
  const { seed = "1", simulations = 200, draws = 99 } = options;
  const chosen = applyOptions(document, options.set);
  const design = options.table ?? designTable(chosen, chosen.simulation!, options.rows ?? chosen.simulation!.rows);
  const model = new BoundModel(chosen, design);
  const density = new ModelDensity(model);
  const [prior, data] = [new PriorSimulator(model), new DataSimulator(model)];
  // positions of the simulator and of the fit agree only where there is one choice of coordinates
  const hierarchical = model.centrings.length > 0;
  const names = density.elements.slice(0, density.parameterElements);
  const ranks = new Map<string, number[]>([...names, ...(hierarchical ? [] : ["log_lik"])].map((name) => [name, []]));
  let divergent = 0;
  for (let k = 0; k < simulations; k++) {
    const { truth, table, position } = simulateOnce(`${seed}/sbc/${chosen.name}/${k}`);
    const result = fit(chosen, table, { seed: `${seed}/sbc/${k}`, chains: 1, warmup: 300, draws: THIN * draws });
    if (result.diagnostics.divergences > 0) divergent++;
    const keep = Array.from({ length: draws }, (_, i) => THIN * i + THIN - 1);
    names.forEach((name, i) => ranks.get(name)!.push(rank(truth[i]!, keep.map((at) => result.draws.columns[i]![at]!))));
    if (!hierarchical) ranks.get("log_lik")!.push(rankLikelihood(result, position, keep));
  }
  return { simulations, maxRank: draws, ranks, divergent };

  function simulateOnce(key: string): { truth: Float64Array; table: Table; position: Float64Array } {
    for (let retry = 0; ; retry++) {
      const rng = stream(`${key}/${retry}`);
      const position = prior.draw(rng);
      const truth = density.constrain(position).slice();
      try {
        const table = data.draw(position, design, rng);
        void new BoundModel(chosen, table);
        return { truth, table, position };
      } catch (error) {
        if (retry >= RETRIES) throw error;
      }
    }
  }
}

/** the log likelihood as a test quantity sees errors that no single parameter shows */
function rankLikelihood({ density, sampled }: Fit, truth: Float64Array, keep: readonly number[]): number {
  const { graph, likelihood, rows } = density.model;
  const total = likelihood.map((line) => graph.sum(line.pointwise, rows.axis)).reduce((a, b) => graph.add(a, b));
  const program = new RowProgram(density.model, [{ nodes: [total], axis: null }]);
  const at = (position: Float64Array): number => {
    program.run(position);
    return program.read(0, 0);
  };
  const { dim } = density;
  return rank(at(truth), keep.map((draw) => at(sampled.positions.subarray(draw * dim, (draw + 1) * dim))));
}

function rank(value: number, draws: readonly number[]): number {
  return draws.reduce((count, draw) => count + (draw < value ? 1 : 0), 0);
}
