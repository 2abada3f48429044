/** Chains that each chose coordinates of their own, brought into the coordinates of the first. */
import type { SampleResult } from "../fit.ts";
import { CoordinateChooser } from "../model/coordinates.ts";
import type { ModelDensity } from "../model/model-density.ts";
import type { BoundParameter } from "../model/parameters.ts";
import type { PosteriorDraws } from "./posterior-draws.ts";

/**
 * The draws of a fit as the estimators need them: all in the coordinates in which `density` is left, the first chain's,
 * and with each order of components that have none in the sampler equally often, as in the density.
 * A density with one set of coordinates and no such components gives the draws as they are.
 * @cost one evaluation of the model's values a draw, where chains differ
 */
export function poolChains(density: ModelDensity, sampled: SampleResult): PosteriorDraws {
  const { chains, draws, dim, adaptation } = sampled;
  const { companies } = density.model;
  const states = adaptation.map((chain) => chain.coordinateState);
  const common = states[0] ?? [];
  if (common.length === 0 && companies.length === 0) return sampled;
  const positions = sampled.positions.slice();
  const draw = (i: number): Float64Array => positions.subarray(i * dim, (i + 1) * dim);
  if (common.length > 0) {
    const chooser = new CoordinateChooser(density.model);
    for (let chain = 1; chain < chains; chain++) {
      const state = states[chain] ?? common;
      if (state.every((value, k) => value === common[k])) continue;
      density.setCoordinateState(state);
      for (let i = chain * draws; i < (chain + 1) * draws; i++) draw(i).set(chooser.move(draw(i), common));
    }
    density.setCoordinateState(common);
  }
  for (const company of companies) {
    const orders = permutations(company[0]!.coordinates.length);
    for (let i = 0; i < chains * draws; i++) for (const parameter of company) reorder(draw(i), parameter, orders[i % orders.length]!);
  }
  return { chains, draws, dim, positions };
}

function reorder(position: Float64Array, { offset, size, coordinates }: BoundParameter, order: readonly number[]): void {
  const stride = size / coordinates.length;
  const before = position.slice(offset, offset + size);
  order.forEach((from, to) => position.set(before.subarray(from * stride, (from + 1) * stride), offset + to * stride));
}

/** all orders of 0 .. n - 1 */
function permutations(n: number): number[][] {
  if (n === 0) return [[]];
  return permutations(n - 1).flatMap((rest) => Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]));
}
