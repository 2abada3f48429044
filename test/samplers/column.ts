/** One function of the position as a column of draws, chain-major. */
import type { SampleResult } from "../../lib/fit.ts";

export function column(result: SampleResult, f: (position: Float64Array) => number): Float64Array {
  const { chains, draws, dim, positions } = result;
  return Float64Array.from({ length: chains * draws }, (_, at) => f(positions.subarray(at * dim, (at + 1) * dim)));
}
