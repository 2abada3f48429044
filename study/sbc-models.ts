/** Simulation-based calibration of Bayes factors: data from a model drawn at random, probabilities of all models given the data. */
import {
  marginalLikelihood,
  type MarginalLikelihood,
  modelChoiceCalibration,
  type ModelChoice,
  type ModelChoiceCalibration,
  modelProbabilities,
  poolChains,
} from "../lib/evidence/index.ts";
import type { ModelDocument } from "../lib/model/document.ts";
import { stream } from "../lib/random/stream.ts";
import { type SamplerOptions, sampleChains } from "../samplers/index.ts";
import { noTable } from "./sbc.ts";
import { designOf, type Responses, World } from "./sbc-world.ts";

export interface NamedDocument {
  readonly name: string;
  /** with its options chosen */
  readonly document: ModelDocument;
}

export interface SbcModelsOptions {
  readonly seed?: string;
  readonly simulations?: number;
  /** number of the first simulation, from 0: each is drawn by its number, so the work can be split */
  readonly first?: number;
  /** rows of the simulated table, whose covariates are those of the first model */
  readonly rows?: number;
  readonly sampler?: Partial<SamplerOptions>;
  readonly onSimulation?: (done: number) => void;
}

/** A simulation without an answer: which evidence was refused, why, and what the probabilities would have been (NaN: nothing). */
export interface RefusedChoice extends ModelChoice {
  readonly model: string;
  readonly reason: string;
}

export interface SbcModelsResult {
  readonly names: readonly string[];
  readonly simulations: number;
  /** one for each simulation whose evidences could all be trusted */
  readonly choices: readonly ModelChoice[];
  /** simulations left out because some evidence was refused */
  readonly refused: readonly RefusedChoice[];
  /** missing when every simulation was refused */
  readonly calibration?: ModelChoiceCalibration;
}

/** a table that the columns cannot hold is drawn again, its model too */
const RETRIES = 1000;
/** 1200 draws give an evidence of the library's models an error of about 0.03; a refused one is tried again with 4000 */
const SAMPLER = { chains: 4, warmup: 300, draws: 300 };
const LONGER = { chains: 4, warmup: 500, draws: 1000 };
const ESTIMATION = { repetitions: 2, budget: 1500 };

/**
 * Models are drawn with equal probability, parameters from their priors, tables from the parameters. When evidences are
 * right, a model with posterior probability p is the true one in a share p of simulations.
 * @param models all must read the covariates of the first and have its responses
 * @source Schad et al. 2022; Modrák et al. 2025, arXiv 2508.11814 (see `modelChoiceCalibration`)
 * @throws CredenceError model/no-simulation, model/improper, sbc/no-table
 * @cost simulations · models · (a fit and an evidence)
 */
export function sbcOfModels(models: readonly NamedDocument[], options: SbcModelsOptions = {}): SbcModelsResult {
  const { seed = "1", simulations = 200, first = 0, onSimulation = () => {} } = options;
  const names = models.map(({ name }) => name);
  const design = designOf(models[0]!.document, options.rows);
  const worlds = models.map(({ document }) => new World(document, design));
  const choices: ModelChoice[] = [];
  const refused: RefusedChoice[] = [];
  for (let k = 0; k < simulations; k++) {
    const key = `${seed}/sbc/${names.join("+")}/${first + k}`;
    const { truth, responses } = simulate(worlds, key, names[0]!);
    const evidences = worlds.map((world, m) => evidenceOf(world, responses, `${key}/${m}`, options.sampler));
    const bad = evidences.findIndex(({ reliable }) => !reliable);
    const choice = { truth, probabilities: modelProbabilities(evidences).map(({ probability }) => probability) };
    if (bad >= 0) refused.push({ ...choice, model: names[bad]!, reason: evidences[bad]!.reasons.join("; ") });
    else choices.push(choice);
    onSimulation(k + 1);
  }
  return concludeChoices({ names, simulations, choices, refused }, seed);
}

/** The calibration that choices of any number of batches show together. */
export function concludeChoices(answered: Omit<SbcModelsResult, "calibration">, seed: string): SbcModelsResult {
  if (answered.choices.length === 0) return answered;
  return { ...answered, calibration: modelChoiceCalibration(answered.choices, stream(`${seed}/sbc/calibration`)) };
}

function simulate(worlds: readonly World[], key: string, name: string): { truth: number; responses: Responses } {
  for (let retry = 0; retry <= RETRIES; retry++) {
    const rng = stream(`${key}/${retry}`);
    const truth = Math.floor(rng.uniform() * worlds.length);
    const drawn = worlds[truth]!.draw(rng);
    if (drawn) return { truth, responses: drawn.responses };
  }
  throw noTable(name);
}

function evidenceOf(world: World, responses: Responses, key: string, sampler: Partial<SamplerOptions> = {}): MarginalLikelihood {
  const attempt = (settings: typeof SAMPLER, name: string): MarginalLikelihood => {
    world.observe(responses);
    const sampled = sampleChains(world.density, { seed: `${key}/${name}`, model: "sbc", ...settings, ...sampler });
    const posterior = poolChains(world.density, sampled);
    return marginalLikelihood(world.density, posterior, { random: stream(`${key}/${name}/evidence`), ...ESTIMATION });
  };
  const first = attempt(SAMPLER, "first");
  return first.reliable ? first : attempt(LONGER, "longer");
}
