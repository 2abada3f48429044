/** Chains that each chose coordinates of their own, brought into the coordinates of the first. */
import type { SampleResult } from "../fit.ts";
import { CoordinateChooser } from "../model/coordinates.ts";
import type { ModelDensity } from "../model/model-density.ts";
import type { PosteriorDraws } from "./posterior-draws.ts";

/**
 * The draws of a fit as the estimators need them: all in the coordinates in which `density` is left, the first chain's.
 * A density with one set of coordinates gives the draws as they are.
 * @cost one evaluation of the model's values a draw, where chains differ
 */
export function poolChains(density: ModelDensity, sampled: SampleResult): PosteriorDraws {
  const { chains, draws, dim, adaptation } = sampled;
  const states = adaptation.map((chain) => chain.coordinateState);
  const common = states[0];
  if (common === undefined || common.length === 0) return sampled;
  const chooser = new CoordinateChooser(density.model);
  const positions = sampled.positions.slice();
  for (let chain = 1; chain < chains; chain++) {
    const state = states[chain] ?? common;
    if (state.every((value, k) => value === common[k])) continue;
    density.setCoordinateState(state);
    for (let i = chain * draws; i < (chain + 1) * draws; i++) {
      const position = positions.subarray(i * dim, (i + 1) * dim);
      position.set(chooser.move(position, common));
    }
  }
  density.setCoordinateState(common);
  return { chains, draws, dim, positions };
}
