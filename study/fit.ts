/** One fit: a model document and a table in; draws of every parameter and quantity, their summary and diagnostics out. */
import type { Table } from "../lib/data/table.ts";
import type { Draws, SampleResult } from "../lib/fit.ts";
import { BoundModel } from "../lib/model/bind.ts";
import { applyOptions, type ModelDocument } from "../lib/model/document.ts";
import { ModelDensity } from "../lib/model/model-density.ts";
import { type Diagnostics, diagnose, type Summary, summarize } from "../lib/posterior/index.ts";
import { prepareTable } from "./prepare-table.ts";
import { type SampleHooks, type SamplerOptions, sampleChains } from "../samplers/index.ts";

export interface FitOptions extends Omit<SamplerOptions, "seed" | "model"> {
  /** any text; the same seed gives the same draws. Default "1". */
  readonly seed?: string;
  /** choices of the model's options: `{ tied: "true" }` */
  readonly set?: Readonly<Record<string, string>>;
  readonly hooks?: SampleHooks;
}

export interface Timing {
  readonly compile_s: number;
  readonly warmup_s: number;
  readonly sampling_s: number;
  readonly total_s: number;
  readonly gradients: number;
  readonly gradients_warmup: number;
  readonly us_per_gradient: number;
}

export interface Fit {
  /** the document with its options chosen */
  readonly document: ModelDocument;
  readonly table: Table;
  readonly seed: string;
  readonly density: ModelDensity;
  /** unconstrained positions and sampler statistics */
  readonly sampled: SampleResult;
  /** parameters, then quantities */
  readonly draws: Draws;
  readonly summaries: readonly Summary[];
  /** how many of `draws.names` are parameters */
  readonly parameterElements: number;
  readonly diagnostics: Diagnostics;
  readonly timing: Timing;
}

/**
 * Samples the posterior of a model given a table.
 * @throws CredenceError for a document, table or starting point that does not work; divergences are in the diagnostics
 */
export function fit(document: ModelDocument, given: Table, options: FitOptions = {}): Fit {
  const start = performance.now();
  const { seed = "1", set, hooks, ...sampler } = options;
  const chosen = applyOptions(document, set);
  const { table } = prepareTable(chosen, given);
  const density = new ModelDensity(new BoundModel(chosen, table));
  const compiled = performance.now();
  const sampled = sampleChains(density, { seed, model: chosen.name, ...sampler }, hooks);
  return finishFit(chosen, table, seed, density, sampled, { start, compiled });
}

/** Turns sampled positions into the fit; also the way back from a run folder. */
export function finishFit(
  document: ModelDocument,
  table: Table,
  seed: string,
  density: ModelDensity,
  sampled: SampleResult,
  clock: { start: number; compiled: number },
): Fit {
  const draws = constrainDraws(density, sampled);
  const summaries = summarize(draws);
  const { parameterElements } = density;
  const parameters = parametersOf(draws, density);
  const diagnostics = diagnose(parameters, sampled.statistics, { summaries: summaries.slice(0, parameterElements) });
  const timing = measure(sampled, clock);
  return { document, table, seed, density, sampled, draws, summaries, parameterElements, diagnostics, timing };
}

/** The draws without those of derived quantities: what a sampler is judged by. */
export function parametersOf(draws: Draws, { parameterElements }: ModelDensity): Draws {
  const { names, columns } = draws;
  return { ...draws, names: names.slice(0, parameterElements), columns: columns.slice(0, parameterElements) };
}

/** Constrained values of every draw, one column an element; each chain read in its own coordinates. */
export function constrainDraws(density: ModelDensity, sampled: SampleResult): Draws {
  const { chains, draws, dim, positions, adaptation } = sampled;
  const columns = density.elements.map(() => new Float64Array(chains * draws));
  for (let chain = 0; chain < chains; chain++) {
    const state = adaptation[chain]?.coordinateState;
    if (state) density.setCoordinateState(state);
    for (let at = chain * draws; at < (chain + 1) * draws; at++) {
      const values = density.constrain(positions.subarray(at * dim, (at + 1) * dim));
      for (let k = 0; k < columns.length; k++) columns[k]![at] = values[k]!;
    }
  }
  return { chains, draws, names: density.elements, columns };
}

function measure(sampled: SampleResult, { start, compiled }: { start: number; compiled: number }): Timing {
  const total = (key: "warmupSeconds" | "samplingSeconds" | "gradientsWarmup" | "gradientsSampling"): number =>
    sampled.adaptation.reduce((sum, chain) => sum + chain[key], 0);
  const [warmup, sampling] = [total("warmupSeconds"), total("samplingSeconds")];
  const warmupGradients = total("gradientsWarmup");
  const gradients = warmupGradients + total("gradientsSampling");
  return {
    compile_s: (compiled - start) / 1000,
    warmup_s: warmup,
    sampling_s: sampling,
    total_s: (performance.now() - start) / 1000,
    gradients,
    gradients_warmup: warmupGradients,
    us_per_gradient: ((warmup + sampling) * 1e6) / gradients,
  };
}
