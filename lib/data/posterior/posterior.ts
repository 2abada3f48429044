/** The draws of a posterior as they travel between programs: draws, sampler statistics, and what reading them did. */
import { CredenceError } from "../../errors.ts";
import type { Draws, SamplerStatistics } from "../../fit.ts";

export interface Posterior {
  readonly draws: Draws;
  /** those that the file has; each of length chains · draws */
  readonly statistics: Partial<SamplerStatistics>;
  /** what reading did that is not literal */
  readonly notes: readonly string[];
}

export type StatisticName = keyof SamplerStatistics;

/** One statistic by its names in Stan's CSV (ours), in ArviZ and in MCMCChains. */
export const STATISTICS: readonly { readonly name: StatisticName; readonly arviz: string; readonly turing: string }[] =
  [
    { name: "lp__", arviz: "lp", turing: "lp" },
    { name: "accept_stat__", arviz: "acceptance_rate", turing: "acceptance_rate" },
    { name: "stepsize__", arviz: "step_size", turing: "step_size" },
    { name: "treedepth__", arviz: "tree_depth", turing: "tree_depth" },
    { name: "n_leapfrog__", arviz: "n_steps", turing: "n_steps" },
    { name: "divergent__", arviz: "diverging", turing: "numerical_error" },
    { name: "energy__", arviz: "energy", turing: "hamiltonian_energy" },
  ];

/**
 * A posterior from named columns, the sampler statistics apart and under the names of one format.
 * Statistics that we have no name for are left out and noted.
 */
export function assemble(
  chains: number,
  draws: number,
  parameters: ReadonlyMap<string, Float64Array>,
  statistics: ReadonlyMap<string, Float64Array>,
  format: "name" | "arviz" | "turing",
): Posterior {
  const known: Partial<Record<StatisticName, Float64Array>> = {};
  const ignored: string[] = [];
  for (const [name, values] of statistics) {
    const statistic = statisticOf(name, format);
    if (statistic === undefined) ignored.push(name);
    else known[statistic] = values;
  }
  const notes = ignored.length === 0 ? [] : [`left out, statistics that have no counterpart: ${ignored.join(", ")}`];
  return {
    draws: { chains, draws, names: [...parameters.keys()], columns: [...parameters.values()] },
    statistics: known,
    notes,
  };
}

/** Our name of a statistic, from a format's or from Stan's. */
export function statisticOf(name: string, format: "name" | "arviz" | "turing"): StatisticName | undefined {
  return STATISTICS.find((statistic) => statistic[format] === name || statistic.name === name)?.name;
}

/** More draws than fit into memory; a file of a few bytes can claim any number. */
const MAX_CELLS = 200_000_000;

/** @throws CredenceError data/posterior-size unless 1 ≤ chains, draws and the whole is below the limit */
export function checkSize(chains: number, draws: number, names: number, file: string): void {
  if (chains >= 1 && draws >= 1 && chains * draws * Math.max(names, 1) <= MAX_CELLS) return;
  throw new CredenceError({
    code: "data/posterior-size",
    message: "the posterior is empty or too large",
    where: { file },
    found: `${chains} chains of ${draws} draws of ${names} quantities`,
    expected: `at least one chain and one draw, at most ${MAX_CELLS} numbers`,
  });
}
